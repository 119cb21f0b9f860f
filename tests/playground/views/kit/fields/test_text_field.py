from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit import TextButton, TextField


class Form(QWidget):
    """A field, and a button to go to."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.button = TextField("Marks", "What means missing"), TextButton("Next")
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.button)
        self.told: list[str] = []
        self.returns = 0
        self.field.text_entered.connect(self.told.append)

    def keyPressEvent(self, event) -> None:
        self.returns += event.key() == Qt.Key.Key_Return


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    form = Form()
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    form.field.set_text("NA")
    form.field.setFocus()
    return form


def test_that_return_tells_a_new_text_once_and_then_belongs_to_the_window(form, qtbot):
    qtbot.keyClicks(form.field, " ?")
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert (form.told, form.returns) == (["NA ?"], 0)
    qtbot.keyClick(form.field, Qt.Key.Key_Return)
    assert (form.told, form.returns) == (["NA ?"], 1)


def test_that_leaving_the_field_tells_a_new_text(form, qtbot):
    qtbot.keyClicks(form.field, "x")
    form.button.setFocus()
    assert form.told == ["NAx"]


def test_that_escape_takes_the_old_text_back(form, qtbot):
    qtbot.keyClicks(form.field, "x")
    qtbot.keyClick(form.field, Qt.Key.Key_Escape)
    assert form.field.text() == "NA"
    form.button.setFocus()
    assert form.told == []


def test_that_a_text_that_is_shown_is_not_told(form):
    form.field.set_text("NULL")
    form.button.setFocus()
    assert (form.field.text(), form.told) == ("NULL", [])
