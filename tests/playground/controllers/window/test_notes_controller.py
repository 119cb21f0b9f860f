"""Notes are written in the window, read beside the experiment, undone as one step, and kept in the file."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.controllers.window.notes_controller import NotesController
from playground.models.experiment.notice import Notice
from playground.models.run.run_file import LONGEST_NOTES
from playground.views.window.header_bar import HeaderBar
from playground.views.window.main_window import MainWindow
from playground.views.window.notes_card import NotesCard
from tests.playground.actions import LEFT, PATIENCE_MS
from tests.playground.controllers.fakes import FakeWorkbench
from tests.playground.views.conftest import close_cards

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXT = "# Spiral\n\nTry *SGD*"


class Window(QWidget):
    """What the controller needs of the window."""

    notes_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.header, self.notes = HeaderBar(self), NotesCard(self)


@pytest.fixture
def bench(qapp) -> FakeWorkbench:
    return FakeWorkbench()


@pytest.fixture
def window(bench, qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window, before_close_func=close_cards)
    window.resize(700, 600)
    window.show()
    NotesController(bench.as_workbench, cast(MainWindow, window), window)
    return window


def test_that_the_same_key_opens_and_closes_the_card(window):
    window.notes_wanted.emit()
    assert window.notes.isVisible()
    window.notes_wanted.emit()
    assert not window.notes.isVisible()


def test_that_each_piece_of_writing_has_a_number_of_its_own(bench, window, qtbot):
    window.notes_wanted.emit()
    card = window.notes
    qtbot.keyClicks(card.field, "ab")
    qtbot.mouseClick(card.edit_button, LEFT)
    qtbot.mouseClick(card.edit_button, LEFT)
    qtbot.keyClicks(card.field, "c")
    texts, pieces = zip(*(call[1:] for call in bench.calls), strict=True)
    assert texts == ("a", "ab", "abc")
    assert pieces[0] == pieces[1] < pieces[2]


def test_that_notes_beyond_their_length_are_cut_and_it_is_said(bench, window):
    window.notes.field.setPlainText("x" * (LONGEST_NOTES + 5))
    (say, notice), (_, text, _) = bench.calls
    assert (say, text) == ("say", "x" * LONGEST_NOTES)
    assert isinstance(notice, Notice)
    assert "at most 20,000" in notice.text


def test_that_the_header_says_whether_there_are_notes(bench, window):
    button = window.header.notes_button
    assert button.accessibleName() == "Notes, none yet"
    bench.notes_changed.emit(TEXT)
    assert button.accessibleName() == "Notes"
    assert window.notes.page.toPlainText() == "Spiral\nTry SGD"


def test_that_notes_are_shown_with_the_document_they_came_with_and_go_with_it(bench, window):
    bench.notes = TEXT
    bench.notes_changed.emit(TEXT)
    bench.kept_replaced.emit(())
    assert window.notes.isVisible()
    assert not window.notes.is_writing
    bench.notes = ""
    bench.notes_changed.emit("")
    bench.kept_replaced.emit(())
    assert not window.notes.isVisible()


def press_notes(qtbot, playground) -> None:
    qtbot.keyClick(playground.window, Qt.Key.Key_N, CONTROL | SHIFT)


def test_that_notes_are_written_by_keys_and_shown_as_they_are_meant(playground, qtbot):
    card = playground.window.notes
    press_notes(qtbot, playground)
    assert card.isVisible()
    assert card.is_writing
    assert card.field.hasFocus()
    qtbot.keyClicks(card.field, "# Spiral")
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    qtbot.keyClicks(card.field, "Try *SGD*")
    assert playground.workbench.notes == "# Spiral\nTry *SGD*"
    qtbot.keyClick(card.field, Qt.Key.Key_Escape)
    assert card.isVisible()
    assert not card.is_writing
    assert card.page.toPlainText() == "Spiral\nTry SGD"
    assert playground.workbench.is_changed
    qtbot.keyClick(card.page, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert not card.isAncestorOf(playground.window.focusWidget())


def test_that_a_piece_of_writing_is_one_step(playground, qtbot):
    card, stack = playground.window.notes, playground.workbench.undo_stack
    qtbot.mouseClick(playground.window.header.notes_button, LEFT)
    qtbot.keyClicks(card.field, "First")
    qtbot.mouseClick(card.edit_button, LEFT)
    qtbot.mouseClick(card.edit_button, LEFT)
    card.field.selectAll()
    qtbot.keyClicks(card.field, "Second")
    assert stack.count() == 2
    assert stack.undoText() == "notes"
    stack.undo()
    assert playground.workbench.notes == card.field.toPlainText() == "First"
    stack.undo()
    assert playground.workbench.notes == card.field.toPlainText() == ""
    stack.redo()
    stack.redo()
    assert playground.workbench.notes == card.field.toPlainText() == "Second"


def test_that_notes_come_with_the_file_and_go_with_another(open_playground, qtbot, tmp_path):
    path = tmp_path / "run.playground"
    first = open_playground(hidden=(3,))
    first.workbench.set_notes(TEXT)
    with qtbot.waitSignal(first.workbench.file_saved, timeout=PATIENCE_MS):
        first.workbench.save_file(path)
    second = open_playground()
    with qtbot.waitSignal(second.workbench.file_opened, timeout=PATIENCE_MS):
        second.workbench.open_file(path)
    card = second.window.notes
    assert card.isVisible()
    assert not card.is_writing
    assert card.page.toPlainText() == "Spiral\nTry SGD"
    assert second.window.header.notes_button.accessibleName() == "Notes"
    assert not second.workbench.is_changed
    second.workbench.start_anew()
    assert not card.isVisible()
    assert second.workbench.notes == ""
    assert second.window.header.notes_button.accessibleName() == "Notes, none yet"
