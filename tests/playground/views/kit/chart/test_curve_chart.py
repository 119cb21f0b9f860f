from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT
from playground.views.kit.chart.curve import Curve, Level
from playground.views.kit.chart.curve_chart import LINE, CurveChart
from playground.views.kit.chart.scale import Scale
from tests.playground.views.painted import painted_texts

EPOCHS = np.arange(101.0)
LOSSES = np.exp(-EPOCHS / 20)


def blue(theme) -> str:
    return "#0000FF"


def red(theme) -> str:
    return "#FF0000"


@pytest.fixture
def chart(qtbot: QtBot) -> CurveChart:
    chart = CurveChart("Epoch", "Nothing yet")
    qtbot.addWidget(chart)
    chart.resize(400, 220)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def texts(chart: CurveChart) -> list[str]:
    return [text.text for text in painted_texts(chart)]


def pixels_of(chart: CurveChart, ink: str) -> list[tuple[int, int]]:
    image, wanted = chart.grab().toImage(), QColor(ink)
    spots = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return [spot for spot in spots if image.pixelColor(*spot) == wanted]


def test_that_an_empty_chart_invents_no_numbers(chart):
    chart.show_curves([Curve("Train", np.empty(0), np.empty(0), blue)], scale=Scale())
    assert texts(chart) == ["Nothing yet"]
    assert chart.heights is None


def test_that_a_curve_of_unknown_numbers_is_none(chart):
    chart.show_curves([Curve("Train", EPOCHS, np.full(101, np.nan), blue)], scale=Scale())
    assert texts(chart) == ["Nothing yet"]


def test_that_each_line_of_the_grid_has_a_number(chart):
    chart.show_curves([Curve("Train", EPOCHS, LOSSES, blue)], scale=Scale(is_logarithmic=True))
    chart.grab()
    lines = sorted({y for x, y in pixels_of(chart, LIGHT.grid) if x == 390 or x == 100})
    labels = [text for text in painted_texts(chart) if text.x < 40 and text.text != "0"]
    assert len(lines) == len(labels) > 2
    for y, label in zip(lines, sorted(labels, key=lambda label: label.y), strict=True):
        assert abs(label.y - 4 - y) <= 3  # the baseline is as much below the middle of the digits


def test_that_names_stand_at_the_ends_and_apart(chart):
    chart.show_curves(
        [Curve("Train", EPOCHS, LOSSES, blue), Curve("Test", EPOCHS, LOSSES * 1.001, red)], scale=Scale()
    )
    names = {text.text: text for text in painted_texts(chart) if text.text in ("Train", "Test")}
    assert abs(names["Train"].y - names["Test"].y) >= LINE - 0.5
    assert names["Test"].y < names["Train"].y
    assert all(name.x > 340 for name in names.values())


def test_that_smoothed_curves_are_strong_and_raw_ones_pale(chart):
    raw = LOSSES + 0.2 * (-1.0) ** EPOCHS
    chart.show_curves([Curve("Train", EPOCHS, LOSSES, blue, raw=raw)], scale=Scale())
    image = chart.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(60, 300) for y in range(image.height())}
    assert "#0000ff" in inks
    assert any(QColor(ink).blue() - QColor(ink).red() in range(50, 90) for ink in inks)


def test_that_a_single_measurement_is_a_dot(chart):
    chart.show_curves([Curve("Train", np.ones(1), np.ones(1), blue)], scale=Scale(starts_at_zero=True))
    spots = pixels_of(chart, "#0000FF")
    assert len([spot for spot in spots if spot[0] < 370]) >= 9


def test_that_a_gap_is_left_open(chart):
    broken = np.where((EPOCHS > 40) & (EPOCHS < 60), np.nan, 0.5)
    chart.show_curves([Curve("", EPOCHS, broken, blue)], scale=Scale())
    columns = {x for x, _ in pixels_of(chart, "#0000FF")}
    frame = chart.viewport.frame
    for x in range(round(frame.left()) + 8, round(frame.right()) - 8):
        epoch = (x - frame.left()) / frame.width() * 100
        assert (x in columns) == (epoch < 40 or epoch > 60) or min(abs(epoch - 40), abs(epoch - 60)) < 2


def test_that_the_pointer_reads_all_curves_where_it_stands(chart, qtbot):
    measured = EPOCHS % 10 == 0
    chart.show_curves(
        [
            Curve("Train", EPOCHS, LOSSES * 0, blue, raw=LOSSES),
            Curve("Test", EPOCHS, LOSSES, red, is_measured=measured),
        ],
        scale=Scale(),
    )
    qtbot.mouseMove(chart, chart.viewport.position(50.2, 0.5).toPoint())
    assert chart.read_out == "Epoch 50   train 0.08208   test 0.08208"
    qtbot.mouseMove(chart, chart.viewport.position(53.0, 0.5).toPoint())
    assert chart.read_out == "Epoch 53   train 0.07065   test ≈ 0.07065"


def test_that_reading_draws_a_line_that_goes_with_the_pointer(chart):
    chart.show_curves([Curve("Train", EPOCHS, LOSSES, blue)], scale=Scale())
    # Not by the system's pointer, whose moves may come after the leave.
    place, none = QPointF(200, 100), Qt.MouseButton.NoButton
    no_key = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(chart, QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, no_key))
    assert any(196 <= x <= 204 for x, _ in _dark(chart))
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.read_out == ""
    assert [x for x, _ in _dark(chart) if 180 < x < 220] == []


def _dark(chart: CurveChart) -> list[tuple[int, int]]:
    image = chart.grab().toImage()
    return [(x, 150) for x in range(image.width()) if image.pixelColor(x, 150).blue() < 150]


def test_that_levels_are_in_sight_with_their_names(chart):
    chart.show_curves(
        [Curve("Train", EPOCHS, LOSSES, blue)], [Level(2.5, "Guesser", red)], scale=Scale(starts_at_zero=True)
    )
    low, high = chart.heights
    assert low < 0.0
    assert high > 2.5
    assert "Guesser" in texts(chart)


def test_that_keys_zoom_and_a_double_click_shows_all(chart, qtbot):
    chart.show_curves([Curve("Train", EPOCHS, LOSSES, blue)], scale=Scale())
    qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert chart.seen == pytest.approx((10.0, 90.0))
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton)
    assert chart.seen == (0.0, 100.0)


def test_that_the_values_in_sight_choose_the_range(chart):
    chart.show_curves([Curve("Train", EPOCHS, LOSSES, blue)], scale=Scale())
    chart.viewport.zoom(20.0, chart.viewport.position(100.0, 0.5))
    assert chart.heights[1] < 0.02


def test_that_other_numbers_beyond_the_zoom_show_all(chart):
    chart.show_curves([Curve("Train", EPOCHS, LOSSES, blue)], scale=Scale())
    chart.viewport.zoom(4.0, chart.viewport.position(100.0, 0.5))
    chart.show_curves([Curve("Train", EPOCHS[:20], LOSSES[:20], blue)], scale=Scale())
    assert chart.seen == (0.0, 19.0)


@pytest.mark.parametrize("is_logarithmic", [False, True])
@pytest.mark.parametrize("values", [[0.0, 0.0], [1e300, 1e-300], [np.inf, 1.0], [-1e9, 1e9], [5.0, 5.0]])
def test_that_any_numbers_can_be_drawn(chart, values, is_logarithmic):
    chart.show_curves(
        [Curve("Train", np.arange(2.0), np.array(values), blue)], scale=Scale(is_logarithmic=is_logarithmic)
    )
    assert not chart.grab().isNull()


def test_that_long_numbers_get_the_room_they_need(chart):
    chart.show_curves([Curve("Train", EPOCHS, 123_456 * LOSSES, blue)], scale=Scale())
    assert not [text for text in texts(chart) if "…" in text]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_colours_are_those_of_the_theme(chart, theme):
    chart.set_theme(theme)
    chart.show_curves(
        [Curve("Train", EPOCHS, LOSSES, lambda theme: theme.test_curve, name_ink=lambda theme: theme.ink)],
        scale=Scale(),
    )
    assert pixels_of(chart, theme.test_curve)
    inks = {text.text: QColor(text.ink) for text in painted_texts(chart)}
    assert inks["Train"] == QColor(theme.ink)
