from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.kit.fields.formula_field import FormulaField
from tests.playground.actions import show_active
from tests.playground.views.painted import painted_texts

FORMULA = "y > sin(x) + q * 2"
# A wave ends within one swing of the place it marks.
SWING = 4


@pytest.fixture
def field(qtbot: QtBot) -> FormulaField:
    """Without the keyboard, so that no cursor blinks in its pictures."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    other, field = QPushButton("other"), FormulaField("Formula", "Type a condition")
    column.addWidget(other)
    column.addWidget(field)
    window.resize(400, 120)
    show_active(qtbot, window)
    other.setFocus()
    field.setText(FORMULA)
    field.window_of_test = window  # type: ignore[attr-defined] # nothing else keeps it alive
    return field


def picture(field: FormulaField) -> QImage:
    return field.grab().toImage()


def waved(field: FormulaField) -> tuple[int, ...]:
    """First and last column that differ, within the frame, from a field where nothing is wrong; or none."""
    place, shown = field.wrong, picture(field)
    field.set_wrong(None)
    plain = picture(field)
    field.set_wrong(place)
    columns = [
        x
        for x in range(4, shown.width() - 4)
        for y in range(4, shown.height() - 3)
        if shown.pixelColor(x, y) != plain.pixelColor(x, y)
    ]
    return (min(columns), max(columns)) if columns else ()


def left_of(field: FormulaField, index: int) -> int:
    """Where the field itself would put its cursor."""
    kept = field.cursorPosition()
    field.setCursorPosition(index)
    x = field.cursorRect().center().x()
    field.setCursorPosition(kept)
    return x


def test_that_the_field_is_read_out_by_its_name(field):
    assert field.accessibleName() == "Formula"
    assert field.toolTip() == "Type a condition"


def test_that_nothing_is_underlined_at_first_or_when_the_mark_is_taken_away(field):
    assert field.wrong is None
    plain = picture(field)
    field.set_wrong((4, 7))
    assert picture(field) != plain
    field.set_wrong(None)
    assert picture(field) == plain


@pytest.mark.parametrize(("start", "end"), [(0, 1), (4, 7), (13, 14), (4, 18), (0, 18)])
def test_that_the_wave_lies_under_the_wrong_characters_and_no_others(field, start, end):
    field.set_wrong((start, end))
    first, last = waved(field)
    assert first == pytest.approx(left_of(field, start), abs=SWING)
    assert last == pytest.approx(max(left_of(field, end), left_of(field, start) + 9), abs=SWING)


def test_that_the_wave_lies_below_the_letters(field):
    field.set_wrong((4, 7))
    shown = picture(field)
    field.set_wrong(None)
    plain = picture(field)
    [baseline] = [text.y for text in painted_texts(field)]
    rows = [
        y
        for y in range(4, shown.height() - 3)
        for x in range(4, shown.width() - 4)
        if shown.pixelColor(x, y) != plain.pixelColor(x, y)
    ]
    assert min(rows) > baseline - 2
    assert max(rows) - min(rows) < 8


def test_that_a_gap_at_the_end_is_wide_enough_to_be_seen(field):
    field.setText("y > ")
    field.set_wrong((4, 4))
    first, last = waved(field)
    assert first == pytest.approx(left_of(field, 4), abs=SWING)
    assert last - first >= 6


def test_that_the_wave_stays_while_the_cursor_moves(field, qtbot):
    field.set_wrong((13, 14))
    before = waved(field)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left):
        qtbot.keyClick(field, key)
        assert waved(field) == before


def test_that_the_wave_scrolls_with_a_formula_longer_than_the_field(field, qtbot):
    field.setText("x + " * 40 + "q")
    field.set_wrong((160, 161))
    qtbot.keyClick(field, Qt.Key.Key_End)
    first, last = waved(field)
    assert field.width() - 40 < first < last < field.width()
    qtbot.keyClick(field, Qt.Key.Key_Home)
    assert waved(field) == ()  # out of sight at the right
    field.set_wrong((0, 1))
    assert waved(field)[0] < 20


def test_that_typing_is_told_and_longer_than_500_characters_is_not_taken(field, qtbot):
    field.clear()
    with qtbot.waitSignal(field.textEdited) as edited:
        qtbot.keyClick(field, "x")
    assert edited.args == ["x"]
    field.setText("x" * 499)
    qtbot.keyClick(field, Qt.Key.Key_End)
    qtbot.keyClicks(field, "yz")
    assert field.text() == "x" * 499 + "y"


def edge(field: FormulaField, at: int) -> QColor:
    """Colour of the frame half way up, some pixels from the left."""
    return picture(field).pixelColor(at, field.height() // 2)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_frame_tells_where_the_keyboard_is_and_what_is_wrong(field, theme: Theme):
    field.set_theme(theme)
    ground = QColor(theme.field)
    assert (edge(field, 0), edge(field, 1)) == (QColor(theme.ctl), ground)
    field.set_wrong((0, 1))
    assert (edge(field, 0), edge(field, 1)) == (QColor(theme.danger), ground)
    field.setFocus()
    assert field.hasFocus()
    assert [edge(field, x) for x in range(3)] == [QColor(theme.danger)] * 2 + [ground]
    field.set_wrong(None)
    assert [edge(field, x) for x in range(3)] == [QColor(theme.accent)] * 2 + [ground]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_formula_is_written_in_the_ink_of_the_theme(field, theme: Theme):
    field.set_theme(theme)
    [text] = painted_texts(field)
    assert (text.text.strip(), QColor(text.ink)) == (FORMULA, QColor(theme.ink))


def test_that_all_characters_are_equally_wide(field):
    field.setText("iiiWWW...")
    places = [left_of(field, index) for index in range(10)]
    steps = {b - a for a, b in pairwise(places)}
    assert max(steps) - min(steps) <= 1
