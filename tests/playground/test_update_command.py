"""Updates made by hand in the real application: on the training thread, undone and redone."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.application import PlaygroundApplication
from playground.models.experiment.notice import Notice
from playground.models.run.optimizer_report import OptimizerReport
from playground.workbench import Workbench
from playground.workers.training_desk import LATE_UPDATE
from tests.playground.actions import PATIENCE_MS, pause, train_until
from tests.playground.conftest import Opener


def report_on_screen(workbench: Workbench) -> OptimizerReport | None:
    return None if workbench.frame is None else workbench.frame.optimizer


def wait_for_report(qtbot: QtBot, workbench: Workbench, number: int | None = None) -> OptimizerReport:
    """Wait for a frame that tells of the optimizer, at an update if one is given."""

    def is_there() -> bool:
        report = report_on_screen(workbench)
        return report is not None and number in (None, report.number)

    qtbot.waitUntil(is_there, timeout=PATIENCE_MS)
    report = report_on_screen(workbench)
    assert report is not None
    return report


@pytest.fixture
def paused(open_playground: Opener, qtbot: QtBot) -> PlaygroundApplication:
    """Some epochs old, with frames that tell where the optimizer stands."""
    playground = open_playground(hidden=(3,), learning_rate=0.1)
    train_until(qtbot, playground, 2)
    pause(qtbot, playground)
    playground.workbench.want_optimizer(True)
    return playground


def test_that_frames_tell_of_the_optimizer_while_it_is_wanted(
    paused: PlaygroundApplication, qtbot: QtBot
) -> None:
    workbench = paused.workbench
    report = wait_for_report(qtbot, workbench)
    assert workbench.frame is not None
    assert (report.step, report.parameters is workbench.frame.parameters) == (workbench.frame.step, True)
    workbench.want_optimizer(False)
    qtbot.waitUntil(lambda: report_on_screen(workbench) is None, timeout=PATIENCE_MS)


def test_that_the_reports_follow_training(paused: PlaygroundApplication, qtbot: QtBot) -> None:
    workbench = paused.workbench
    first = wait_for_report(qtbot, workbench)
    workbench.set_playing(True)
    qtbot.waitUntil(
        lambda: (report_on_screen(workbench) or first).number > first.number + 50, timeout=PATIENCE_MS
    )


def test_that_an_update_is_made_undone_and_made_again(paused: PlaygroundApplication, qtbot: QtBot) -> None:
    workbench = paused.workbench
    before = wait_for_report(qtbot, workbench)
    gradients = np.linspace(-1.0, 1.0, len(before.parameters))
    wanted, _ = before.rule.apply(before.parameters, gradients, before.state, before.number)
    workbench.apply_update(before, gradients)
    after = wait_for_report(qtbot, workbench, before.number + 1)
    np.testing.assert_array_equal(after.parameters, wanted)
    assert (after.step, after.epoch) == (before.step + 1, before.epoch)
    assert workbench.undo_stack.undoText() == "update"
    assert workbench.is_unsaved
    for _ in range(2):
        workbench.undo_stack.undo()
        back = wait_for_report(qtbot, workbench, before.number)
        np.testing.assert_array_equal(back.parameters, before.parameters)
        np.testing.assert_array_equal(back.state, before.state)
        workbench.undo_stack.redo()
        again = wait_for_report(qtbot, workbench, before.number + 1)
        np.testing.assert_array_equal(again.parameters, wanted)
        np.testing.assert_array_equal(again.state, after.state)


def test_that_a_gradient_of_an_older_moment_is_refused_and_training_paused(
    paused: PlaygroundApplication, qtbot: QtBot
) -> None:
    workbench = paused.workbench
    report, undo_steps = wait_for_report(qtbot, workbench), workbench.undo_stack.count()
    workbench.step()
    with qtbot.waitSignal(workbench.noticed, timeout=PATIENCE_MS) as refused:
        workbench.apply_update(report, np.ones(len(report.parameters)))
    assert refused.args == [Notice(LATE_UPDATE, "advice")]
    assert not workbench.is_playing
    assert workbench.undo_stack.count() == undo_steps


def test_that_an_update_out_of_range_pauses_with_a_sentence(
    paused: PlaygroundApplication, qtbot: QtBot
) -> None:
    workbench = paused.workbench
    workbench.change(learning_rate=100.0, optimizer="sgd")
    qtbot.waitUntil(lambda: wait_for_report(qtbot, workbench).rule.rate == 100.0, timeout=PATIENCE_MS)
    report, undo_steps = wait_for_report(qtbot, workbench), workbench.undo_stack.count()
    with qtbot.waitSignal(workbench.noticed, timeout=PATIENCE_MS) as failed:
        workbench.apply_update(report, np.full(len(report.parameters), 1.7e308))
    assert failed.args is not None
    assert "in the update of the weights" in failed.args[0].text
    assert failed.args[0].kind == "problem"
    assert workbench.undo_stack.count() == undo_steps
    assert wait_for_report(qtbot, workbench, report.number).parameters is report.parameters
