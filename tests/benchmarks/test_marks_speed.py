"""How fast the marks of samples are drawn, against drawing each of them with Qt's shapes."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QPushButton

from playground.models.data.datasets import load_dataset
from playground.rendering.point_colours import point_colours
from playground.style.theme import LIGHT
from playground.views.kit.chart.point_glyphs import glyph
from playground.views.network.input_picker import InputPicker
from playground.views.output.boundary_points import MOST_MARKS, Part, draw_points

pytestmark = pytest.mark.benchmark

ROUNDS, SIDE = 9, 700
LONGEST_MS, LEAST_RATIO = 10.0, 2.5


def milliseconds(function: Callable[[], object]) -> float:
    """Return the processor time that one call takes, the median of several after a first one."""
    function()
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        function()
        times.append(1000.0 * (time.process_time() - started))
    return float(np.median(times))


def one_by_one(painter: QPainter, part: Part, has_shapes: bool) -> None:
    painter.setPen(QPen(QColor(LIGHT.mark_outline), 1.25))
    labels = part.y.tolist() if has_shapes else [0] * len(part.y)
    colours = point_colours(part.y, LIGHT)
    for (x, y), label, colour in zip(part.places.tolist(), labels, colours, strict=True):
        painter.setBrush(QColor(colour))
        painter.drawPath(glyph(label, part.radius).translated(QPointF(x, y)))


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("kind", ["2 classes", "10 classes", "numbers"])
def test_that_two_thousand_marks_take_less_than_a_frame(qapp: QApplication, kind: str, ratio: float) -> None:
    random = np.random.default_rng(0)
    n_classes = 0 if kind == "numbers" else int(kind.split()[0])
    y: NDArray[np.generic] = (
        random.integers(0, n_classes, MOST_MARKS) if n_classes else random.random(MOST_MARKS)
    )
    part = Part(np.arange(MOST_MARKS), random.uniform(0, SIDE, (MOST_MARKS, 2)), y, 3.9)
    image = QImage(round(SIDE * ratio), round(SIDE * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(LIGHT.bg))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stamped = milliseconds(lambda: draw_points(painter, part, None, n_classes, LIGHT))
    drawn = milliseconds(lambda: one_by_one(painter, part, n_classes >= 5))
    painter.end()
    print(f"\n{kind}, {ratio:g} pixels a point: {stamped:.1f} ms with stamps, {drawn:.1f} ms one by one")
    assert stamped < LONGEST_MS
    assert drawn > LEAST_RATIO * stamped


def test_that_other_data_do_not_wait_for_a_picker_that_is_closed(qapp: QApplication) -> None:
    owner = QPushButton()
    picker = InputPicker(owner)
    names = load_dataset("digits").feature_names
    offers = [names, names[:-1]]

    def change() -> None:
        offers.reverse()
        picker.set_inputs(offers[0], range(len(offers[0])))

    def open_and_close() -> None:
        change()
        picker.open_below()
        picker.close()

    closed, opened = milliseconds(change), milliseconds(open_and_close)
    owner.deleteLater()
    print(f"\n64 inputs: {closed:.2f} ms at a change of data, {opened:.1f} ms where the list is opened")
    assert closed < 0.5
