from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.views.kit.fields.field_note import note_text
from playground.views.network.structure_field import StructureField

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def field(qtbot: QtBot, stage) -> StructureField:
    made = StructureField()
    made.set_structure((4, 6, 6, 3))
    stage(made)
    return made


@pytest.fixture
def seen(field: StructureField) -> list[tuple[int, ...]]:
    hidden: list[tuple[int, ...]] = []
    field.hidden_edited.connect(hidden.append)
    return hidden


def retype(qtbot: QtBot, field: StructureField, text: str) -> None:
    qtbot.mouseClick(field, LEFT)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def test_that_arrows_turn_into_commas_for_typing(qtbot: QtBot, field: StructureField) -> None:
    assert field.text() == "4 → 6 → 6 → 3"
    qtbot.mouseClick(field, LEFT)
    assert field.text() == "4, 6, 6, 3"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [("4, 8, 3", (8,)), ("8 8 8", (8, 8, 8)), ("8x2", (8, 8)), ("4-5-3", (5,)), ("4 3", ())],
)
def test_that_sizes_are_taken_once(
    qtbot: QtBot, field: StructureField, seen: list[tuple[int, ...]], text: str, hidden: tuple[int, ...]
) -> None:
    retype(qtbot, field, text)
    assert seen == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert seen == [hidden]
    assert field.text() == " → ".join(map(str, (4, *hidden, 3)))


def test_that_refused_sizes_stay_with_the_fault_marked_until_they_are_right(
    qtbot: QtBot, field: StructureField, seen: list[tuple[int, ...]]
) -> None:
    retype(qtbot, field, "4, six, 3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "4, six, 3"
    assert field.selectedText() == "six"
    assert seen == []
    for said in (field.problem, note_text(field), field.toolTip(), field.accessibleDescription()):
        assert "“six” is no size" in said
        assert "the network stays as it is" in said
    qtbot.keyClicks(field, "7")
    assert (field.problem, note_text(field)) == ("", "")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert seen == [(7,)]


def test_that_the_caret_stands_where_a_size_is_missing(qtbot: QtBot, field: StructureField) -> None:
    retype(qtbot, field, "4, , 3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.cursorPosition() == 3


def test_that_leaving_with_refused_sizes_shows_those_of_the_network_and_says_why(
    qtbot: QtBot, field: StructureField, seen: list[tuple[int, ...]]
) -> None:
    retype(qtbot, field, "4, 99, 3")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "4 → 6 → 6 → 3"
    assert seen == []
    assert "“99” is not a size" in note_text(field)


def test_that_sizes_that_change_meanwhile_leave_a_text_being_typed_alone(
    qtbot: QtBot, field: StructureField
) -> None:
    retype(qtbot, field, "8 8")
    field.set_structure((4, 5, 3))
    assert field.text() == "8 8"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "4, 5, 3"


def test_that_many_sizes_end_in_an_ellipsis_and_the_tip_has_them_all(field: StructureField) -> None:
    whole = (64, *(32,) * 10, 10)
    field.setFixedWidth(160)
    field.set_structure(whole)
    assert field.text().startswith("64 → 32 → ")
    assert field.text().endswith("…")
    assert " → ".join(map(str, whole)) in field.toolTip()
    field.setFixedWidth(600)
    assert field.text() == " → ".join(map(str, whole))
