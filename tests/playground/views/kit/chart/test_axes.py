from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.style.theme import LIGHT, font
from playground.views.kit.chart.axes import BOTTOM, LEFT, LINE, draw_axes, ticks_beside
from playground.views.kit.chart.scale import Scale
from playground.views.kit.chart.viewport import Box, Viewport
from playground.views.kit.drawing import text_width
from tests.playground.views.painted import painted_texts

SIDE = 300


class Plot(QWidget):
    """A picture of nothing with its axes."""

    def __init__(self, box: Box) -> None:
        super().__init__()
        self.resize(LEFT + SIDE, SIDE + BOTTOM)
        self.viewport = Viewport(self)
        self.viewport.set_frame(QRectF(LEFT, 0, SIDE, SIDE))
        self.viewport.set_base(box, 0.0, float("inf"))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_axes(QPainter(self), self.viewport, ("Petal length", "Petal width"), LIGHT)


@pytest.fixture
def make(qtbot: QtBot) -> Callable[[Box], Plot]:
    def make(box: Box) -> Plot:
        plot = Plot(box)
        qtbot.addWidget(plot)
        return plot

    return make


def test_that_both_axes_have_a_name_and_numbers_where_they_belong(make):
    texts = painted_texts(make(Box(0.0, 1.0, 0.0, 1.0)))
    names = {text.text: text for text in texts}
    assert names["Petal length"].y > SIDE + 20
    assert names["Petal width"].x < LINE
    below = [text for text in texts if text.y > SIDE and text.text != "Petal length"]
    beside = [text for text in texts if text.x < LEFT and text.y <= SIDE and text.text != "Petal width"]
    assert [text.text for text in below] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert [text.text for text in beside] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    places = {text.text: text.x for text in below}
    assert places["0.8"] - places["0.2"] == pytest.approx(0.6 * SIDE, abs=2)
    heights = {text.text: text.y for text in beside}
    assert heights["0.2"] - heights["0.8"] == pytest.approx(0.6 * SIDE, abs=2)


def test_that_numbers_follow_what_is_seen(make):
    plot = make(Box(0.0, 1.0, 0.0, 1.0))
    plot.viewport.zoom(100.0)
    assert "0.504" in [text.text for text in painted_texts(plot)]


@pytest.mark.parametrize("width", [1.0, 1e-6, 1e9, 0.0123])
def test_that_no_number_is_cut_off(make, width):
    texts = painted_texts(make(Box(-0.3 * width, width, -0.3 * width, width)))
    assert len(texts) > 5
    assert not [text for text in texts if "…" in text.text]
    assert min(text.x for text in texts) >= 0


def test_that_wide_numbers_take_the_room_of_the_name(make):
    texts = [text.text for text in painted_texts(make(Box(0.0, 1.0, 1.0, 1.00001)))]
    assert "Petal length" in texts
    assert "Petal width" not in texts


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e4), st.integers(120, 500))
def test_that_numbers_beside_each_other_never_touch(qapp, low, span, width):
    ticks = ticks_beside(Scale(), low, low + span, width)
    ends = []
    for place, text in ticks:
        middle, half = (place - low) / span * width, text_width(text, font("tick")) / 2
        ends.append((middle - half, middle + half))
    assert all(right[0] - left[1] >= 6 for left, right in pairwise(ends))


def test_that_wide_numbers_are_fewer(qapp):
    short = ticks_beside(Scale(), 0.0, 1.0, 340)
    long = ticks_beside(Scale(), 0.0, 100_000.0, 220)
    assert [text for _, text in short] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert [text for _, text in long] == ["0", "50,000", "100,000"]
