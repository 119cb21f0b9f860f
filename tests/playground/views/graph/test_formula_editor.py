from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.models.graph.functions.function_list import function_list
from playground.views.graph.formula_editor import FormulaEditor
from playground.views.kit.access.keyboard import make_home
from tests.playground.actions import show_active


@pytest.fixture
def editor(qtbot):
    editor = FormulaEditor()
    qtbot.addWidget(editor)
    editor.resize(240, editor.height())
    editor.show()
    return editor


def test_that_every_change_is_told_but_for_text_that_is_set(editor, qtbot):
    told: list[object] = []
    editor.formulas_edited.connect(told.append)
    editor.set_text("y = x")
    assert told == []
    editor.selectAll()
    qtbot.keyClicks(editor, "ab")
    assert told[-1] == "ab"


def test_that_it_grows_with_its_lines_within_reason(editor):
    heights = []
    for lines in (1, 2, 5, 8, 20):
        editor.set_text("\n".join(["y = x"] * lines))
        heights.append(editor.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]


def test_that_lines_broken_for_want_of_room_count(editor):
    editor.set_text("y = sigmoid(w1*x1 + w2*x2 + w3*x3 + w4*x4 + w5*x5 + w6*x6 + w7*x7 + b)")
    wide = editor.height()
    editor.resize(120, wide)
    assert editor.height() > wide


def test_that_tab_leaves_it(editor):
    assert editor.tabChangesFocus()


@pytest.mark.parametrize("place", [(0, 1), (4, 5), (5, 40), (40, 41)])
def test_that_a_wrong_place_is_underlined_wherever_it_is(editor, place):
    editor.set_text("y = x*")
    editor.set_wrong(place)
    (selection,) = editor.extraSelections()
    assert selection.cursor.selectionStart() < selection.cursor.selectionEnd() <= 6
    assert selection.format.underlineStyle() == selection.format.UnderlineStyle.WaveUnderline
    editor.set_wrong(None)
    assert editor.extraSelections() == []


def test_that_keys_type_and_escape_does_no_harm(editor, qtbot):
    qtbot.keyClicks(editor, "y = x")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.toPlainText() == "y = x"


def test_that_escape_gives_the_keyboard_back(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    canvas, editor = QPushButton("Canvas", screen), FormulaEditor(screen)
    make_home(screen, canvas)
    show_active(qtbot, screen)
    editor.setFocus()
    qtbot.keyClicks(editor, "y = x")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert canvas.hasFocus()
    assert editor.toPlainText() == "y = x"


@pytest.mark.parametrize(
    ("before", "cursor", "chosen", "operation", "after", "selected"),
    [
        ("y = ", 4, 0, "exp", "y = exp(x)", "x"), ("y = 2", 5, 0, "exp", "y = 2 exp(x)", "x"),
        ("y = x + 1", 4, 5, "tanh", "y = tanh(x + 1)", "x + 1"), ("y = a", 4, 1, "/", "y = a / y", "y"),
        ("", 0, 0, "neg", "-x", "x"), ("y = |a|", 7, 0, "maximum", "y = |a| maximum(x, y)", "x"),
    ],
)  # fmt: skip
def test_that_a_function_is_put_where_the_cursor_is_and_around_what_is_selected(
    qtbot, editor, before, cursor, chosen, operation, after, selected
):
    editor.set_text(before)
    place = editor.textCursor()
    place.setPosition(cursor)
    place.setPosition(cursor + chosen, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(place)
    with qtbot.waitSignal(editor.formulas_edited) as edited:
        entry = {entry.operation: entry for entry in function_list()}[operation]
        editor.insert(entry.called, entry.operands)
    assert edited.args == [after]
    assert editor.textCursor().selectedText() == selected
    editor.undo()
    assert editor.toPlainText() == before
