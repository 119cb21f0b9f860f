from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit import CheckBox, IntegerField, NumberField, Popover, Stepper, labeled
from playground.views.kit.access.keyboard import give_back, home_of, make_home, note_owner, order_tabs, rescue
from playground.views.network.structure_field import StructureField
from tests.playground.actions import show_active

RETURN, ESCAPE, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space


class Screen(QWidget):
    """A canvas, a box to tick and fields, with a shortcut on Space and Ctrl+Z as the real window has."""

    def __init__(self) -> None:
        super().__init__()
        self.canvas, self.box = QPushButton("Canvas"), CheckBox("Box")
        self.number = NumberField("Rate", value=0.5, minimum=0.0, maximum=1.0)
        self.whole = IntegerField("Seed", value=7)
        self.stepper = Stepper("Layers", value=2)
        self.structure = StructureField()
        self.structure.set_structure((4, 6, 3))
        column = QVBoxLayout(self)
        for widget in (self.canvas, self.box, self.number, self.whole, self.stepper, self.structure):
            column.addWidget(widget)
        make_home(self, self.canvas)
        self.plays, self.undoes = 0, 0
        QShortcut(QKeySequence("Space"), self).activated.connect(self._on_space)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self._on_undo)

    def _on_space(self) -> None:
        self.plays += 1

    def _on_undo(self) -> None:
        self.undoes += 1

    def focusNextPrevChild(self, next: bool) -> bool:
        return rescue(self) or super().focusNextPrevChild(next)


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    made = Screen()
    qtbot.addWidget(made)
    show_active(qtbot, made)
    made.canvas.setFocus()
    return made


def line(screen: Screen, name: str) -> QLineEdit:
    field = getattr(screen, name)
    found: QLineEdit = field.focusProxy() or field
    return found


def edit(qtbot: QtBot, screen: Screen, name: str, text: str) -> QLineEdit:
    entry = line(screen, name)
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    entry.selectAll()
    qtbot.keyClicks(entry, text)
    return entry


TEXTS = {
    "number": ("0.25", "2"),
    "whole": ("9", "x"),
    "stepper": ("3", "-1"),
    "structure": ("8 8", "4, 0, 3"),
}
VALUES = {"number": "0.25", "whole": "9", "stepper": "3", "structure": "4 → 8 → 8 → 3"}
BEFORE = {"number": "0.5", "whole": "7", "stepper": "2", "structure": "4 → 6 → 3"}


@pytest.mark.parametrize("name", TEXTS)
def test_that_return_takes_the_text_and_the_next_space_is_a_shortcut(
    qtbot: QtBot, screen: Screen, name: str
) -> None:
    entry = edit(qtbot, screen, name, TEXTS[name][0])
    qtbot.keyClick(entry, RETURN)
    assert screen.canvas.hasFocus()
    qtbot.keyClick(screen.focusWidget(), SPACE)
    assert screen.plays == 1
    assert entry.text() == VALUES[name]


@pytest.mark.parametrize("name", TEXTS)
def test_that_escape_drops_the_text_and_leaves(qtbot: QtBot, screen: Screen, name: str) -> None:
    entry = edit(qtbot, screen, name, TEXTS[name][0])
    qtbot.keyClick(entry, ESCAPE)
    assert screen.canvas.hasFocus()
    assert entry.text() == BEFORE[name]
    edit(qtbot, screen, name, "")
    qtbot.keyClick(entry, ESCAPE)
    assert screen.canvas.hasFocus()


@pytest.mark.parametrize("name", TEXTS)
def test_that_a_refused_text_stays_with_the_keyboard(qtbot: QtBot, screen: Screen, name: str) -> None:
    entry = edit(qtbot, screen, name, TEXTS[name][1])
    qtbot.keyClick(entry, RETURN)
    assert entry.hasFocus()
    assert entry.text() == TEXTS[name][1]


@pytest.mark.parametrize("name", TEXTS)
def test_that_undo_is_that_of_the_window_unless_something_is_typed(
    qtbot: QtBot, screen: Screen, name: str
) -> None:
    entry = line(screen, name)
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    qtbot.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.undoes == 1
    edit(qtbot, screen, name, "1")
    qtbot.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.undoes == 1
    qtbot.keyClick(entry, RETURN)
    qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.undoes == 2


def test_that_the_keyboard_goes_back_to_what_had_it_and_not_to_another_field(
    qtbot: QtBot, screen: Screen
) -> None:
    screen.box.setFocus(Qt.FocusReason.TabFocusReason)
    edit(qtbot, screen, "whole", "3")
    entry = edit(qtbot, screen, "number", "0.1")
    qtbot.keyClick(entry, RETURN)
    assert screen.box.hasFocus()


@pytest.mark.parametrize("hide", [True, False])
def test_that_what_is_hidden_or_switched_off_does_not_pass_the_keyboard_on_to_a_field(
    screen: Screen, hide: bool
) -> None:
    screen.box.setFocus(Qt.FocusReason.TabFocusReason)
    if hide:
        screen.box.hide()
    else:
        screen.box.setEnabled(False)
    assert screen.canvas.hasFocus()


def test_that_tab_still_goes_from_control_to_control(qtbot: QtBot, screen: Screen) -> None:
    screen.box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(screen.box, Qt.Key.Key_Tab)
    assert screen.number.entry.hasFocus()


def test_that_a_click_on_a_caption_goes_to_its_field(qtbot: QtBot, stage) -> None:
    field = NumberField("Rate", value=0.5)
    whole = labeled("Rate", field)
    stage(whole)
    qtbot.mouseClick(whole.label, Qt.MouseButton.LeftButton)
    assert field.entry.hasFocus()
    assert field.entry.selectedText() == "0.5"


def test_that_a_field_in_a_popover_keeps_the_keyboard_and_escape_closes_it(
    qtbot: QtBot, screen: Screen
) -> None:
    popover = Popover(screen.box)
    field = NumberField("Norm", value=1.0)
    popover.column.addWidget(field)
    popover.open_below()
    assert home_of(field) is None
    field.entry.setFocus()
    field.entry.selectAll()
    qtbot.keyClicks(field.entry, "2")
    qtbot.keyClick(field.entry, RETURN)
    assert field.value() == 2.0
    assert field.entry.hasFocus()
    qtbot.keyClicks(field.entry, "5")
    qtbot.keyClick(field.entry, ESCAPE)
    assert popover.isVisible()
    assert field.value() == 2.0
    qtbot.keyClick(field.entry, ESCAPE)
    assert not popover.isVisible()


def test_that_return_in_a_dialog_takes_the_number_and_presses_its_button(
    qtbot: QtBot, screen: Screen
) -> None:
    dialog = QDialog(screen)
    field, button = NumberField("Side", value=1.0), QPushButton("Use")
    column = QVBoxLayout(dialog)
    column.addWidget(field)
    column.addWidget(button)
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    dialog.open()
    field.entry.setFocus()
    qtbot.keyClicks(field.entry, "2")
    qtbot.keyClick(field.entry, RETURN)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_that_owners_that_are_gone_are_forgotten(screen: Screen) -> None:
    extra = QPushButton(screen)
    extra.show()
    note_owner(extra)
    extra.setParent(None)
    extra.deleteLater()
    del extra
    assert give_back(screen.number)
    assert screen.canvas.hasFocus()


def test_that_tab_goes_through_widgets_in_the_given_order(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second, third = (QPushButton(parent=window) for _ in range(3))
    order_tabs([first, third, second])
    assert first.nextInFocusChain() is third
    assert third.nextInFocusChain() is second


def test_that_what_is_in_another_window_keeps_its_place(qtbot: QtBot) -> None:
    window, other = QWidget(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(other)
    first, second = QPushButton(parent=window), QPushButton(parent=window)
    lent = QPushButton(parent=other)
    order_tabs([first, lent, second])
    assert first.nextInFocusChain() is second
    assert other.nextInFocusChain() is lent
