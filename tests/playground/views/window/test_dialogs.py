from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication

from playground.style.theme import DARK, LIGHT
from playground.views.window.dialogs import about_dialog, error_dialog, set_aside_dialog
from tests.playground.actions import LEFT

LOG = Path("/state/scalar-playground/log.txt")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_the_log_is_named_and_its_folder_opened(qtbot, monkeypatch, theme):
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", staticmethod(lambda url: opened.append(url.toLocalFile()))
    )
    for dialog in (about_dialog(theme, LOG), error_dialog("KeyError: 3", theme, LOG)):
        qtbot.addWidget(dialog)
        dialog.show()
        assert f"Log: {LOG}" in dialog._text.toPlainText()
        assert not dialog.action_button.isVisible()
        qtbot.mouseClick(dialog.folder_button, LEFT)
    assert opened == [str(LOG.parent)] * 2


def test_that_a_log_that_cannot_be_written_is_said(qtbot):
    dialog = about_dialog(LIGHT, None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "Log: none" in dialog._text.toPlainText()
    assert not dialog.folder_button.isVisible()


def test_that_text_can_be_selected_and_copied(qtbot):
    dialog = error_dialog("KeyError: <b>3</b>", LIGHT, LOG)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._text.setFocus()
    qtbot.keyClick(dialog._text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert dialog._text.textCursor().selectedText().startswith("KeyError: <b>3</b>")
    qtbot.mouseClick(dialog.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == dialog._text.toPlainText()


def test_that_settings_are_taken_only_when_the_button_says_so(qtbot):
    for button, taken in (("close_button", 0), ("action_button", 1)):
        dialog = set_aside_dialog("Experiment: Moons", LIGHT)
        qtbot.addWidget(dialog)
        dialog.show()
        wanted: list[bool] = []
        dialog.action_wanted.connect(lambda wanted=wanted: wanted.append(True))
        qtbot.mouseClick(getattr(dialog, button), LEFT)
        assert len(wanted) == taken
        assert not dialog.isVisible()
