from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit.fields.field_note import GAP, FieldNote, note_text, say_below


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    QVBoxLayout(made)
    return made


def note_of(window: QWidget) -> FieldNote:
    note = window.findChild(FieldNote)
    assert note is not None
    return note


def place_of(field: QWidget) -> QRect:
    return QRect(field.mapTo(field.window(), QPoint(0, 0)), field.size())


def test_that_a_note_stays_below_a_field_whose_size_and_place_change(window: QWidget) -> None:
    field, before = QLineEdit(), QWidget()
    before.setFixedWidth(50)
    row = QHBoxLayout()
    row.addWidget(before)
    row.addWidget(field)
    layout = window.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addLayout(row)
    window.show()
    say_below(field, "99 is too many")
    before.setFixedWidth(120)
    layout.activate()
    assert note_text(field) == "99 is too many"
    place, note = place_of(field), note_of(window).geometry()
    assert (note.left(), note.top()) == (place.left(), place.bottom() + 1 + GAP)


def test_that_a_note_is_scrolled_with_its_field_and_goes_with_it(window: QWidget) -> None:
    area, page = QScrollArea(), QWidget()
    column = QVBoxLayout(page)
    fields = [QLineEdit() for _ in range(30)]
    for field in fields:
        column.addWidget(field)
    area.setWidget(page)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(area)
    window.show()
    field = fields[3]
    say_below(field, "no number")
    area.verticalScrollBar().setValue(40)
    assert note_of(window).y() == place_of(field).bottom() + 1 + GAP
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert note_text(field) == ""


def test_that_a_note_goes_when_what_its_field_is_in_is_hidden(window: QWidget) -> None:
    page, field = QWidget(), QLineEdit()
    QVBoxLayout(page).addWidget(field)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(page)
    window.show()
    say_below(field, "no number")
    page.hide()
    assert note_text(field) == ""


def test_that_a_note_goes_where_its_field_moves_to_another_window(window: QWidget, qtbot: QtBot) -> None:
    content, field = QWidget(), QLineEdit()
    qtbot.addWidget(content)
    QVBoxLayout(content).addWidget(field)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(content)
    window.show()
    content.hide()
    say_below(field, "no number")  # as a field that loses the keyboard on its way does
    note = note_of(window)
    content.setParent(None)
    # Qt warns, and so fails this test, of a way from the field to a window that it is not in.
    content.resize(300, 200)
    content.show()
    assert note.text == ""
