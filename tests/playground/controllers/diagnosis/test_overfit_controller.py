from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.models.ticket import CancelledError, Ticket
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, train_until


@pytest.fixture
def playground(open_playground):
    return open_playground(dataset="circle", hidden=(6,), n_samples=60)


def open_test(playground, qtbot):
    qtbot.mouseClick(playground.window.network.more_button, LEFT)
    qtbot.mouseClick(playground.training.options.overfit_button, LEFT)
    assert playground.overfit.dialog is not None
    return playground.overfit.dialog


def test_that_the_sanity_test_runs_beside_the_run_and_says_what_came_out(playground, qtbot):
    before = epoch(playground)
    dialog = open_test(playground, qtbot)
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=PATIENCE_MS)
    result = dialog.result_shown
    assert result.passed
    assert np.nanmin(result.losses) < 0.05 * result.losses[0]
    train_until(qtbot, playground, before + 2)
    assert playground.workbench.is_playing
    qtbot.mouseClick(dialog.close_button, LEFT)
    qtbot.waitUntil(lambda: playground.overfit.dialog is None, timeout=PATIENCE_MS)


def test_that_a_network_that_cannot_learn_fails_with_a_reason(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(4,), n_samples=60, initializer="zeros")
    dialog = open_test(playground, qtbot)
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=PATIENCE_MS)
    assert not dialog.result_shown.passed
    assert dialog.result_shown.reason
    assert dialog.result_shown.advice
    dialog.reject()


def test_that_the_window_can_be_left_in_the_middle_of_a_test(playground, qtbot):
    open_test(playground, qtbot)
    playground.files.leave()
    assert playground.overfit.dialog is None
    assert not any(job.isRunning() for job in playground.jobs)


@pytest.mark.parametrize("leave", ["escape", "cancel"])
def test_that_leaving_gives_up_the_test_and_waits_for_nothing(open_playground, qtbot, monkeypatch, leave):
    playground = open_playground(dataset="circle", hidden=(4,), n_samples=60)
    begun, left, given_up = threading.Event(), threading.Event(), threading.Event()

    def endless(_: object, ticket: Ticket) -> None:
        begun.set()
        assert left.wait(PATIENCE_MS / 1000)
        with pytest.raises(CancelledError):
            ticket.check()
        given_up.set()

    monkeypatch.setattr("playground.controllers.diagnosis.overfit_controller.run_overfit_test", endless)
    dialog = open_test(playground, qtbot)
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    if leave == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(dialog.close_button, LEFT)
    assert playground.overfit.dialog is None
    left.set()
    assert given_up.wait(PATIENCE_MS / 1000)


def test_that_an_unforeseen_error_is_told(open_playground, qtbot, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("the cat sat on the keyboard")

    playground = open_playground(dataset="circle", hidden=(4,), n_samples=60)
    monkeypatch.setattr("playground.controllers.diagnosis.overfit_controller.run_overfit_test", broken)
    crashes: list[str] = []
    for job in playground.jobs:
        job.crashed.connect(crashes.append)
    playground.expected_crashes = crashes
    dialog = open_test(playground, qtbot)
    qtbot.waitUntil(lambda: dialog.verdict.text.startswith("Broken off"), timeout=PATIENCE_MS)
    assert dialog.close_button.text() == "Close"
    qtbot.waitUntil(lambda: playground._dialog is not None, timeout=PATIENCE_MS)
    assert "the cat sat on the keyboard" in crashes[0]
    playground._dialog.reject()
    dialog.reject()
