from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit.fields.slider_field import STEPS, SliderField
from tests.playground.actions import LEFT, show_active, type_into

REUSED = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def elsewhere() -> QLineEdit:
    """Where the focus goes from the editor."""
    return QLineEdit()


@pytest.fixture
def editor(qtbot: QtBot, elsewhere: QLineEdit) -> Iterator[SliderField]:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    editor = SliderField()
    column.addWidget(editor)
    column.addWidget(elsewhere)
    window.resize(260, 120)
    show_active(qtbot, window)
    elsewhere.setFocus()
    editor.set_value(0.5, is_other=True)
    yield editor
    window.hide()


@pytest.fixture
def told(editor: SliderField) -> list[float]:
    told: list[float] = []
    editor.value_edited.connect(told.append)
    return told


def knob(editor: SliderField) -> QPoint:
    return editor.slider.knob_center().toPoint()


def test_that_a_typed_value_is_told_once_and_moves_the_knob(editor, told, qtbot):
    before = knob(editor).x()
    type_into(qtbot, editor.field, "1.25")
    assert told == [1.25]
    assert knob(editor).x() > before


@pytest.mark.parametrize("minus", ["-", "−"])
def test_that_either_minus_is_read(editor, told, qtbot, minus):
    entry = editor.field.entry
    qtbot.mouseClick(entry, LEFT)
    qtbot.keyClick(entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(
        entry, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Minus, Qt.KeyboardModifier.NoModifier, minus)
    )
    qtbot.keyClicks(entry, "1.5")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert told == [-1.5]
    assert editor.field.entry.text() == "−1.500"


@pytest.mark.parametrize("text", ["", "abc", "nan", "inf", "2e6", "1_0"])
def test_that_what_is_no_number_in_range_is_refused(editor, told, qtbot, text):
    type_into(qtbot, editor.field, text or " ")
    assert told == []
    assert editor.field.problem
    assert editor.field.value() == 0.5


def test_that_a_dragged_value_is_told_on_the_way_and_shown_in_the_field(editor, told, qtbot):
    slider = editor.slider
    qtbot.mousePress(slider, LEFT, pos=knob(editor))
    for x in (slider.width() // 2, slider.width() - 7):
        qtbot.mouseMove(slider, QPoint(x, slider.height() // 2))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 7, slider.height() // 2))
    assert told[-1] == pytest.approx(2.0)
    assert len(told) >= 2
    assert editor.field.entry.text() == "+2.000"


def test_that_the_middle_of_the_slider_is_zero(editor, told, qtbot):
    editor.set_value(-0.7, is_other=True)
    slider = editor.slider
    qtbot.mouseClick(slider, LEFT, pos=slider.rect().center())
    assert told[-1] == pytest.approx(0.0, abs=4.0 / (slider.width() - 14))


def test_that_keys_on_the_slider_change_the_value_step_by_step(editor, told, qtbot):
    qtbot.keyClick(editor.slider, Qt.Key.Key_Right)
    qtbot.keyClick(editor.slider, Qt.Key.Key_Left)
    qtbot.keyClick(editor.slider, Qt.Key.Key_Left)
    assert told == pytest.approx([0.505, 0.5, 0.495])


def test_that_a_typed_value_beyond_the_ends_pushes_them_out(editor, told, qtbot):
    type_into(qtbot, editor.field, "30")
    slider = editor.slider
    assert slider.minimum() < slider.value() < slider.maximum()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert told == [30.0, pytest.approx(-45.0)]


def test_that_another_small_parameter_brings_the_ends_back(editor, told, qtbot):
    type_into(qtbot, editor.field, "30")
    editor.set_value(0.1, is_other=True)
    qtbot.keyClick(editor.slider, Qt.Key.Key_End)
    assert told[-1] == pytest.approx(2.0)


@REUSED
@given(st.floats(-1e6, 1e6))
def test_that_showing_a_value_tells_nothing_and_puts_the_knob_in_proportion(editor, told, value):
    editor.set_value(value, is_other=True)
    assert told == []
    assert editor.field.value() == value
    reach = max(2.0, 1.5 * abs(value))
    assert editor.slider.value() == round(value / reach * STEPS)
    assert editor.slider.minimum() < editor.slider.value() < editor.slider.maximum()


def test_that_training_does_not_take_the_knob_out_of_the_hand(editor, qtbot):
    slider = editor.slider
    qtbot.mousePress(slider, LEFT, pos=slider.rect().center())
    held = slider.value()
    editor.set_value(1.9)
    assert slider.value() == held
    qtbot.mouseRelease(slider, LEFT, pos=slider.rect().center())
    editor.set_value(1.9)
    assert slider.value() > held
    assert editor.field.value() == 1.9


def test_that_training_does_not_change_what_is_being_typed(editor, elsewhere, qtbot):
    qtbot.mouseClick(editor.field.entry, LEFT)
    qtbot.keyClicks(editor.field.entry, "7")
    typed = editor.field.entry.text()
    editor.set_value(1.9)
    assert editor.field.entry.text() == typed
    qtbot.keyClick(editor.field.entry, Qt.Key.Key_Escape)
    elsewhere.setFocus()
    editor.set_value(1.9)
    assert editor.field.entry.text() == "+1.900"


def test_that_the_field_follows_training_and_undo_once_enter_has_taken_the_text(editor, told, qtbot):
    type_into(qtbot, editor.field, "1.25")
    editor.set_value(1.5)
    assert editor.field.entry.text() == "+1.500"


def test_that_another_parameter_is_shown_at_once_though_the_field_has_the_focus(editor, told, qtbot):
    qtbot.mouseClick(editor.field.entry, LEFT)
    editor.set_value(-1.0, is_other=True)
    assert editor.field.entry.text() == "−1.000"
    assert told == []


def test_that_leaving_the_field_untouched_keeps_all_figures_of_the_value(editor, told, elsewhere, qtbot):
    editor.set_value(0.123456789, is_other=True)
    qtbot.mouseClick(editor.field.entry, LEFT)
    qtbot.keyClick(editor.field.entry, Qt.Key.Key_Return)
    elsewhere.setFocus()
    assert told == []
    assert editor.field.value() == 0.123456789


def test_that_field_and_slider_are_named_after_the_parameter(editor):
    editor.describe("Bias, Neuron 5 in hidden 2")
    assert editor.field.accessibleName() == "Bias, Neuron 5 in hidden 2"
    assert editor.slider.accessibleName() == "Drag: Bias, Neuron 5 in hidden 2"


@pytest.mark.parametrize(
    "value",
    [
        -0.316, -99.999, 1234.0, -0.00012, -0.000012, -123456.0, -0.00163,
    ],
)  # fmt: skip
def test_that_the_field_has_room_for_the_whole_number(editor, value):
    editor.set_value(value, is_other=True)
    entry = editor.field.entry
    needed = QFontMetrics(entry.font()).horizontalAdvance(entry.text())
    assert needed <= entry.width() - 4


def test_that_another_parameter_is_shown_even_while_a_value_is_being_typed(editor, told, qtbot):
    qtbot.mouseClick(editor.field.entry, Qt.MouseButton.LeftButton)
    editor.field.entry.selectAll()
    qtbot.keyClicks(editor.field.entry, "77")
    editor.set_value(0.25)
    assert editor.field.entry.text() == "77"
    editor.set_value(0.25, is_other=True)
    assert editor.field.entry.text() == "+0.250"
    editor.field.entry.clearFocus()
    assert told == []
