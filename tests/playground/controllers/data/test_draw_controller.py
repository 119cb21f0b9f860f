from __future__ import annotations

from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.application import PlaygroundApplication
from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import MOST_POINTS, DrawnData
from playground.views.kit.chart.axes import LEFT as LEFT_ROOM
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, running, train_until, wait_for_experiment

RIGHT = Qt.MouseButton.RightButton


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
        where = QPointF(place)
        move = QMouseEvent(
            QEvent.Type.MouseMove, where, plot.mapToGlobal(where), Qt.MouseButton.NoButton, button,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(plot, move)
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
        where = QPointF(LEFT_ROOM + x, 30)
        move = QMouseEvent(
            QEvent.Type.MouseMove, where, plot.mapToGlobal(where), Qt.MouseButton.NoButton, LEFT,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(plot, move)
        return len(sizes) > 3

    qtbot.waitUntil(move_on, timeout=PATIENCE_MS)
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(LEFT_ROOM + 30, 30))
    wait_until_trained(qtbot, playground)
    assert playground.workbench.undo_stack.count() == 2


def test_that_points_under_the_brush_are_seen_before_the_run_has_them(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    start(qtbot, playground)
    plot = playground.window.output.plot
    qtbot.keyClick(plot, "1")
    for _ in range(9):
        qtbot.keyClick(plot, "[")
    playground.window.output.draw_bar.density_slider.set_value(1)
    qtbot.keyClick(plot, "2")
    place = at(playground, -5.5, 5.5)
    before = plot.grab().toImage().pixelColor(place)
    qtbot.mousePress(plot, LEFT, pos=place)
    mark = QColor(playground.themes.theme.classes[1])
    assert before != mark
    assert plot.grab().toImage().pixelColor(place) == mark  # no event of the training thread has come yet
    qtbot.mouseRelease(plot, LEFT, pos=place)
    wait_until_trained(qtbot, playground)
    assert not len(plot._tool._fresh[0])


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


def test_that_the_eraser_and_the_right_button_take_points_away(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    start(qtbot, playground)
    before = n_drawn(playground)
    drag(qtbot, playground, (-1, 0), (1, 0), button=RIGHT)
    after = n_drawn(playground)
    assert after < before
    assert np.abs(drawing(playground).points).max() > 2
    qtbot.mouseClick(playground.window.output.draw_bar.eraser, LEFT)
    drag(qtbot, playground, (-1, 1), (1, 1))
    assert n_drawn(playground) < after


def test_that_drawing_from_nothing_says_what_is_missing_until_it_trains(open_playground, qtbot):
    playground = open_playground(dataset="plane", hidden=(3,))
    output = playground.window.output
    qtbot.mouseClick(playground.window.data.draw_button, LEFT)
    tool = output.plot._tool
    qtbot.waitUntil(lambda: tool.hint == "There are no points yet: draw some.", timeout=PATIENCE_MS)
    assert output.problem.isHidden()
    assert not output.draw_bar.clear_button.isEnabled()
    drag(qtbot, playground, (-4, 3), (-2, 3))
    qtbot.waitUntil(lambda: "All points belong to one class" in tool.hint, timeout=PATIENCE_MS)
    assert output.problem.isHidden()
    assert len(output.plot._points) == n_drawn(playground)
    assert output.plot.plane.left == -6
    qtbot.keyClick(output.plot, "2")
    drag(qtbot, playground, (4, -3), (2, -3))
    wait_until_trained(qtbot, playground)
    assert tool.hint == ""
    train_until(qtbot, playground, 2)
    assert playground.workbench.network.dataset.task == "classification"


def test_that_a_further_class_makes_a_further_output(open_playground, qtbot):
    playground = open_playground(dataset="gauss", hidden=(3,))
    start(qtbot, playground)
    bar = playground.window.output.draw_bar
    assert bar.classes.n_shown == 3
    qtbot.mouseClick(bar.classes, LEFT, pos=bar.classes.cell_rect(2).center())
    drag(qtbot, playground, (-4, 4), (-3, 4))
    assert bar.classes.n_shown == 4
    wait_until_trained(qtbot, playground)
    assert playground.workbench.network.dataset.class_names == ("class 1", "class 2", "class 3")
    assert playground.workbench.network.structure[-1] == 3
    train_until(qtbot, playground, 2)


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


def test_that_drawing_ends_with_the_button_with_escape_and_with_another_data_set(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    output, panel = playground.window.output, playground.window.data
    start(qtbot, playground)
    qtbot.mouseClick(panel.draw_button, LEFT)
    assert not output.is_drawing
    start(qtbot, playground)
    assert output.plot.hasFocus()
    qtbot.keyClick(output.plot, Qt.Key.Key_Escape)
    assert not output.is_drawing
    start(qtbot, playground)
    qtbot.mouseClick(panel.tiles.tile("xor"), LEFT)
    assert not output.is_drawing
    wait_for_experiment(qtbot, playground, dataset="xor")
    count = playground.workbench.network.dataset.n_samples
    qtbot.mouseClick(output.plot, LEFT, pos=QPoint(LEFT_ROOM + 20, 20))
    assert playground.workbench.network.dataset.n_samples == count


def test_that_drawing_goes_back_to_the_last_drawing_where_the_data_cannot_be_drawn_on(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    start(qtbot, playground)
    drag(qtbot, playground, (-5, 5), (5, 5))
    mine = drawing(playground)
    qtbot.mouseClick(playground.window.data.tiles.tile("iris"), LEFT)
    wait_for_experiment(qtbot, playground, dataset="iris")
    start(qtbot, playground)
    assert drawing(playground) is mine


def test_that_inputs_stay_with_the_points_they_were_chosen_for(open_playground, qtbot):
    playground = open_playground(dataset="spiral", hidden=(3,), features=(0, 1, 5))
    start(qtbot, playground)
    assert playground.workbench.experiment.features == (0, 1, 5)
    drag(qtbot, playground, (-4, 4), (-3, 4))
    wait_until_trained(qtbot, playground)
    assert playground.workbench.network.structure[0] == 3


def test_that_a_full_drawing_says_so(open_playground, qtbot):
    X = np.random.default_rng(0).uniform(-5, 5, (MOST_POINTS - 1, 2))
    full = DrawnData(X, (X[:, 0] > 0).astype(int))
    playground = open_playground(dataset=OWN, source=full, hidden=(2,))
    start(qtbot, playground)
    plot = playground.window.output.plot
    qtbot.mouseClick(plot, LEFT, pos=QPoint(LEFT_ROOM + 100, 100))
    assert n_drawn(playground) == MOST_POINTS
    assert plot._tool.hint == ""
    qtbot.mouseClick(plot, LEFT, pos=QPoint(LEFT_ROOM + 120, 100))
    assert n_drawn(playground) == MOST_POINTS
    assert plot._tool.hint == "The drawing is full: it holds 20,000 points."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_the_bar_takes_the_theme(open_playground, theme):
    playground = open_playground(dataset="circle", hidden=(2,), theme=theme)
    bar = playground.window.output.draw_bar
    assert bar.classes.theme.is_dark == (theme == "dark")
