"""Notes are written in the window, read beside the experiment, undone as one step, and kept in the file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from playground.models.run.run_file import LONGEST_NOTES
from tests.playground.actions import LEFT, PATIENCE_MS

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXT = "# Spiral\n\nTry *SGD*"


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


def test_that_neither_pictures_nor_links_nor_html_do_anything(playground, tmp_path):
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    path = tmp_path / "picture.png"
    assert picture.save(str(path))
    card = playground.window.notes
    playground.workbench.set_notes(f"a ![x]({path}) [b](https://example.org) <img src='{path}'> <b>c</b>")
    card.open_card()
    document = card.page.document()
    assert document.size().height() < 200
    assert "<b>c</b>" in card.page.toPlainText()
    assert "example.org" not in document.toHtml()
    shot = card.grab().toImage()
    red = Qt.GlobalColor.red
    assert not any(
        shot.pixelColor(x, y) == red for x in range(0, shot.width(), 7) for y in range(0, shot.height(), 7)
    )


def test_that_hostile_markdown_is_shown_all_the_same(playground):
    card = playground.window.notes
    card.open_card()
    for text in (
        ">" * 5000,
        "- " * 3000,
        "*" * 5000,
        "[" * 5000,
        "|" * 3000 + "\n" + "|-" * 3000,
        "`" * 5000,
    ):
        playground.workbench.set_notes(text)
        card.page.grab()
    assert playground.workbench.notes == "`" * 5000


def test_that_notes_beyond_their_length_are_cut_and_it_is_said(playground, qtbot):
    card = playground.window.notes
    card.open_card()
    card.field.setPlainText("x" * (LONGEST_NOTES + 5))
    assert playground.workbench.notes == card.field.toPlainText() == "x" * LONGEST_NOTES
    assert "at most 20,000" in playground.window.network.notice.text
