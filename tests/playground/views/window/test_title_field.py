from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from playground.models.experiment.choices import LONGEST_NAME
from playground.style.theme import LIGHT
from playground.views.window.title_field import TitleField
from tests.playground.actions import show_active

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stage(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field, other = TitleField(), QLineEdit()
    column.addWidget(field)
    column.addWidget(other)
    field.set_title("Spiral")
    window.resize(300, 120)
    show_active(qtbot, window)
    other.setFocus()
    field.other = other  # type: ignore[attr-defined]
    yield field
    window.close()


@pytest.fixture
def edited(stage):
    titles: list[str] = []
    stage.title_edited.connect(titles.append)
    return titles


def type_over(qtbot, field, text):
    qtbot.keyClick(field.entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field.entry, text)


def test_that_a_click_and_enter_change_the_name_once(stage, edited, qtbot):
    qtbot.mouseClick(stage, LEFT)
    assert stage.entry.hasFocus()
    assert stage.entry.selectedText() == "Spiral"
    type_over(qtbot, stage, "My  first net ")
    assert edited == []
    qtbot.keyClick(stage.entry, Qt.Key.Key_Return)
    assert edited == ["My first net"]
    assert not stage.is_editing
    assert stage.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_the_keyboard_starts_the_typing(stage, qtbot, key):
    stage.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(stage, key)
    assert stage.is_editing


def test_that_escape_leaves_the_old_name(stage, edited, qtbot):
    qtbot.mouseClick(stage, LEFT)
    type_over(qtbot, stage, "something else")
    qtbot.keyClick(stage.entry, Qt.Key.Key_Escape)
    assert not stage.is_editing
    assert edited == []
    assert stage.text() == "Spiral"


def test_that_leaving_the_field_takes_the_name_over(stage, edited, qtbot):
    qtbot.mouseClick(stage, LEFT)
    type_over(qtbot, stage, "Left behind")
    stage.other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert edited == ["Left behind"]
    assert not stage.is_editing
    assert stage.other.hasFocus()


@pytest.mark.parametrize("text", ["", "   ", "Spiral", " Spiral "])
def test_that_nothing_and_the_same_name_change_nothing(stage, edited, qtbot, text):
    qtbot.mouseClick(stage, LEFT)
    type_over(qtbot, stage, text or " ")
    qtbot.keyClick(stage.entry, Qt.Key.Key_Return)
    assert edited == []
    assert stage.text() == "Spiral"


def test_that_names_have_an_end(stage, edited, qtbot):
    qtbot.mouseClick(stage, LEFT)
    type_over(qtbot, stage, "x" * (LONGEST_NAME + 5))
    qtbot.keyClick(stage.entry, Qt.Key.Key_Return)
    assert edited == ["x" * LONGEST_NAME]


def test_that_setting_the_name_says_nothing_and_leaves_what_is_typed(stage, edited, qtbot):
    qtbot.mouseClick(stage, LEFT)
    type_over(qtbot, stage, "half a na")
    stage.set_title("Circle")
    assert stage.entry.text() == "half a na"
    assert edited == []
    assert stage.text() == "Circle"


def test_that_unsaved_changes_are_drawn_and_told(stage):
    before = stage.grab().toImage()
    stage.set_unsaved(True)
    after = stage.grab().toImage()
    accent = [
        (x, y)
        for x in range(after.width())
        for y in range(after.height())
        if after.pixelColor(x, y).name().upper() == LIGHT.accent
    ]
    assert accent
    assert all(before.pixelColor(x, y).name().upper() != LIGHT.accent for x, y in accent)
    assert "unsaved" in stage.accessibleName()
    stage.set_unsaved(False)
    assert "unsaved" not in stage.accessibleName()


def test_that_a_long_name_is_shortened_before_the_pencil(stage):
    stage.set_title("a name that is much longer than the field can ever be " * 2)
    shape, _ = stage.ring_shape()
    assert stage.rect().contains(shape)
    assert "a name that is much longer" in stage.toolTip()
