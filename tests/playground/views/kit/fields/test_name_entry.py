from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from playground.views.kit.fields.name_entry import NameEntry
from tests.playground.actions import show_active


class Named(QWidget):
    """A name that can be typed over, and a field to go to."""

    def __init__(self) -> None:
        super().__init__()
        self.host, self.other = QPushButton("Spiral"), QLineEdit()
        self.entry = NameEntry(self.host, "Name", 20)
        self.names: list[str] = []
        self.entry.name_entered.connect(self.names.append)
        column = QVBoxLayout(self)
        column.addWidget(self.host)
        column.addWidget(self.other)


@pytest.fixture
def named(qtbot):
    named = Named()
    qtbot.addWidget(named)
    show_active(qtbot, named)
    named.entry.start("Spiral")
    return named


@pytest.mark.parametrize("leave", ["return", "elsewhere"])
def test_that_return_and_leaving_take_a_name_once_and_without_needless_spaces(named, qtbot, leave):
    assert named.entry.selectedText() == "Spiral"
    qtbot.keyClicks(named.entry, "  My   net ")
    if leave == "return":
        qtbot.keyClick(named.entry, Qt.Key.Key_Return)
        assert named.host.hasFocus()
    else:
        named.other.setFocus()
    assert named.names == ["My net"]
    assert named.entry.isHidden()


@pytest.mark.parametrize("typed", ["", "   ", "Spiral"])
def test_that_no_other_name_is_none(named, qtbot, typed):
    named.entry.clear()
    qtbot.keyClicks(named.entry, typed)
    qtbot.keyClick(named.entry, Qt.Key.Key_Return)
    assert named.names == []
    assert named.entry.isHidden()


def test_that_escape_keeps_the_old_name(named, qtbot):
    qtbot.keyClicks(named.entry, "Ring")
    qtbot.keyClick(named.entry, Qt.Key.Key_Escape)
    assert named.names == []
    assert named.host.hasFocus()
    named.entry.start("Spiral")
    assert named.entry.text() == "Spiral"
