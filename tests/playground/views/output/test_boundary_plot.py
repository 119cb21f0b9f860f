from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from playground.models.picture.plane import Plane
from playground.models.picture.projection import AxesProjection
from playground.style.theme import DARK, LIGHT
from playground.views.kit.chart.axes import BOTTOM, LEFT
from playground.views.kit.chart.viewport import Box
from playground.views.output.boundary_plot import BoundaryPlot, Points

SIDE = 120
BLUE = (20, 60, 200, 255)


@pytest.fixture
def plot(qtbot: QtBot) -> BoundaryPlot:
    plot = BoundaryPlot()
    qtbot.addWidget(plot)
    plot.set_side(SIDE)
    sample, nothing = np.array([[0.5, 0.5]]), np.zeros((0, 2))
    plot.set_data(
        Plane(AxesProjection((0, 1), (0.0, 0.0)), 0.0, 1.0, 0.0, 1.0),
        Points(sample, np.zeros(1, int), nothing, np.zeros(0, int)),
    )
    plot.set_picture(np.full((SIDE, SIDE, 4), BLUE, dtype=np.uint8))
    return plot


def shot(plot: BoundaryPlot) -> QImage:
    """The picture without its axes."""
    return plot.grab(plot.picture_rect).toImage()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_picture_has_round_corners_in_front_of_the_column(plot, theme):
    plot.set_theme(theme)
    picture = shot(plot)
    for x, y in ((0, 0), (SIDE - 1, 0), (0, SIDE - 1), (SIDE - 1, SIDE - 1)):
        assert picture.pixelColor(x, y) == QColor(theme.surface)
    for x, y in ((SIDE // 2, 1), (1, SIDE // 2), (SIDE - 2, SIDE // 2), (5, 5)):
        assert picture.pixelColor(x, y) == QColor(*BLUE)
    assert picture.pixelColor(SIDE // 2, 0) != QColor(*BLUE)


def test_that_each_picture_replaces_the_one_before(plot):
    assert shot(plot).pixelColor(20, 20) == QColor(*BLUE)
    plot.set_picture(np.full((SIDE, SIDE, 4), (200, 30, 30, 255), dtype=np.uint8))
    assert shot(plot).pixelColor(20, 20) == QColor(200, 30, 30)


def test_that_points_stand_on_the_picture(plot):
    centre = shot(plot).pixelColor(SIDE // 2, SIDE // 2)
    assert centre == QColor(LIGHT.classes[0])


def test_that_a_ring_comes_and_goes_with_its_mistake(plot):
    right, none = np.zeros(1, bool), np.zeros(0, bool)
    plot.set_mistakes(right, none)
    before = shot(plot)
    plot.set_mistakes(~right, none)
    with_ring = shot(plot)
    assert with_ring != before
    assert with_ring.pixelColor(SIDE // 2 + 8, SIDE // 2) != before.pixelColor(SIDE // 2 + 8, SIDE // 2)
    plot.set_mistakes(right, none)
    assert shot(plot) == before


def test_that_mistakes_of_other_samples_are_forgotten(plot):
    before = shot(plot)
    plot.set_mistakes(np.ones(1, bool), np.zeros(0, bool))
    assert shot(plot) != before
    sample, nothing = np.array([[0.5, 0.5]]), np.zeros((0, 2))
    plot.set_data(
        Plane(AxesProjection((0, 1), (0.0, 0.0)), 0.0, 1.0, 0.0, 1.0),
        Points(sample, np.zeros(1, int), nothing, np.zeros(0, int)),
    )
    assert shot(plot) == before


def gutters(plot: BoundaryPlot) -> tuple[QImage, QImage]:
    """What is beside and below the picture."""
    picture = plot.grab().toImage()
    return (
        picture.copy(0, 0, LEFT - 1, plot.height()),
        picture.copy(0, plot.side + 1, plot.width(), BOTTOM - 1),
    )


def test_that_the_axes_follow_what_is_seen_and_what_it_is_called(plot):
    plot.set_side(300)
    before = gutters(plot)
    plot.set_axis_titles(("Petal length", "Petal width"))
    named = gutters(plot)
    assert all(old != new for old, new in zip(before, named, strict=True))
    plot.viewport.zoom(3.0)
    assert all(old != new for old, new in zip(named, gutters(plot), strict=True))
    plot.viewport.show_all()
    assert gutters(plot) == named


def test_that_points_beyond_what_is_seen_are_not_drawn_over_the_axes(plot):
    plot.set_side(300)
    plot.set_mistakes(np.ones(1, bool), np.zeros(0, bool))
    plot.viewport.see(Box(0.5, 1.5, 0.5, 1.5))  # the sample is at the lower left corner
    clean = gutters(plot)
    nothing = np.zeros((0, 2))
    plot.set_data(
        Plane(AxesProjection((0, 1), (0.0, 0.0)), 0.0, 1.0, 0.0, 1.0),
        Points(nothing, np.zeros(0, int), nothing, np.zeros(0, int)),
    )
    assert gutters(plot) == clean


def test_that_the_place_under_the_pointer_is_read_and_that_beside_the_picture_is_not(plot, qtbot):
    class Words:
        def describe(self, values: NDArray[np.float64]) -> str:
            return f"answer {values[0]:.0f}"

    plot.set_side(300)
    plot.show()
    plot.set_values(np.arange(4.0).reshape(1, 2, 2), plot.plane, Words())
    qtbot.mouseMove(plot, plot.position(0.9, 0.1).toPoint())
    assert plot.read_out == "x 0.90   y 0.10   answer 1"
    plot.set_values(np.arange(4.0).reshape(1, 2, 2) + 10, plot.plane, Words())
    assert plot.read_out == "x 0.90   y 0.10   answer 11"
    qtbot.mouseMove(plot, QPoint(4, 100))
    assert plot.read_out == ""


def test_that_a_click_beside_the_picture_picks_nothing(plot, qtbot):
    picked: list[int] = []
    plot.point_picked.connect(picked.append)
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(4, 60))
    assert picked == []
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(LEFT + 10, 60))
    assert picked == [-1]
