from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from playground.views.kit.find_field import FindField


@pytest.fixture
def field(qtbot):
    field = FindField("Find a node", "Goes on with Enter")
    qtbot.addWidget(field)
    field.show()
    return field


def test_that_typing_searches_at_every_letter(field, qtbot):
    told: list[object] = []
    field.searched.connect(told.append)
    qtbot.keyClicks(field, "h1,2")
    assert told == ["h", "h1", "h1,", "h1,2"]


def test_that_enter_goes_on_and_with_shift_back(field, qtbot):
    told: list[object] = []
    field.go_wanted.connect(told.append)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert told == [1, -1]


def test_that_escape_clears_the_search(field, qtbot):
    qtbot.keyClicks(field, "x")
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told.args == [""]
    assert field.text() == ""


def test_that_undo_is_the_window_s_until_something_is_typed(field, qtbot):
    def is_its_own() -> bool:
        undo = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(field, undo)
        return undo.isAccepted()

    assert not is_its_own()
    qtbot.keyClicks(field, "w")
    assert is_its_own()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not is_its_own()


def test_that_the_count_is_said_and_leaves_room_for_the_text(field, qtbot):
    qtbot.keyClicks(field, "h1,2")
    plain = field.textMargins().right()
    field.set_found(3, 12)
    assert field.accessibleDescription() == "3/12"
    assert field.textMargins().right() > plain
    field.set_found(1, 0)
    assert field.accessibleDescription() == "none"
    field.clear()
    field.set_found(1, 0)
    assert field.accessibleDescription() == ""


def test_that_it_says_what_it_is(field):
    assert field.accessibleName() == "Find a node"
    assert field.toolTip() == "Goes on with Enter"
