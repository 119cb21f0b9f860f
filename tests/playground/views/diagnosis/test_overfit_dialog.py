from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training
from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.diagnosis.overfit_dialog import OverfitDialog
from tests.playground.actions import LEFT, PATIENCE_MS

Opener = Callable[..., OverfitDialog]
# Far from an end: as many updates as there may be, of a network that learns next to nothing.
LONG = {"hidden": (16,) * 4, "learning_rate": 1e-9}


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[Opener]:
    dialogs: list[OverfitDialog] = []

    def open_one(theme=LIGHT, **values) -> OverfitDialog:
        settings = {"backend": "array", "dataset": "xor", "hidden": (4,), "learning_rate": 0.03, **values}
        run = Training.of(Experiment(**settings))
        dialog = OverfitDialog(run.network, theme)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.open()
        return dialog

    yield open_one
    for dialog in dialogs:
        dialog.done(0)


def wait_for_verdict(qtbot: QtBot, dialog: OverfitDialog) -> None:
    qtbot.waitUntil(lambda: dialog.result_shown is not None, timeout=PATIENCE_MS)


def test_that_a_sound_network_is_said_to_pass(open_dialog, qtbot):
    dialog = open_dialog()
    assert dialog.close_button.text() == "Cancel"
    wait_for_verdict(qtbot, dialog)
    assert dialog.verdict.text.startswith("Passed The loss of 10 points fell from ")
    assert dialog.close_button.text() == "Close"
    assert [loss for _, loss in dialog.curve.points] == list(dialog.result_shown.losses)


def test_that_a_failure_says_why_and_what_to_try(open_dialog, qtbot):
    dialog = open_dialog(hidden=(), optimizer="sgd", learning_rate=1000.0, loss="squared_error")
    wait_for_verdict(qtbot, dialog)
    assert dialog.verdict.text.startswith("Failed ")
    assert "The learning rate 1000 is too large: try 100." in dialog.verdict.text


def test_that_progress_is_shown_while_it_runs(open_dialog, qtbot):
    dialog = open_dialog(**LONG)
    qtbot.waitUntil(lambda: len(dialog.curve.points) >= 2, timeout=PATIENCE_MS)
    assert dialog.verdict.text.startswith("Running Update ")
    assert "of at most 3,000, loss " in dialog.verdict.text


@pytest.mark.parametrize("leave", ["escape", "cancel"])
def test_that_leaving_gives_up_the_test(open_dialog, qtbot, leave):
    dialog = open_dialog(**LONG)
    qtbot.waitUntil(lambda: bool(dialog.curve.points), timeout=PATIENCE_MS)
    with qtbot.assertNotEmitted(dialog.judged):
        if leave == "escape":
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            qtbot.mouseClick(dialog.close_button, LEFT)
    assert not dialog.isVisible()
    assert dialog.result_shown is None
    assert dialog._thread.isFinished()


def test_that_escape_closes_a_test_that_is_over(open_dialog, qtbot):
    dialog = open_dialog()
    wait_for_verdict(qtbot, dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_the_button_works_with_the_keyboard(open_dialog, qtbot):
    dialog = open_dialog()
    wait_for_verdict(qtbot, dialog)
    qtbot.keyClick(dialog.close_button, Qt.Key.Key_Space)
    assert not dialog.isVisible()


def test_that_an_unforeseen_error_is_told_and_passed_on(open_dialog, qtbot, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("the cat sat on the keyboard")

    monkeypatch.setattr("playground.workers.overfit.OverfitTest", broken)
    dialog = open_dialog()
    with qtbot.waitSignal(dialog.crashed, timeout=PATIENCE_MS) as crashed:
        pass
    assert "the cat sat on the keyboard" in crashed.args[0]
    assert dialog.verdict.text.startswith("Broken off")
    assert dialog.close_button.text() == "Close"


def test_that_every_part_has_a_name_and_a_tip(open_dialog):
    dialog = open_dialog()
    parts: list[QWidget] = [dialog.curve, dialog.verdict, dialog.close_button]
    assert all(part.accessibleName() and part.toolTip() for part in parts)


def test_that_it_fits_a_small_window_and_does_not_jump(open_dialog, qtbot):
    dialog = open_dialog()
    before = dialog.verdict.geometry()
    wait_for_verdict(qtbot, dialog)
    assert dialog.verdict.geometry() == before
    assert dialog.width() < 1180
    assert dialog.height() < 720


def test_that_it_changes_its_colours_with_the_theme(open_dialog, qtbot):
    dialog = open_dialog()
    wait_for_verdict(qtbot, dialog)
    light = dialog.grab().toImage()
    apply_to_tree(dialog, DARK)
    assert dialog.grab().toImage() != light
