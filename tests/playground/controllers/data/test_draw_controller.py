from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.application import PlaygroundApplication
from playground.controllers.data import draw_controller
from playground.controllers.data.draw_controller import DrawController
from playground.controllers.output.output_controller import OutputController
from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import MOST_POINTS, DrawnData
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.style.theme import DARK, LIGHT, ThemeManager, apply_to_tree
from playground.views.data.data_panel import DataPanel
from playground.views.kit.chart.axes import LEFT as LEFT_ROOM
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.output.boundary_plot import BoundaryPlot
from playground.views.output.drawing import draw_tool
from playground.views.output.drawing.draw_tool import DrawTool
from playground.views.output.output_panel import OutputPanel
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    epoch,
    running,
    show_active,
    train_until,
    wait_for_experiment,
)
from tests.playground.controllers.fakes import SessionBench
from tests.playground.views.conftest import close_cards

RIGHT = Qt.MouseButton.RightButton
GALLERY = {"classification": [("circle", "Circle"), ("iris", "Iris")], "regression": [("plane", "Plane")]}


def start(qtbot: QtBot, playground: PlaygroundApplication) -> None:
    """Press Draw and wait for the paper."""
    qtbot.mouseClick(playground.window.data.draw_button, LEFT)
    assert playground.window.output.is_drawing
    wait_until_trained(qtbot, playground)


def at(playground: PlaygroundApplication, x: float, y: float) -> QPoint:
    return playground.window.output.plot.position(x, y).toPoint()


def drag(
    qtbot: QtBot, playground: PlaygroundApplication, *way: tuple[float, float], button: Qt.MouseButton = LEFT
) -> None:
    """Drag over the plot along places in the units of the data."""
    plot = playground.window.output.plot
    places = [at(playground, x, y) for x, y in way]
    qtbot.mousePress(plot, button, pos=places[0])
    for place in places[1:]:
        move_to(plot, QPointF(place), button)
        qtbot.wait(50)  # what waits for the next portion is said, as while a person draws
    qtbot.mouseRelease(plot, button, pos=places[-1])


def drawing(playground: PlaygroundApplication) -> DrawnData:
    source = playground.workbench.experiment.source
    assert isinstance(source, DrawnData)
    return source


def wait_until_trained(qtbot: QtBot, playground: PlaygroundApplication) -> None:
    """Wait until the training thread works with the drawing on screen."""
    workbench = playground.workbench
    qtbot.waitUntil(
        lambda: workbench.problem is None and running(playground).source is drawing(playground),
        timeout=PATIENCE_MS,
    )


def n_drawn(playground: PlaygroundApplication) -> int:
    return len(drawing(playground))


class Drawing:
    """The panels and the controller, with a session that takes each drawing at once."""

    def __init__(self, qtbot: QtBot, app: QApplication, values: dict[str, Any]) -> None:
        self._qtbot = qtbot
        self.bench = SessionBench(Experiment(**{"backend": "array", "hidden": (3,), **values}))
        self.data, self.output, canvas = DataPanel(GALLERY), OutputPanel(), NetworkCanvas()
        for widget in (self.data, canvas, self.output):
            qtbot.addWidget(widget, before_close_func=close_cards)
        self.output.setFixedSize(420, 820)
        self.data.show()
        show_active(qtbot, self.output)
        bench, themes = self.bench.as_workbench, ThemeManager(app, "light", self.output)
        OutputController(bench, self.output, canvas, themes, self.output)
        DrawController(bench, self.data, self.output, self.output)
        self.bench.network_changed.emit(self.bench.network)
        self.plot, self.bar, self.problem = self.output.plot, self.output.draw_bar, self.output.problem
        self.look()

    def look(self) -> None:
        """Show a frame, if there is a network to show."""
        if self.bench.problem is None:
            side = self.plot.side
            self.bench.look(
                FrameRequest(generation=0, theme=LIGHT, boundary_side=side, plane=self.plot.plane)
            )

    def start(self) -> None:
        """Press Draw."""
        self._qtbot.mouseClick(self.data.draw_button, LEFT)
        self.look()

    @property
    def drawn(self) -> DrawnData:
        """What is drawn now."""
        source = self.bench.experiment.source
        assert isinstance(source, DrawnData)
        return source

    @property
    def hint(self) -> str:
        """What the plot says at its top."""
        assert isinstance(self.plot._tool, DrawTool)
        return self.plot._tool.hint

    def at(self, x: float, y: float) -> QPoint:
        """A place of the data on the plot."""
        return self.plot.position(x, y).toPoint()

    def drag(self, *way: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
        """Drag over the plot along places in the units of the data."""
        places = [self.at(x, y) for x, y in way]
        self._qtbot.mousePress(self.plot, button, pos=places[0])
        for place in places[1:]:
            move_to(self.plot, QPointF(place), button)
            self._qtbot.wait(1)  # what waits for the next portion is said
        self._qtbot.mouseRelease(self.plot, button, pos=places[-1])
        self.look()


@pytest.fixture
def drawing_on(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    """Open the panels alone; keyword arguments are the experiment's. Nothing waits longer than it must."""
    monkeypatch.setattr(draw_tool, "FLUSH_MS", 0)
    monkeypatch.setattr(draw_controller, "LONGEST_WAIT_MS", 0)
    opened: list[Drawing] = []

    def open_one(**values: Any) -> Drawing:
        opened.append(Drawing(qtbot, qapp, values))
        return opened[-1]

    return open_one


def move_to(plot: BoundaryPlot, where: QPointF, button: Qt.MouseButton) -> None:
    """Move the pointer with a button pressed."""
    move = QMouseEvent(
        QEvent.Type.MouseMove, where, plot.mapToGlobal(where), Qt.MouseButton.NoButton, button,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(plot, move)


def test_that_points_under_the_brush_are_seen_before_the_run_has_them(drawing_on, qtbot, monkeypatch):
    circle = drawing_on(dataset="circle")
    circle.start()
    for _ in range(9):
        qtbot.keyClick(circle.plot, "[")
    circle.bar.density_slider.set_value(1)
    qtbot.keyClick(circle.plot, "2")
    place, mark = circle.at(-5.5, 5.5), QColor(LIGHT.classes[1])
    assert circle.plot.grab().toImage().pixelColor(place) != mark
    with monkeypatch.context() as held:
        held.setattr(circle.bench, "make_network", lambda: None)  # as long as training takes to answer
        qtbot.mousePress(circle.plot, LEFT, pos=place)
        assert circle.plot.grab().toImage().pixelColor(place) == mark
        qtbot.mouseRelease(circle.plot, LEFT, pos=place)
    circle.bench.make_network()
    assert not len(circle.plot._tool._fresh[0])


def test_that_the_eraser_and_the_right_button_take_points_away(drawing_on, qtbot):
    circle = drawing_on(dataset="circle")
    circle.start()
    before = len(circle.drawn)
    circle.drag((-1, 0), (1, 0), button=RIGHT)
    after = len(circle.drawn)
    assert after < before
    assert np.abs(circle.drawn.points).max() > 2
    qtbot.mouseClick(circle.bar.eraser, LEFT)
    circle.drag((-1, 1), (1, 1))
    assert len(circle.drawn) < after


def test_that_drawing_from_nothing_says_what_is_missing_until_it_trains(drawing_on, qtbot):
    plane = drawing_on(dataset="plane")
    plane.start()
    assert plane.hint == "There are no points yet: draw some."
    assert plane.problem.isHidden()
    assert not plane.bar.clear_button.isEnabled()
    plane.drag((-4, 3), (-2, 3))
    assert "All points belong to one class" in plane.hint
    assert plane.problem.isHidden()
    assert len(plane.plot._points) == len(plane.drawn)
    assert plane.plot.plane.left == -6
    qtbot.keyClick(plane.plot, "2")
    plane.drag((4, -3), (2, -3))
    assert plane.bench.problem is None
    assert plane.hint == ""
    assert plane.bench.network.dataset.task == "classification"


def test_that_a_further_class_makes_a_further_output(drawing_on, qtbot):
    gauss = drawing_on(dataset="gauss")
    gauss.start()
    classes = gauss.bar.classes
    assert classes.n_shown == 3
    qtbot.mouseClick(classes, LEFT, pos=classes.cell_rect(2).center())
    gauss.drag((-4, 4), (-3, 4))
    assert classes.n_shown == 4
    assert gauss.bench.network.dataset.class_names == ("class 1", "class 2", "class 3")
    assert gauss.bench.network.structure[-1] == 3


def test_that_drawing_ends_with_the_button_with_escape_and_with_another_data_set(drawing_on, qtbot):
    circle = drawing_on(dataset="circle")
    circle.start()
    qtbot.mouseClick(circle.data.draw_button, LEFT)
    assert not circle.output.is_drawing
    circle.start()
    assert circle.plot.hasFocus()
    qtbot.keyClick(circle.plot, Qt.Key.Key_Escape)
    assert not circle.output.is_drawing
    circle.start()
    circle.bench.change(dataset="xor")
    assert not circle.output.is_drawing
    changes = len(circle.bench.changes)
    qtbot.mouseClick(circle.plot, LEFT, pos=QPoint(LEFT_ROOM + 20, 20))
    assert len(circle.bench.changes) == changes


def test_that_drawing_goes_back_to_the_last_drawing_where_the_data_cannot_be_drawn_on(drawing_on):
    circle = drawing_on(dataset="circle")
    circle.start()
    circle.drag((-5, 5), (5, 5))
    mine = circle.drawn
    circle.bench.change(dataset="iris")
    circle.start()
    assert circle.drawn is mine
    assert circle.bench.experiment.dataset == OWN


def test_that_inputs_stay_with_the_points_they_were_chosen_for(drawing_on):
    spiral = drawing_on(dataset="spiral", features=(0, 1, 5))
    spiral.start()
    assert spiral.bench.experiment.features == (0, 1, 5)
    spiral.drag((-4, 4), (-3, 4))
    assert spiral.bench.network.structure[0] == 3


def test_that_a_full_drawing_says_so(drawing_on, qtbot):
    X = np.random.default_rng(0).uniform(-5, 5, (MOST_POINTS - 1, 2))
    full = drawing_on(dataset=OWN, source=DrawnData(X, (X[:, 0] > 0).astype(int)), hidden=())
    full.start()
    qtbot.mouseClick(full.plot, LEFT, pos=QPoint(LEFT_ROOM + 100, 100))
    assert len(full.drawn) == MOST_POINTS
    assert full.hint == ""
    qtbot.mouseClick(full.plot, LEFT, pos=QPoint(LEFT_ROOM + 120, 100))
    assert len(full.drawn) == MOST_POINTS
    assert full.hint == "The drawing is full: it holds 20,000 points."


def test_that_the_bar_takes_the_theme_while_it_is_hidden(drawing_on):
    output = drawing_on(dataset="circle").output
    assert output.draw_bar.isHidden()
    apply_to_tree(output, DARK)
    assert output.draw_bar.classes.theme is DARK


def test_that_drawing_goes_on_from_the_points_of_a_figure_while_it_trains(open_playground, qtbot):
    playground = open_playground(dataset="spiral", hidden=(4,))
    train_until(qtbot, playground, 3)
    figure = playground.workbench.network.dataset
    start(qtbot, playground)
    wait_for_experiment(qtbot, playground, dataset=OWN)
    np.testing.assert_array_equal(playground.workbench.network.dataset.X, figure.X)
    reached = epoch(playground)
    bar = playground.window.output.draw_bar
    qtbot.keyClick(playground.window.output.plot, "2")
    drag(qtbot, playground, (-4, 4), (-3, 4), (-3, 3))
    assert bar.label == 1
    assert n_drawn(playground) > figure.n_samples
    new = drawing(playground)
    assert set(new.labels[figure.n_samples :].tolist()) == {1}
    # All in the brush's reach of the way.
    assert (np.abs(new.points[figure.n_samples :] - (-3.5, 3.5)) <= 0.5 + bar.radius + 0.05).all()
    wait_until_trained(qtbot, playground)
    train_until(qtbot, playground, reached + 2)
    assert playground.workbench.is_playing
    assert playground.workbench.network.dataset.n_samples == n_drawn(playground)
    assert len(playground.window.output.plot._points) == n_drawn(playground)


def test_that_each_stroke_is_one_step_of_undo(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    start(qtbot, playground)
    stack = playground.workbench.undo_stack
    counts = [n_drawn(playground)]
    steps = stack.count()
    for y in (5, -5):
        drag(qtbot, playground, (-5, y), (-2, y), (2, y), (5, y))
        counts.append(n_drawn(playground))
    assert stack.count() == steps + 2
    assert counts[0] < counts[1] < counts[2]
    stack.undo()
    assert n_drawn(playground) == counts[1]
    stack.undo()
    assert n_drawn(playground) == counts[0]
    stack.redo()
    assert n_drawn(playground) == counts[1]
    wait_until_trained(qtbot, playground)
    assert len(playground.window.output.plot._points) == counts[1]


def test_that_the_boundary_follows_during_a_stroke(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    start(qtbot, playground)
    plot = playground.window.output.plot
    sizes: set[int] = set()  # of the data behind the frames that come while the button is down
    playground.workbench.frame_changed.connect(lambda frame: sizes.add(len(frame.mistakes_train)))
    qtbot.mousePress(plot, LEFT, pos=QPoint(LEFT_ROOM + 30, 30))

    steps = count()

    def move_on() -> bool:
        x = 30 + (next(steps) % 40) * 8  # to and fro, as long as it takes
        move_to(plot, QPointF(LEFT_ROOM + x, 30), LEFT)
        return len(sizes) > 3

    qtbot.waitUntil(move_on, timeout=PATIENCE_MS)
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(LEFT_ROOM + 30, 30))
    wait_until_trained(qtbot, playground)
    assert playground.workbench.undo_stack.count() == 2


def test_that_undo_in_the_middle_of_a_stroke_takes_back_what_waits_too(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    start(qtbot, playground)
    plot, before = playground.window.output.plot, n_drawn(playground)
    qtbot.mousePress(plot, LEFT, pos=QPoint(LEFT_ROOM + 30, 30))
    for x in (60, 90):
        qtbot.mouseMove(plot, pos=QPoint(LEFT_ROOM + x, 30))
    qtbot.wait(60)  # the tool has said all; some of it may still wait for a frame
    playground.workbench.undo_stack.undo()
    assert n_drawn(playground) == before
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(LEFT_ROOM + 90, 30))
    assert n_drawn(playground) == before
    wait_until_trained(qtbot, playground)
    assert playground.workbench.network.dataset.n_samples == before


def test_that_two_points_moved_are_two_steps(open_playground, qtbot):
    playground = open_playground(dataset="gauss", hidden=(3,))
    start(qtbot, playground)
    qtbot.keyClick(playground.window.output.plot, "m")
    steps = playground.workbench.undo_stack.count()
    for row, target in ((0, (5.0, -5.0)), (1, (4.0, -4.0))):
        place = tuple(drawing(playground).points[row].tolist())
        drag(qtbot, playground, place, (0.0, 0.0), target)
        near = np.hypot(*(drawing(playground).points - target).T) < 0.1
        assert near.sum() == 1
    assert playground.workbench.undo_stack.count() == steps + 2


def test_that_undoing_the_start_brings_the_figure_back_and_ends_drawing(open_playground, qtbot):
    playground = open_playground(dataset="moons", hidden=(3,))
    start(qtbot, playground)
    playground.workbench.undo_stack.undo()
    assert playground.workbench.experiment.dataset == "moons"
    assert not playground.window.output.is_drawing
    assert not playground.window.data.draw_button.isChecked()


def test_that_clear_is_one_step_and_done_shows_the_way_out(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    output = playground.window.output
    start(qtbot, playground)
    before = n_drawn(playground)
    qtbot.mouseClick(output.draw_bar.clear_button, LEFT)
    assert n_drawn(playground) == 0
    tool = output.plot._tool
    qtbot.waitUntil(lambda: "no points" in tool.hint, timeout=PATIENCE_MS)
    qtbot.mouseClick(output.draw_bar.done_button, LEFT)
    assert not output.is_drawing
    assert not playground.window.data.draw_button.isChecked()
    assert output.problem.text == "There are no points yet: draw some."
    qtbot.mouseClick(output.problem.action_button, LEFT)
    assert output.is_drawing
    assert output.problem.isHidden()
    playground.workbench.undo_stack.undo()
    assert n_drawn(playground) == before
    wait_until_trained(qtbot, playground)
    assert tool.hint == ""
