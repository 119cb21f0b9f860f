from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.models.picture.plane import Plane
from playground.models.picture.projection import AxesProjection
from playground.style.theme import DARK, LIGHT
from playground.views.kit.chart.axes import LEFT as LEFT_ROOM
from playground.views.output.boundary_plot import BoundaryPlot, Points
from playground.views.output.drawing.draw_tool import DrawTool

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SIDE = 240  # 20 pixels a unit
MIDDLE = QPoint(LEFT_ROOM + 120, 120)


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[BoundaryPlot]:
    plot = BoundaryPlot()
    qtbot.addWidget(plot)
    plot.set_side(SIDE)
    nothing = np.zeros((0, 2))
    plane = Plane(AxesProjection((0, 1), (0.0, 0.0)), -6.0, 6.0, -6.0, 6.0)
    plot.set_data(plane, Points(nothing, np.zeros(0, int), nothing, np.zeros(0, int)))
    plot.show()
    yield plot
    plot.set_tool(None)


class Log:
    """What a tool has said, in order."""

    def __init__(self, tool: DrawTool) -> None:
        self.words: list[str] = []
        self.added: list[np.ndarray] = []
        self.labels: set[int] = set()
        self.bites: list[tuple[np.ndarray, float]] = []
        self.moves: list[tuple[int, float, float]] = []
        tool.stroke_started.connect(lambda: self.words.append("started"))
        tool.stroke_ended.connect(lambda: self.words.append("ended"))
        tool.points_added.connect(self._on_added)
        tool.erased.connect(self._on_erased)
        tool.point_moved.connect(self._on_moved)

    def _on_added(self, points: np.ndarray, label: int) -> None:
        self.words.append("added")
        self.added.append(points)
        self.labels.add(label)

    def _on_erased(self, centres: np.ndarray, radius: float) -> None:
        self.words.append("erased")
        self.bites.append((centres, radius))

    def _on_moved(self, index: int, x: float, y: float) -> None:
        self.words.append("moved")
        self.moves.append((index, x, y))

    @property
    def points(self) -> np.ndarray:
        return np.concatenate([*self.added, np.zeros((0, 2))])


@pytest.fixture
def tool(plot: BoundaryPlot) -> DrawTool:
    tool = DrawTool(plot, seed=1)
    plot.set_tool(tool)
    return tool


@pytest.fixture
def log(tool: DrawTool) -> Log:
    return Log(tool)


def drag(
    qtbot: QtBot,
    plot: BoundaryPlot,
    *way: tuple[int, int],
    button: Qt.MouseButton = LEFT,
    release: bool = True,
) -> None:
    """Press at the first place, go to the others, release at the last."""
    places = [QPoint(LEFT_ROOM + x, y) for x, y in way]
    qtbot.mousePress(plot, button, pos=places[0])
    for place in places[1:]:
        at = QPointF(place)
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, plot.mapToGlobal(at), Qt.MouseButton.NoButton, button,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(plot, move)
    if release:
        qtbot.mouseRelease(plot, button, pos=places[-1])


def distance(first: QColor, second: QColor) -> float:
    one, other = ((c.redF(), c.greenF(), c.blueF()) for c in (first, second))
    return math.dist(one, other)


def test_that_a_click_drops_one_dab_in_the_circle(plot, tool, log, qtbot):
    tool.set_brush("paint", 3, 1.5, 7)
    qtbot.mouseClick(plot, LEFT, pos=QPoint(LEFT_ROOM + 160, 80))
    assert log.words == ["started", "added", "ended"]
    assert log.points.shape == (7, 2)
    assert log.labels == {3}
    assert (np.hypot(*(log.points - (2.0, 2.0)).T) <= 1.5).all()


def test_that_a_small_sparse_brush_sets_a_point_exactly_where_the_pointer_is(plot, tool, log, qtbot):
    tool.set_brush("paint", 0, 0.1, 1)
    qtbot.mouseClick(plot, LEFT, pos=QPoint(LEFT_ROOM + 60, 200))
    np.testing.assert_allclose(log.points, [[-3.0, -4.0]])


def test_that_dabs_are_equally_dense_everywhere_in_the_circle(plot, tool, log, qtbot):
    tool.set_brush("paint", 0, 2.0, 20)
    for _ in range(100):
        qtbot.mouseClick(plot, LEFT, pos=MIDDLE)
    away = np.hypot(*log.points.T)
    assert len(away) == 2000
    # Of points spread evenly over a disc a quarter lies within half its radius; 4 standard errors.
    assert (away < 1.0).mean() == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / 2000))
    assert np.abs(log.points.mean(axis=0)).max() < 4 / math.sqrt(2000)


def test_that_the_same_seed_paints_the_same_points(plot, qtbot):
    painted = []
    for seed in (5, 5, 6):
        tool = DrawTool(plot, seed=seed)
        log = Log(tool)
        plot.set_tool(tool)
        qtbot.mouseClick(plot, LEFT, pos=MIDDLE)
        painted.append(log.points)
    np.testing.assert_array_equal(painted[0], painted[1])
    assert (painted[0] != painted[2]).any()


def test_that_a_drag_paints_dabs_at_half_the_radius_of_way(plot, tool, log, qtbot):
    tool.set_brush("paint", 0, 1.0, 4)
    drag(qtbot, plot, (120, 120), (123, 120), (130, 120), (180, 120))  # 3 units in all
    assert len(log.points) == 4 * (1 + 6)
    assert log.words[0] == "started"
    assert log.words[-1] == "ended"
    for number, dab in enumerate(log.points.reshape(7, 4, 2)):
        assert (np.hypot(*(dab - (0.5 * number, 0.0)).T) <= 1.0 + 1e-9).all()


def test_that_the_dabs_of_a_quick_drag_are_said_in_few_portions(plot, tool, log, qtbot):
    tool.set_brush("paint", 0, 0.5, 1)
    drag(qtbot, plot, *((20 + 2 * step, 120) for step in range(100)))
    assert len(log.points) == 1 + 39  # 9.9 units of way
    assert log.words.count("added") < 20


def test_that_what_waits_is_said_soon_while_the_button_is_held(plot, tool, log, qtbot):
    tool.set_brush("paint", 0, 1.0, 2)
    drag(qtbot, plot, (120, 120), (140, 120), release=False)
    qtbot.waitUntil(lambda: len(log.points) == 6)
    assert log.words[-1] == "added"
    qtbot.wait(120)
    assert len(log.points) == 6  # holding still adds nothing
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(LEFT_ROOM + 140, 120))
    assert log.words[-1] == "ended"


def test_that_points_outside_of_what_is_seen_are_left_out(plot, tool, log, qtbot):
    tool.set_brush("paint", 0, 2.0, 20)
    drag(qtbot, plot, (2, 2), (400, 2))
    assert len(log.points) > 20
    assert np.abs(log.points).max() <= 6.0


def test_that_the_right_button_erases_in_paint_mode(plot, tool, log, qtbot):
    tool.set_brush("paint", 0, 0.8, 5)
    drag(qtbot, plot, (120, 120), (140, 120), button=RIGHT)
    assert not log.added
    centres = np.concatenate([centres for centres, _ in log.bites])
    np.testing.assert_allclose(centres, [(0, 0), (0.4, 0), (0.8, 0)], atol=1e-9)
    assert {radius for _, radius in log.bites} == {0.8}
    assert (log.words[0], log.words[-1]) == ("started", "ended")


def test_that_the_eraser_erases_with_the_left_button_and_leaves_the_right_one_alone(plot, tool, log, qtbot):
    tool.set_brush("erase", 0, 1.0, 5)
    qtbot.mouseClick(plot, RIGHT, pos=MIDDLE)
    assert log.words == []
    qtbot.mouseClick(plot, LEFT, pos=MIDDLE)
    assert log.words == ["started", "erased", "ended"]


def test_that_the_nearest_point_is_dragged_to_where_the_pointer_ends(plot, tool, log, qtbot):
    tool.set_brush("move", 0, 1.0, 5)
    tool.set_points(np.array([(0.0, 0.0), (0.4, 0.0), (5.0, 5.0)]))
    drag(qtbot, plot, (127, 122), (140, 100), (160, 80))
    assert {index for index, _, _ in log.moves} == {1}
    assert log.moves[-1] == (1, 2.0, 2.0)
    assert (log.words[0], log.words[-1]) == ("started", "ended")


def test_that_a_drag_beside_all_points_moves_nothing(plot, tool, log, qtbot):
    tool.set_brush("move", 0, 1.0, 5)
    drag(qtbot, plot, (60, 60), (90, 90))  # without any points
    tool.set_points(np.array([(0.0, 0.0)]))
    drag(qtbot, plot, (120 + 13, 120), (60, 60))
    assert log.words == []
    drag(qtbot, plot, (120 + 11, 120), (60, 60))
    assert log.moves[-1] == (0, -3.0, 3.0)


def test_that_a_point_cannot_be_dragged_out_of_sight(plot, tool, log, qtbot):
    tool.set_brush("move", 0, 1.0, 5)
    tool.set_points(np.array([(0.0, 0.0)]))
    drag(qtbot, plot, (120, 120), (500, -300))
    assert log.moves[-1] == (0, 6.0, 6.0)


def test_that_brush_units_stretch_with_the_paper(plot, tool, log, qtbot):
    tool.set_unit((1.0, 0.01))
    tool.set_brush("paint", 0, 2.0, 20)
    qtbot.mouseClick(plot, LEFT, pos=MIDDLE)
    assert np.abs(log.points[:, 1]).max() <= 0.02
    assert np.abs(log.points[:, 0]).max() > 0.1


def test_that_finishing_ends_a_stroke_under_way_once(plot, tool, log, qtbot):
    drag(qtbot, plot, (120, 120), (150, 120), release=False)
    tool.finish()
    assert log.words[-1] == "ended"
    count = len(log.words)
    tool.finish()
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(LEFT_ROOM + 150, 120))
    assert len(log.words) == count


def test_that_a_second_button_joins_the_stroke_under_way(plot, tool, log, qtbot):
    qtbot.mousePress(plot, LEFT, pos=MIDDLE)
    qtbot.mousePress(plot, RIGHT, pos=MIDDLE)
    qtbot.mouseRelease(plot, LEFT, pos=MIDDLE)
    assert log.words == ["started", "added", "ended"]
    qtbot.mouseRelease(plot, RIGHT, pos=MIDDLE)
    assert log.words == ["started", "added", "ended"]


def test_that_another_class_in_the_middle_of_a_stroke_changes_what_comes_and_nothing_else(
    plot, tool, log, qtbot
):
    tool.set_brush("paint", 0, 1.0, 3)
    drag(qtbot, plot, (120, 120), (160, 120), release=False)
    first = len(log.points)
    tool.set_brush("paint", 1, 1.0, 3)
    assert log.labels == {0}
    assert len(log.points) > first
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(LEFT_ROOM + 160, 120))
    assert len(log.points) == 3 * 5


def test_that_each_tool_has_its_pointer(plot, tool):
    shapes = []
    for name in ("paint", "erase", "move"):
        tool.set_brush(name, 0, 1.0, 5)
        plot.set_tool(tool)
        shapes.append(plot.cursor().shape())
    assert shapes == [Qt.CursorShape.CrossCursor] * 2 + [Qt.CursorShape.OpenHandCursor]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_brush_is_a_circle_of_its_size_in_the_colour_of_the_class(plot, tool, qtbot, theme):
    plot.set_theme(theme)
    tool.set_brush("paint", 1, 2.0, 5)
    plain = plot.grab().toImage()
    qtbot.mouseMove(plot, pos=QPoint(LEFT_ROOM + 100, 100))
    qtbot.mouseMove(plot, pos=MIDDLE)
    circle = plot.grab().toImage()
    for at in (QPoint(LEFT_ROOM + 160, 120), QPoint(LEFT_ROOM + 120, 80)):
        mark = QColor(theme.classes[1])
        assert distance(circle.pixelColor(at), mark) < 0.4 * distance(plain.pixelColor(at), mark)
    for at in (QPoint(LEFT_ROOM + 170, 120), QPoint(LEFT_ROOM + 120, 70)):
        assert circle.pixelColor(at) == plain.pixelColor(at)
    tool.set_brush("move", 1, 2.0, 5)
    assert plot.grab().toImage() == plain
    tool.set_brush("paint", 1, 2.0, 5)
    assert plot.grab().toImage() != plain
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.grab().toImage() == plain


def test_that_a_hint_stands_at_the_top_until_it_is_taken_back(plot, tool):
    plain = plot.grab().toImage()
    tool.set_hint("All points belong to one class, class 1: there is nothing to tell apart.")
    hint = plot.grab().toImage()
    assert hint.copy(LEFT_ROOM, 0, SIDE, SIDE // 2) != plain.copy(LEFT_ROOM, 0, SIDE, SIDE // 2)
    assert hint.copy(LEFT_ROOM, SIDE // 2, SIDE, SIDE // 2) == plain.copy(
        LEFT_ROOM, SIDE // 2, SIDE, SIDE // 2
    )
    assert tool.hint.startswith("All points")
    tool.set_hint("")
    assert plot.grab().toImage() == plain


def test_that_fresh_points_are_seen_at_once_in_their_colours_and_shapes(plot, tool):
    plain = plot.grab().toImage()
    tool.set_fresh(np.array([(0.0, 0.0), (3.0, 3.0)]), np.array([0, 1]), 2)
    fresh = plot.grab().toImage()
    assert fresh.pixelColor(LEFT_ROOM + 120, 120) == QColor(LIGHT.classes[0])
    assert fresh.pixelColor(LEFT_ROOM + 180, 60) == QColor(LIGHT.classes[1])
    tool.set_fresh(np.array([(0.0, 0.0), (3.0, 3.0)]), np.array([0, 1]), 5)
    assert plot.grab().toImage() != fresh  # from five classes on the second is a square
    tool.set_fresh(np.zeros((0, 2)), np.zeros(0, int), 2)
    assert plot.grab().toImage() == plain
