from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.models.diagnosis.overfit import OverfitProgress, OverfitResult
from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.diagnosis.overfit_dialog import OverfitDialog
from tests.playground.actions import LEFT

Opener = Callable[..., OverfitDialog]
LOSSES = (0.7, 0.4, 0.1, 0.006)
PASSED = OverfitResult(True, "the loss of 10 points fell.", "All parts work together.", "", LOSSES)
FAILED = OverfitResult(False, "the loss stayed.", "The learning rate is too large: try 0.1.", "rate", LOSSES)


@pytest.fixture
def open_dialog(qtbot: QtBot) -> Iterator[Opener]:
    dialogs: list[OverfitDialog] = []

    def open_one(theme: Theme = LIGHT) -> OverfitDialog:
        dialog = OverfitDialog(theme, has_classes=True)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.open()
        return dialog

    yield open_one
    for dialog in dialogs:
        dialog.done(0)


@pytest.mark.parametrize("result", [PASSED, FAILED])
def test_that_a_verdict_is_said_with_its_reason_and_advice(open_dialog, result):
    dialog = open_dialog()
    assert dialog.close_button.text() == "Cancel"
    dialog.set_result(result)
    word = "Passed" if result.passed else "Failed"
    reason = result.reason[0].upper() + result.reason[1:]
    assert dialog.verdict.text == f"{word} {reason} {result.advice}"
    assert dialog.close_button.text() == "Close"
    assert [loss for _, loss in dialog.curve.points] == list(LOSSES)


def test_that_progress_is_shown_while_it_runs(open_dialog):
    dialog = open_dialog()
    for update, loss in enumerate(LOSSES[:3]):
        dialog.set_progress(OverfitProgress(1000 * update, loss))
    assert dialog.curve.points == ((0, 0.7), (1000, 0.4), (2000, 0.1))
    assert dialog.verdict.text.startswith("Running Update 2,000 of at most 3,000, loss 0.1")


@pytest.mark.parametrize("is_over", [False, True])
@pytest.mark.parametrize("leave", ["escape", "button", "space"])
def test_that_it_can_be_left(open_dialog, qtbot, leave, is_over):
    dialog = open_dialog()
    if is_over:
        dialog.set_result(PASSED)
    with qtbot.waitSignal(dialog.finished):
        if leave == "escape":
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        elif leave == "button":
            qtbot.mouseClick(dialog.close_button, LEFT)
        else:
            qtbot.keyClick(dialog.close_button, Qt.Key.Key_Space)
    assert not dialog.isVisible()


def test_that_it_says_why_it_cannot_go_on(open_dialog):
    dialog = open_dialog()
    dialog.set_broken("The keyboard is under a cat.")
    assert dialog.verdict.text.startswith("Interrupted The keyboard is under a cat.")
    assert dialog.close_button.text() == "Close"


def test_that_every_part_has_a_name_and_a_tip(open_dialog):
    dialog = open_dialog()
    parts: list[QWidget] = [dialog.curve, dialog.verdict, dialog.close_button]
    assert all(part.accessibleName() and part.toolTip() for part in parts)


def test_that_it_fits_a_small_window_and_does_not_jump(open_dialog):
    dialog = open_dialog()
    before = dialog.verdict.geometry()
    dialog.set_result(PASSED)
    assert dialog.verdict.geometry() == before
    assert dialog.width() < 1180
    assert dialog.height() < 720


def test_that_it_changes_its_colours_with_the_theme(open_dialog):
    dialog = open_dialog()
    dialog.set_result(PASSED)
    light = dialog.grab().toImage()
    apply_to_tree(dialog, DARK)
    assert dialog.grab().toImage() != light
