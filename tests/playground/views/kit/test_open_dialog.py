from __future__ import annotations

from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from playground.views.kit.open_dialog import OpenDialog


def test_that_a_dialog_is_known_while_it_is_open_and_deleted_then(qtbot):
    dialogs, dialog = OpenDialog(), QDialog()
    dialogs.show(dialog)
    assert dialogs.now is dialog
    assert dialog.isVisible()
    dialog.reject()
    assert dialogs.now is None
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_that_the_end_of_an_older_dialog_leaves_the_newer_one(qtbot):
    dialogs, older, newer = OpenDialog(), QDialog(), QDialog()
    dialogs.show(older)
    dialogs.show(newer)
    older.reject()
    assert dialogs.now is newer
    newer.reject()
    assert dialogs.now is None
