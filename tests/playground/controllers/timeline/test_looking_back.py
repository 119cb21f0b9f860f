"""Looking back, branching and undoing in the real window, by mouse and keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.models.run.session import Session
from playground.views.timeline.branch_card import BranchCard
from playground.workers import frame_orders
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, pause, train_until

SMALL = {"dataset": "circle", "hidden": (3,), "n_samples": 60, "optimizer": "adam", "dropout": 0.0}
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def playground(open_playground, qtbot):
    playground = open_playground(**SMALL)
    train_until(qtbot, playground, 30)
    pause(qtbot, playground)
    return playground


def session_at(playground, epochs: int) -> Session:
    """Return a run of one's own with the same settings, so many epochs old."""
    session = Session(playground.workbench.experiment)
    for _ in range(epochs):
        session.train_epoch()
    return session


def look_at(qtbot, playground, wanted: int) -> None:
    playground.window.strip.epoch_wanted.emit(wanted)
    qtbot.waitUntil(lambda: epoch(playground) == wanted, timeout=PATIENCE_MS)


def shows(playground, parameters: np.ndarray) -> bool:
    frame = playground.workbench.frame
    return frame is not None and np.array_equal(frame.parameters, parameters)


def test_that_every_view_shows_the_epoch_of_the_cursor_and_says_so(playground, qtbot):
    last = epoch(playground)
    window, then = playground.window, session_at(playground, 12)
    look_at(qtbot, playground, 12)
    frame = playground.workbench.frame
    np.testing.assert_array_equal(frame.parameters, then.training.trainer.parameters)
    assert (frame.train_loss, frame.test_loss) == (
        then.training.trainer.last_train_loss, then.training.trainer.test_loss(),
    )  # fmt: skip
    assert window.header._epoch.text() == f"Epoch 12 / {last:,}"
    assert window.header._speed.text() == "Looking back"
    assert window.output.chart.held == 12.0
    assert frame.phase is None
    qtbot.mouseClick(window.strip.live_button, LEFT)
    qtbot.waitUntil(lambda: epoch(playground) == last, timeout=PATIENCE_MS)
    assert window.output.chart.held is None
    assert "Looking back" not in window.header._speed.text()


def test_that_a_move_ends_with_sharp_pictures_of_where_the_cursor_rests(playground, qtbot, monkeypatch):
    monkeypatch.setattr(frame_orders, "SLOW_PICTURE_SECONDS", 0.0)
    workbench, axis = playground.workbench, playground.window.strip.axis
    drafts: list[bool] = []
    workbench.frame_changed.connect(lambda frame: drafts.append(frame.is_draft))
    for turn in range(12):
        qtbot.keyClick(axis, Qt.Key.Key_Left)
        if turn % 4 == 3:
            qtbot.waitUntil(lambda: workbench.frame.timeline.cursor == workbench.cursor, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: not workbench.frame.is_draft and not workbench._pull.is_passing, timeout=PATIENCE_MS
    )
    assert any(drafts)
    assert workbench.frame.epoch == workbench.cursor
    side = playground.window.output.plot.side
    assert workbench.frame.boundary.shape == (side, side, 4)


def test_that_a_moment_on_the_way_says_where_to(playground, qtbot):
    look_at(qtbot, playground, 12)
    header, frame = playground.window.header, playground.workbench.frame
    playground.workbench.frame_changed.emit(replace(frame, epoch=9))
    assert header._epoch.text().startswith("Epoch 9 / ")
    assert header._speed.text() == "On the way to 12"
    playground.workbench.frame_changed.emit(frame)
    assert header._speed.text() == "Looking back"


def test_that_the_graph_mode_has_the_gradients_of_that_epoch(playground, qtbot):
    then = session_at(playground, 12).training.trainer
    look_at(qtbot, playground, 12)
    window, graph = playground.window, playground.graph
    window.header.mode_selected.emit("graph")
    qtbot.mouseClick(window.graph.source.buttons["batch"], LEFT)
    qtbot.waitUntil(lambda: graph.drawing.network is not None and not graph._is_waiting, timeout=PATIENCE_MS)
    way = window.graph.steps.way
    way.setFocus()
    qtbot.keyClick(way, Qt.Key.Key_End)
    qtbot.keyClick(way, Qt.Key.Key_Up)
    panel = window.graph.update_panel
    qtbot.waitUntil(lambda: panel.table is not None, timeout=PATIENCE_MS)
    np.testing.assert_array_equal(panel.table.values, then.parameters)
    assert panel.table.report.number == then.step_count + 1
    assert not panel.apply_button.isEnabled()
    window.strip.live_wanted.emit()
    qtbot.waitUntil(panel.apply_button.isEnabled, timeout=PATIENCE_MS)


def test_that_what_starts_anew_from_a_past_of_other_settings_is_undone_to_the_bit(playground, qtbot):
    workbench = playground.workbench
    then, last = workbench.experiment, epoch(playground)
    there = session_at(playground, 12).training.trainer.parameters
    workbench.change(learning_rate=2.0 * then.learning_rate)
    workbench.step()
    qtbot.waitUntil(lambda: epoch(playground) == last + 1, timeout=PATIENCE_MS)
    newest, now = workbench.experiment, workbench.frame.parameters
    for act, experiment, parameters in (
        (workbench.reset, newest, now),
        (lambda: workbench.begin(newest.with_(hidden=(5,)), "example"), then, there),
    ):
        look_at(qtbot, playground, 12)
        assert workbench.experiment == then
        act()
        assert workbench.cursor is None
        qtbot.waitUntil(lambda: epoch(playground) == 0, timeout=PATIENCE_MS)
        workbench.undo_stack.undo()
        qtbot.waitUntil(lambda wanted=parameters: shows(playground, wanted), timeout=PATIENCE_MS)
        assert workbench.experiment == experiment
        assert workbench.cursor is None


def test_that_a_branch_leaves_a_ghost_and_undo_brings_the_run_back(playground, qtbot):
    workbench, window = playground.workbench, playground.window
    last, before = epoch(playground), workbench.frame.parameters
    look_at(qtbot, playground, 12)
    there = workbench.frame.parameters
    title = window.header.title.text()
    qtbot.keyClick(window, Qt.Key.Key_B)
    card = window.findChild(BranchCard)
    qtbot.keyClicks(card.name, "Second try")
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    window.activateWindow()  # as a window manager does when a card has gone
    qtbot.waitUntil(lambda: "goes on from epoch 12" in window.network.notice.text, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: shows(playground, there) and not window.strip.live_button.isVisible())
    qtbot.waitUntil(lambda: len(workbench.frame.timeline.ghosts) == 1, timeout=PATIENCE_MS)
    assert window.header.title.text() == "Second try"
    (ghost,) = workbench.frame.timeline.ghosts
    assert (ghost.fork, ghost.last_epoch) == (12, last)
    qtbot.waitUntil(
        lambda: any(curve.name == ghost.name for curve in window.output.chart.curves), timeout=PATIENCE_MS
    )
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: shows(playground, before), timeout=PATIENCE_MS)
    assert epoch(playground) == last
    assert window.header.title.text() == title
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shows(playground, there), timeout=PATIENCE_MS)


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_N])
def test_that_a_slip_on_a_key_is_undone_with_weights_epoch_and_curves(playground, qtbot, key):
    workbench, window = playground.workbench, playground.window
    last, before = epoch(playground), workbench.frame.parameters
    curve = workbench.frame.curves.train
    qtbot.keyClick(window, key)
    qtbot.waitUntil(lambda: epoch(playground) == 0, timeout=PATIENCE_MS)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: shows(playground, before), timeout=PATIENCE_MS)
    assert epoch(playground) == last
    np.testing.assert_array_equal(workbench.frame.curves.train, curve)
    assert window.network.notice.text == f"Back at epoch {last:,}, as it was."


def test_that_a_change_at_a_moment_of_the_past_branches_there(playground, qtbot):
    workbench, last = playground.workbench, epoch(playground)
    look_at(qtbot, playground, 12)
    assert workbench.change(learning_rate=0.1)
    qtbot.waitUntil(
        lambda: workbench.frame is not None and workbench.frame.network.experiment.learning_rate == 0.1,
        timeout=PATIENCE_MS,
    )
    assert epoch(playground) == 12
    assert workbench.cursor is None
    workbench.undo_stack.undo()
    workbench.undo_stack.undo()
    qtbot.waitUntil(lambda: epoch(playground) == last, timeout=PATIENCE_MS)
