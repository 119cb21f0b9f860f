from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.models.picture.timeline import Ghost, Mark, Timeline
from playground.style.theme import LIGHT
from playground.views.timeline.run_lines import BOTTOM
from playground.views.timeline.run_painter import EMPTY
from playground.views.timeline.timeline_axis import TimelineAxis
from tests.playground.views.painted import painted_texts

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
LAST = 1000
EPOCHS = np.arange(1.0, LAST + 1)
LOSSES = 1.0 / EPOCHS
MARKS = (Mark(100, "setting", "learning rate 0.1 → 0.2"), Mark(400, "best", "best test loss, 0.12"))
# Between 50 and 1,500, far above the losses of the run itself.
GHOST = Ghost(
    7, "Adam 0.01", 50, 1500, np.arange(50.0, 1501.0, 10), np.full(146, 1.0 / 20), "epochs 50 to 1,500"
)


@pytest.fixture
def axis(qtbot) -> TimelineAxis:
    axis = TimelineAxis()
    qtbot.addWidget(axis)
    axis.set_theme(LIGHT)
    axis.resize(720, 43)
    with qtbot.waitExposed(axis):
        axis.show()
    return axis


@pytest.fixture
def heard(axis) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    axis.epoch_wanted.connect(lambda epoch: heard.append(("epoch", epoch)))
    axis.live_wanted.connect(lambda: heard.append(("live",)))
    axis.play_wanted.connect(lambda way: heard.append(("play", way)))
    axis.loop_wanted.connect(lambda first, last: heard.append(("loop", first, last)))
    axis.ghost_pressed.connect(lambda key: heard.append(("ghost", key)))
    return heard


def show(axis: TimelineAxis, cursor: int | None = None, *, marks=MARKS, ghosts=()) -> None:
    axis.set_timeline(Timeline(LAST, cursor, EPOCHS, LOSSES, marks, ghosts))


def spot(axis: TimelineAxis, epoch: int, y: float = BOTTOM - 4) -> QPoint:
    return QPoint(round(float(axis.scale.x_of(epoch))), round(y))


def turn_wheel(axis: TimelineAxis, notches: int) -> None:
    place = QPointF(200, 20)
    event = QWheelEvent(
        place, axis.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(axis, event)


def test_that_a_run_that_has_not_begun_says_so_and_takes_no_click(axis, heard, qtbot):
    assert [text.text for text in painted_texts(axis)] == [EMPTY]
    qtbot.mouseClick(axis, LEFT, pos=QPoint(300, 20))
    qtbot.keyClick(axis, Qt.Key.Key_Left)
    assert heard == []


def test_that_round_epochs_are_written_below_the_axis(axis):
    show(axis)
    assert [text.text for text in painted_texts(axis)] == ["0", "10", "100", "1,000"]


def test_that_a_click_goes_to_the_epoch_below_it_and_one_at_the_end_to_live(axis, heard, qtbot):
    show(axis, marks=())
    qtbot.mouseClick(axis, LEFT, pos=spot(axis, 200))
    wanted = heard[-1][1]
    assert abs(float(axis.scale.x_of(wanted)) - spot(axis, 200).x()) < 1.0
    qtbot.mouseClick(axis, LEFT, pos=QPoint(axis.width() - 2, 20))
    assert heard[-1] == ("live",)
    qtbot.mouseClick(axis, LEFT, pos=QPoint(1, 20))
    assert heard[-1] == ("epoch", 0)


@pytest.mark.parametrize("distance", [-5, -3, 3, 5])
def test_that_a_click_beside_a_mark_goes_to_what_was_done_there(axis, heard, qtbot, distance):
    show(axis)
    qtbot.mouseClick(axis, LEFT, pos=spot(axis, 100) + QPoint(distance, 0))
    assert heard == [("epoch", 100)]


def test_that_dragging_takes_the_cursor_along_and_snaps_to_forks(axis, heard, qtbot):
    show(axis, marks=(), ghosts=(GHOST,))
    qtbot.mousePress(axis, LEFT, pos=spot(axis, 300))
    qtbot.mouseMove(axis, spot(axis, 20))
    qtbot.mouseMove(axis, spot(axis, 50) + QPoint(3, 0))
    qtbot.mouseRelease(axis, LEFT, pos=spot(axis, 50))
    epochs = [entry[1] for entry in heard]
    assert len(epochs) == 3
    assert epochs[0] > epochs[1]
    assert epochs[2] == 50


def test_that_the_wheel_moves_by_one_epoch(axis, heard):
    show(axis, 400)
    turn_wheel(axis, -1)
    turn_wheel(axis, 1)
    show(axis, LAST - 1)
    turn_wheel(axis, 1)
    assert heard == [("epoch", 399), ("epoch", 401), ("live",)]


@pytest.mark.parametrize(
    ("key", "shift", "expected"),
    [
        (Qt.Key.Key_Left, False, ("epoch", 249)), (Qt.Key.Key_Right, False, ("epoch", 251)),
        (Qt.Key.Key_Left, True, ("epoch", 240)), (Qt.Key.Key_Right, True, ("epoch", 260)),
        (Qt.Key.Key_PageUp, False, ("epoch", 100)), (Qt.Key.Key_PageDown, False, ("epoch", 400)),
        (Qt.Key.Key_Home, False, ("epoch", 0)), (Qt.Key.Key_End, False, ("live",)),
        (Qt.Key.Key_BracketLeft, False, ("play", -1)), (Qt.Key.Key_BracketRight, False, ("play", 1)),
    ],
)  # fmt: skip
def test_that_keys_move_the_cursor(axis, heard, qtbot, key, shift, expected):
    show(axis, 250)
    qtbot.keyClick(axis, key, SHIFT if shift else Qt.KeyboardModifier.NoModifier)
    assert heard == [expected]


def test_that_space_pauses_playback_and_otherwise_belongs_to_the_training(axis, heard, qtbot):
    show(axis, 250)
    assert Qt.Key.Key_Space not in axis.kept_keys
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    assert heard == []
    axis.set_playback(1)
    assert Qt.Key.Key_Space in axis.kept_keys
    qtbot.keyClick(axis, Qt.Key.Key_Space)
    assert heard == [("play", 0)]


@pytest.mark.parametrize(("start", "end"), [(0, 300), (300, 0)])
def test_that_a_range_dragged_with_shift_is_to_be_repeated_whichever_way(axis, heard, qtbot, start, end):
    show(axis, marks=())
    qtbot.mousePress(axis, LEFT, SHIFT, spot(axis, start))
    qtbot.mouseMove(axis, spot(axis, 20))
    qtbot.mouseRelease(axis, LEFT, SHIFT, spot(axis, end))
    ((name, first, last),) = heard
    assert (name, first) == ("loop", 0)
    assert last == pytest.approx(300, rel=0.02)


def test_that_the_resting_pointer_asks_for_the_epoch_below_it(axis, qtbot):
    show(axis, marks=())
    with qtbot.waitSignal(axis.rested) as rested:
        qtbot.mouseMove(axis, spot(axis, 200))
    epoch, x = rested.args
    assert x == spot(axis, 200).x()
    assert abs(float(axis.scale.x_of(epoch)) - x) < 1.0


def test_that_the_pointer_on_a_mark_tells_all_that_was_done_there(axis, qtbot):
    near = Mark(101, "data", "noise 0 % → 20 %")
    show(axis, marks=(*MARKS, near))
    with qtbot.waitSignal(axis.mark_hovered) as hovered:
        qtbot.mouseMove(axis, spot(axis, 100))
    assert hovered.args[0] == (MARKS[0], near)


def test_that_a_left_run_is_told_under_the_pointer_once_and_pressed_by_its_key(axis, heard, qtbot):
    show(axis, marks=(), ghosts=(GHOST,))
    [line] = axis.lines.ghosts
    place = QPoint(round(line.xs[60]), round(line.ys[60]))
    told: list[object] = []
    axis.ghost_hovered.connect(lambda ghost, x: told.append(ghost))
    qtbot.mouseMove(axis, place)
    show(axis, marks=(), ghosts=(Ghost(**vars(GHOST)),))  # drawn anew while training goes on
    qtbot.mouseMove(axis, place + QPoint(1, 0))
    assert told == [GHOST]
    qtbot.mouseClick(axis, LEFT, pos=place)
    assert heard == [("ghost", 7)]
    qtbot.mouseMove(axis, QPoint(2, 2))
    assert told == [GHOST, None]


def test_that_a_left_run_that_went_farther_is_seen_to_its_end(axis, heard, qtbot):
    show(axis, marks=(), ghosts=(GHOST,))
    assert float(axis.scale.x_of(1500)) == pytest.approx(axis.width() - 7)
    qtbot.mouseClick(axis, LEFT, pos=QPoint(axis.width() - 10, round(BOTTOM) - 1))
    assert heard == [("live",)]


def test_that_what_came_later_is_grey_and_the_past_is_in_the_accent(axis):
    show(axis, 100, marks=())
    image = axis.grab().toImage()
    past, later = spot(axis, 20, BOTTOM - 3), spot(axis, 500, BOTTOM - 1)
    assert image.pixelColor(past) == QColor(LIGHT.soft)
    assert image.pixelColor(later) in (QColor(LIGHT.inset2), QColor(LIGHT.ink3))


def test_that_a_better_run_that_was_left_is_seen_below_the_curve_and_its_ground(axis):
    better = Ghost(8, "SGD 0.1", 50, 800, EPOCHS[50:800:10], LOSSES[50:800:10] ** 2, "")
    show(axis, marks=(), ghosts=(better,))
    image = axis.grab().toImage()
    x = spot(axis, 300).x()
    column = {image.pixelColor(x, y).name() for y in range(round(BOTTOM) + 1)}
    assert QColor(LIGHT.soft).name() in column
    assert any(QColor(name).lightness() < QColor(LIGHT.line).lightness() for name in column)
    [line] = axis.lines.ghosts
    xs, ys = line.xs, line.ys
    near = int(np.abs(xs - x).argmin())
    around = [image.pixelColor(round(xs[near]), round(ys[near]) + dy) for dy in (-1, 0, 1)]
    assert any(seen != QColor(LIGHT.soft) for seen in around)


def test_that_its_state_is_there_to_be_heard(axis):
    show(axis)
    assert axis.accessibleDescription() == "Newest epoch, 1,000"
    show(axis, 184)
    assert axis.accessibleDescription() == "Epoch 184 of 1,000"
