from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.controllers.diagnosis.overfit_controller import OverfitController
from playground.models.diagnosis.overfit import OverfitResult
from playground.models.experiment.experiment import Experiment
from playground.models.ticket import CancelledError, Ticket
from playground.style.theme import ThemeManager
from playground.views.diagnosis.overfit_dialog import OverfitDialog
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, train_until
from tests.playground.controllers.fakes import FakeWorkbench

CIRCLE: dict[str, Any] = {"dataset": "circle", "hidden": (6,), "n_samples": 60}
RUN_TEST = "playground.controllers.diagnosis.overfit_controller.run_overfit_test"


@pytest.fixture
def bench(qapp) -> FakeWorkbench:
    return FakeWorkbench(Experiment(**CIRCLE))


@pytest.fixture
def alone(bench, qtbot, qapp):
    """The controller, with a workbench that does not train."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    controller = OverfitController(bench.as_workbench, window, ThemeManager(qapp, "light", window), window)
    yield controller
    controller.close()
    controller.job.close()


def outcome(qtbot, dialog: OverfitDialog) -> OverfitResult:
    """Wait for the end of the test."""
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=PATIENCE_MS)
    assert dialog.result_shown is not None
    return dialog.result_shown


def begun(bench: FakeWorkbench, alone: OverfitController) -> OverfitDialog:
    """Begin a test of the network of the settings."""
    bench.show_frame()
    alone.open()
    assert alone.dialog is not None
    return alone.dialog


def test_that_without_a_run_there_is_nothing_to_test(alone):
    alone.open()
    assert alone.dialog is None


def test_that_there_is_one_test_at_a_time(bench, alone):
    dialog = begun(bench, alone)
    alone.open()
    assert alone.dialog is dialog


def test_that_what_came_out_is_said(bench, alone, qtbot):
    dialog = begun(bench, alone)
    result = outcome(qtbot, dialog)
    assert result.passed
    assert np.nanmin(result.losses) < 0.05 * result.losses[0]
    qtbot.mouseClick(dialog.close_button, LEFT)
    assert alone.dialog is None


def test_that_a_network_that_cannot_learn_fails_with_a_reason(bench, alone, qtbot):
    bench.change(hidden=(4,), initializer="zeros")
    dialog = begun(bench, alone)
    result = outcome(qtbot, dialog)
    assert not result.passed
    assert result.reason
    assert result.advice


@pytest.mark.parametrize("leave", ["escape", "cancel", "window"])
def test_that_leaving_gives_up_the_test_and_waits_for_nothing(bench, alone, qtbot, monkeypatch, leave):
    begins, left, given_up = threading.Event(), threading.Event(), threading.Event()

    def endless(_: object, ticket: Ticket) -> None:
        begins.set()
        assert left.wait(PATIENCE_MS / 1000)
        with pytest.raises(CancelledError):
            ticket.check()
        given_up.set()

    monkeypatch.setattr(RUN_TEST, endless)
    dialog = begun(bench, alone)
    qtbot.waitUntil(begins.is_set, timeout=PATIENCE_MS)
    if leave == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    elif leave == "cancel":
        qtbot.mouseClick(dialog.close_button, LEFT)
    else:
        alone.close()
    assert alone.dialog is None
    left.set()
    assert given_up.wait(PATIENCE_MS / 1000)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("the cat sat on the keyboard"), "because of an unexpected error"),
        (ValueError("the batch is empty"), "could not continue: the batch is empty."),
    ],
)
def test_that_a_test_that_breaks_off_says_so(bench, alone, qtbot, monkeypatch, error, words):
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(RUN_TEST, broken)
    crashes: list[str] = []
    alone.job.crashed.connect(crashes.append)
    dialog = begun(bench, alone)
    qtbot.waitUntil(lambda: dialog.verdict.text.startswith("Interrupted"), timeout=PATIENCE_MS)
    assert words in dialog.verdict.text
    assert dialog.close_button.text() == "Close"
    assert len(crashes) == isinstance(error, RuntimeError)


def test_that_the_test_runs_beside_the_run(open_playground, qtbot):
    playground = open_playground(**CIRCLE)
    before = epoch(playground)
    qtbot.mouseClick(playground.window.network.more_button, LEFT)
    qtbot.mouseClick(playground.training.options.overfit_button, LEFT)
    dialog = playground.overfit.dialog
    assert dialog is not None
    outcome(qtbot, dialog)
    train_until(qtbot, playground, before + 2)
    assert playground.workbench.is_playing
    playground.files.leave()
    assert playground.overfit.dialog is None
    assert not any(job.isRunning() for job in playground.jobs)
