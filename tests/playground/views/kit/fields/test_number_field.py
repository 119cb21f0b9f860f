from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from playground.style.theme import LIGHT
from playground.style.words import exact_text, read_number
from playground.views.kit import NumberField
from playground.views.kit.fields.field_note import note_text

# The offscreen platform says so whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard)", extend=True
)


@pytest.fixture
def field(stage):
    made = NumberField(
        "Learning rate", "Step size", value=0.03, minimum=0.0, maximum=10.0, suggestions=[0.01, 0.03, 0.1]
    )
    stage(made)
    made.entry.setFocus(Qt.FocusReason.MouseFocusReason)
    return made


@pytest.fixture
def seen(field):
    values: list[float] = []
    field.value_edited.connect(values.append)
    return values


def retype(qtbot, field, text: str) -> None:
    field.entry.selectAll()
    qtbot.keyClicks(field.entry, text)


@pytest.mark.parametrize(("text", "value"), [("0.2", 0.2), ("1e-3", 0.001), ("7", 7.0), (" 0.5 ", 0.5)])
def test_that_enter_takes_a_number_once(qtbot, field, seen, text: str, value: float) -> None:
    retype(qtbot, field, text)
    assert seen == []
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    qtbot.keyClick(field.entry, Qt.Key.Key_Tab)
    assert seen == [value]
    assert field.value() == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rate", "“rate” is no number"),
        ("1_0", "“1_0” is no number"),
        ("nan", "“nan” is not from 0 to 10"),
        ("inf", "“inf” is not from 0 to 10"),
        ("-1", "“-1” is not from 0 to 10"),
        ("11", "“11” is not from 0 to 10"),
    ],
)
def test_that_nonsense_is_refused_with_a_reason_and_the_last_value_kept(
    qtbot, field, seen, text: str, message: str
) -> None:
    retype(qtbot, field, text)
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    assert field.value() == 0.03
    assert seen == []
    for said in (field.problem, field.toolTip(), note_text(field), field.entry.accessibleDescription()):
        assert message in said
        assert "0.03 is kept" in said
    assert field.entry.hasFocus()
    assert field.entry.text() == text


def test_that_a_refused_text_is_framed_in_the_colour_of_danger(qtbot, field) -> None:
    retype(qtbot, field, "x")
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    border = field.grab().toImage().pixelColor(field.width() // 2, 0)
    assert border.name().upper() == LIGHT.danger


def test_that_escape_brings_the_last_value_back(qtbot, field, seen) -> None:
    retype(qtbot, field, "x")
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    qtbot.keyClick(field.entry, Qt.Key.Key_Escape)
    assert field.entry.text() == "0.03"
    assert field.problem == ""
    assert field.toolTip().startswith("Step size")
    assert seen == []
    assert note_text(field) == ""


def test_that_leaving_takes_a_good_text_and_drops_a_bad_one(qtbot, field, seen) -> None:
    retype(qtbot, field, "0.4")
    qtbot.keyClick(field.entry, Qt.Key.Key_Tab)
    assert seen == [0.4]
    field.entry.setFocus(Qt.FocusReason.MouseFocusReason)
    retype(qtbot, field, "oops")
    qtbot.keyClick(field.entry, Qt.Key.Key_Tab)
    assert seen == [0.4]
    assert field.entry.text() == "0.4"
    assert "“oops” is no number" in note_text(field)  # else nobody would know why it went
    retype(qtbot, field, "0.5")
    assert note_text(field) == ""


def test_that_an_unchanged_number_says_nothing(qtbot, field, seen) -> None:
    retype(qtbot, field, "0.030")
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    assert seen == []
    assert field.entry.text() == "0.03"


def test_that_setting_is_silent_and_leaves_a_text_being_typed_alone(qtbot, field, seen) -> None:
    field.set_value(0.5)
    assert field.entry.text() == "0.5"
    retype(qtbot, field, "0.7")
    field.set_value(0.6)
    assert field.entry.text() == "0.7"
    qtbot.keyClick(field.entry, Qt.Key.Key_Escape)
    assert field.entry.text() == "0.6"
    assert seen == []


def test_that_a_suggestion_is_taken_from_the_list(qtbot, field, seen) -> None:
    arrow = QPoint(field.width() - 14, field.height() // 2)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=arrow)
    assert field.popup.isVisible()
    qtbot.keyClick(field.popup.list, Qt.Key.Key_Down)
    qtbot.keyClick(field.popup.list, Qt.Key.Key_Return)
    assert seen == [0.1]
    assert not field.popup.isVisible()


def test_that_the_list_opens_by_key(qtbot, field) -> None:
    qtbot.keyClick(field.entry, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.popup.isVisible()
    field.popup.hide()


def test_that_up_and_down_go_through_the_suggestions(qtbot, field, seen) -> None:
    field.set_value(0.05)
    qtbot.keyClick(field.entry, Qt.Key.Key_Up)
    qtbot.keyClick(field.entry, Qt.Key.Key_Up)
    qtbot.keyClick(field.entry, Qt.Key.Key_Down)
    assert seen == [0.1, 0.03]


def test_that_a_field_may_have_its_own_way_of_reading(qtbot, stage) -> None:
    def percent(text: str) -> float:
        if not text.endswith("%"):
            raise ValueError("Write a percentage")
        return float(text[:-1]) / 100

    field = NumberField("Share", value=0.5, parse=percent, formatter=lambda value: f"{value * 100:g}%")
    stage(field)
    assert field.entry.text() == "50%"
    retype(qtbot, field, "25")
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    assert field.problem == "Write a percentage; 50% is kept"
    retype(qtbot, field, "25%")
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    assert field.value() == 0.25


def test_that_it_does_nothing_while_disabled(qtbot, field, seen) -> None:
    field.setEnabled(False)
    qtbot.keyClicks(field.entry, "9")
    qtbot.keyClick(field.entry, Qt.Key.Key_Return)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 14, 10))
    assert not field.popup.isVisible()
    assert field.value() == 0.03
    assert seen == []


def test_that_a_disabled_field_forgets_what_was_half_typed(qtbot, field) -> None:
    retype(qtbot, field, "0.9")
    field.setEnabled(False)
    assert field.entry.text() == exact_text(field.value())


@given(st.floats(1e-9, 1e9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_that_a_number_too_long_for_its_field_keeps_its_size_and_all_digits_once_it_is_edited(
    stage, value: float
) -> None:
    field = NumberField("Rate", value=0.1)
    stage(field)
    field.setFixedWidth(84)
    field.set_value(value)
    shown = read_number(field.entry.text())
    assert shown == pytest.approx(value, rel=0.1, abs=0.0)
    assert field.entry.fontMetrics().horizontalAdvance(field.entry.text()) <= field.entry.width()
    field.entry.setFocus(Qt.FocusReason.MouseFocusReason)
    assert read_number(field.entry.text()) == value
    assert field.value() == value
