from __future__ import annotations

import numpy as np
import pytest

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
    dialog = open_test(playground, qtbot)
    playground.files.leave()
    assert not dialog._thread.isRunning()
