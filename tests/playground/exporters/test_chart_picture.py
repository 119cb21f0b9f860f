from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from playground.exporters.chart_picture import GAP, MARGIN, RESOLUTION, SCALE, TITLE, write_chart
from playground.style.theme import LIGHT
from playground.views.compare.run_table import Row, RunTable
from playground.views.kit.chart.curve import Curve
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale


@pytest.fixture
def chart(qtbot) -> CurveChart:
    chart = CurveChart("Epoch", names_at_edge=True)
    qtbot.addWidget(chart)
    chart.set_theme(LIGHT)
    chart.describe("Losses of the runs", "")
    chart.resize(400, 200)
    epochs = np.arange(1.0, 50.0)
    chart.show_curves([Curve("2 Adam", epochs, 1 / epochs, lambda theme: theme.accent)], scale=Scale())
    return chart


def test_that_a_png_has_twice_the_pixels_of_the_screen(chart, tmp_path):
    write_chart(chart, tmp_path / "chart.PNG")
    image = QImage(str(tmp_path / "chart.PNG"))
    assert (image.width(), image.height()) == (SCALE * (400 + 2 * MARGIN), SCALE * (200 + 2 * MARGIN))
    colors = {image.pixelColor(x, y).name() for x in range(0, 800, 3) for y in range(0, 400, 3)}
    assert LIGHT.accent.lower() in colors


def test_that_an_svg_has_the_names_as_text_and_the_size_of_the_screen(chart, tmp_path):
    path = tmp_path / "chart.svg"
    write_chart(chart, path)
    root = ElementTree.fromstring(path.read_bytes())
    assert root.get("viewBox") == f"0 0 {400 + 2 * MARGIN} {200 + 2 * MARGIN}"
    assert float(root.get("width", "0mm").removesuffix("mm")) == pytest.approx(
        (400 + 2 * MARGIN) / RESOLUTION * 25.4, rel=0.01
    )
    said = ["".join(node.itertext()).strip() for node in root.iter()]
    assert "2 Adam" in said
    assert "Losses of the runs" in said


def test_that_lines_are_lines_in_an_svg_and_no_picture_of_the_screen(chart, tmp_path):
    chart.grab()  # what is kept of the screen is no use in a file
    path = tmp_path / "chart.svg"
    write_chart(chart, path)
    root = ElementTree.fromstring(path.read_bytes())
    kinds = [node.tag.rpartition("}")[2] for node in root.iter()]
    assert "image" not in kinds
    paths = [node.get("d", "") for node in root.iter() if node.tag.endswith("}path")]
    assert any(path.count("L") > 40 for path in paths)


def test_that_a_png_has_lines_as_sharp_as_its_pixels(chart, tmp_path, monkeypatch):
    chart.grab()
    scales: list[float] = []
    draw_lines = CurveChart._draw_lines

    def noted(self: CurveChart, painter: QPainter) -> None:
        scales.append(painter.deviceTransform().m11())
        draw_lines(self, painter)

    monkeypatch.setattr(CurveChart, "_draw_lines", noted)
    write_chart(chart, tmp_path / "chart.png")
    assert scales == [SCALE]


def test_that_tables_stand_below_the_chart_with_their_titles(chart, qtbot, tmp_path):
    tables = [RunTable("What differs"), RunTable("Results")]
    for table in tables:
        qtbot.addWidget(table)
        table.set_theme(LIGHT)
        table.set_rows([1, 2], [Row("Optimizer", ("Adam", "SGD"), (False, True))])
        table.resize(300, table.sizeHint().height())
    path = tmp_path / "runs.svg"
    write_chart(chart, path, [("What differs", tables[0]), ("At epoch 3", tables[1])])
    root = ElementTree.fromstring(path.read_bytes())
    said = ["".join(node.itertext()).strip() for node in root.iter()]
    assert {"2 Adam", "What differs", "At epoch 3", "Optimizer", "SGD"} <= set(said)
    height = 200 + GAP + TITLE + tables[0].height() + 2 * MARGIN
    assert root.get("viewBox") == f"0 0 {600 + GAP + 2 * MARGIN} {height}"
    write_chart(chart, tmp_path / "runs.png", [("What differs", tables[0])])
    image = QImage(str(tmp_path / "runs.png"))
    assert (image.width(), image.height()) == (SCALE * (400 + 2 * MARGIN), SCALE * height)
    below = {image.pixelColor(x, y).name() for x in range(0, 600, 3) for y in range(460, 2 * height, 3)}
    assert LIGHT.soft.lower() in below


def test_that_another_ending_is_refused_and_nothing_written(chart, tmp_path):
    with pytest.raises(ValueError, match=r"chart\.gif must end in \.png or \.svg"):
        write_chart(chart, tmp_path / "chart.gif")
    assert list(tmp_path.iterdir()) == []
