"""The menu of mistakes and the red marks, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.application import PlaygroundApplication
from playground.models.diagnosis.mistakes import NOT_OVERFITTED, RATE_TIMES_100
from playground.workers.run_gallery import LIVE
from tests.playground.actions import LEFT, PATIENCE_MS, focused, running, train_until, wait_for_experiment

IRIS = {"dataset": "iris", "hidden": (3,), "optimizer": "sgd", "learning_rate": 0.01}


@pytest.fixture
def playground(open_playground):
    playground = open_playground(**IRIS)
    yield playground
    playground.mistake_menu.menu.hide()


def marks(playground: PlaygroundApplication) -> list[str]:
    strip = playground.window.mistakes
    return [pill.text() for pill in strip.pills] if strip.isVisible() else []


def test_that_a_mistake_is_made_marked_and_ended_again(playground, qtbot):
    menu, window = playground.mistake_menu.menu, playground.window
    assert marks(playground) == []
    qtbot.mouseClick(window.network.mistakes_button, LEFT)
    assert menu.isVisible()
    qtbot.mouseClick(menu.rows["forgets_zero_grad"].control, LEFT)
    qtbot.keyClick(menu.rows["shuffles_targets"].control, Qt.Key.Key_Space)
    wait_for_experiment(qtbot, playground, forgets_zero_grad=True, shuffles_targets=True)
    assert marks(playground) == ["zero_grad() forgotten", "Targets shuffled"]
    assert playground.workbench.undo_stack.undoText() == "shuffled targets"
    menu.hide()
    for mode, is_marked in (("graph", True), ("compare", True), ("lessons", False), ("train", True)):
        window.header.mode_selected.emit(mode)
        assert bool(marks(playground)) is is_marked, mode
    qtbot.mouseClick(window.mistakes.pills[0], LEFT)
    wait_for_experiment(qtbot, playground, forgets_zero_grad=False, shuffles_targets=True)
    playground.workbench.undo_stack.undo()
    wait_for_experiment(qtbot, playground, forgets_zero_grad=True)
    # Back to the first pill, which hands the keyboard on to the next.
    window.mistakes.pills[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    wait_for_experiment(qtbot, playground, forgets_zero_grad=False)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    wait_for_experiment(qtbot, playground, shuffles_targets=False)
    assert marks(playground) == []


def test_that_a_raised_rate_is_marked_until_it_is_the_old_one_again(playground, qtbot):
    row = playground.mistake_menu.menu.rows[RATE_TIMES_100]
    qtbot.mouseClick(playground.window.network.mistakes_button, LEFT)
    qtbot.mouseClick(row.control, LEFT)
    assert playground.workbench.experiment.learning_rate == 1.0
    assert marks(playground) == ["Learning rate × 100"]
    playground.workbench.undo_stack.undo()
    assert marks(playground) == []
    assert not row.control.isChecked()
    playground.workbench.undo_stack.redo()
    qtbot.mouseClick(playground.window.mistakes.pills[0], LEFT)
    assert playground.workbench.experiment.learning_rate == 0.01
    playground.workbench.change(learning_rate=1.0)
    playground.mistake_menu.menu.hide()


def test_that_what_cannot_be_done_says_why_and_the_sanity_test_is_one_click_away(playground, qtbot):
    menu = playground.mistake_menu.menu
    qtbot.mouseClick(playground.window.network.mistakes_button, LEFT)
    row = menu.rows["views_for_permute"]
    assert not row.control.isEnabled()
    assert row.reason.isVisibleTo(menu)
    assert row.reason.text() == "Not here: only pictures have axes to swap: choose Digits."
    assert row.control.toolTip().startswith(row.reason.text())
    assert not menu.twin_button.isEnabled()
    assert all(row.control.accessibleName() and row.control.toolTip() for row in menu.rows.values())
    qtbot.mouseClick(menu.rows[NOT_OVERFITTED].control, LEFT)
    assert not menu.isVisible()
    assert playground.overfit.dialog is not None
    playground.overfit.close()


def test_that_the_run_trains_beside_its_healthy_twin_in_compare(open_playground, qtbot):
    playground = open_playground(**IRIS, forgets_zero_grad=True)
    qtbot.mouseClick(playground.window.mistakes.twin_button, LEFT)
    qtbot.waitUntil(lambda: any(run.last_epoch > 20 for run in playground.compare.kept), timeout=PATIENCE_MS)
    assert playground.window.compare.isVisible()
    (twin,) = playground.compare.kept
    assert (twin.name, twin.experiment) == ("Healthy", running(playground).with_(forgets_zero_grad=False))
    assert twin.is_training
    assert playground.workbench.is_playing
    names = {run.key: run.name for run in playground.compare._shown}
    assert names == {LIVE: "With the mistake: zero_grad() forgotten", twin.key: "Healthy"}


def test_that_at_a_past_moment_both_runs_have_its_settings(open_playground, qtbot):
    playground = open_playground(**IRIS, forgets_zero_grad=True)
    train_until(qtbot, playground, 10)
    playground.workbench.set_playing(False)
    playground.workbench.change(learning_rate=0.5)
    wait_for_experiment(qtbot, playground, learning_rate=0.5)
    playground.workbench.look_at(5)
    wait_for_experiment(qtbot, playground, learning_rate=0.01)
    qtbot.mouseClick(playground.window.mistakes.twin_button, LEFT)
    qtbot.waitUntil(lambda: any(run.last_epoch > 5 for run in playground.compare.kept), timeout=PATIENCE_MS)
    (twin,) = playground.compare.kept
    assert twin.experiment.learning_rate == 0.01
    assert running(playground) == twin.experiment.with_(forgets_zero_grad=True)


def test_that_a_mistake_without_effect_has_no_twin_and_can_be_ended(playground, qtbot):
    menu = playground.mistake_menu.menu
    playground.workbench.change(forgets_eval=True)
    wait_for_experiment(qtbot, playground, forgets_eval=True)
    assert marks(playground) == []
    qtbot.mouseClick(playground.window.network.mistakes_button, LEFT)
    assert not menu.twin_button.isEnabled()
    playground.workbench.change(dropout=0.5)
    wait_for_experiment(qtbot, playground, dropout=0.5)
    assert menu.twin_button.isEnabled()
    playground.workbench.change(dropout=0.0)
    wait_for_experiment(qtbot, playground, dropout=0.0)
    qtbot.mouseClick(menu.rows["forgets_eval"].control, LEFT)
    wait_for_experiment(qtbot, playground, forgets_eval=False)


def test_that_the_presenter_marks_mistakes_too(playground, qtbot):
    window = playground.window
    playground.workbench.change(leaks_test_data=True)
    wait_for_experiment(qtbot, playground, leaks_test_data=True)
    qtbot.mouseClick(window.header.presenter_button, LEFT)
    (pill,) = window.presenter.mistakes.pills
    qtbot.mouseClick(pill, LEFT)
    wait_for_experiment(qtbot, playground, leaks_test_data=False)
    assert not window.presenter.mistakes.pills


def test_that_ctrl_m_opens_the_menu_from_any_mode_and_escape_closes_it(playground, qtbot):
    menu, window = playground.mistake_menu.menu, playground.window
    window.header.mode_selected.emit("graph")
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert menu.isVisible()
    assert window.network.isVisible()
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert not menu.isVisible()
