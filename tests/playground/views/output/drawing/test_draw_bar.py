from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit.access.focus_ring import has_ring
from playground.views.output.drawing.draw_bar import DrawBar
from tests.playground.actions import show_active

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    line = QLineEdit()
    line.setObjectName("line")
    column.addWidget(line)
    column.addWidget(DrawBar())
    show_active(qtbot, window)
    line.setFocus()
    return window


@pytest.fixture
def bar(window: QWidget) -> DrawBar:
    bar = window.findChild(DrawBar)
    assert bar is not None
    bar.setFocus()
    bar.classes.setFocus()
    return bar


def test_that_it_fits_below_the_plot(bar):
    assert bar.sizeHint().height() <= 84
    bar.set_compact(True)
    assert bar.sizeHint().height() <= 80
    assert bar.minimumSizeHint().width() <= 316
    bar.set_used(10)
    assert bar.minimumSizeHint().width() <= 316


def test_that_clicks_take_tools_in_hand(bar, qtbot):
    for button, tool in ((bar.eraser, "erase"), (bar.mover, "move")):
        with qtbot.waitSignal(bar.tool_changed):
            qtbot.mouseClick(button, LEFT)
        assert bar.tool == tool
        assert (bar.eraser.isChecked(), bar.mover.isChecked()) == (tool == "erase", tool == "move")
    with qtbot.waitSignal(bar.tool_changed):
        qtbot.mouseClick(bar.classes, LEFT, pos=bar.classes.cell_rect(1).center())
    assert (bar.tool, bar.label) == ("paint", 1)
    assert not bar.eraser.isChecked()
    assert not bar.mover.isChecked()


def test_that_a_click_on_the_tool_in_hand_keeps_it(bar, qtbot):
    qtbot.mouseClick(bar.eraser, LEFT)
    with qtbot.assertNotEmitted(bar.tool_changed):
        qtbot.mouseClick(bar.eraser, LEFT)
    assert bar.tool == "erase"
    assert bar.eraser.isChecked()


def test_that_keys_choose_classes_and_tools(bar, qtbot):
    bar.set_used(10)
    chosen = []
    for key in "1590":
        qtbot.keyClick(bar.classes, key)
        chosen.append((bar.tool, bar.label))
    assert chosen == [("paint", 0), ("paint", 4), ("paint", 8), ("paint", 9)]
    qtbot.keyClick(bar.classes, "e")
    assert bar.tool == "erase"
    qtbot.keyClick(bar.classes, "m")
    assert bar.tool == "move"
    qtbot.keyClick(bar.classes, "2")
    assert (bar.tool, bar.label) == ("paint", 1)


def test_that_keys_of_classes_that_are_not_shown_do_nothing(bar, qtbot):
    bar.set_used(2)
    with qtbot.assertNotEmitted(bar.tool_changed):
        qtbot.keyClick(bar.classes, "7")
    assert bar.label == 0


def test_that_keys_reach_a_text_field_and_nothing_else_while_it_has_the_focus(window, bar, qtbot):
    line = window.findChild(QLineEdit, "line")
    line.setFocus()
    with qtbot.assertNotEmitted(bar.tool_changed):
        qtbot.keyClicks(line, "2em[")
    assert line.text() == "2em["


def test_that_hidden_it_answers_no_keys(window, bar, qtbot):
    bar.hide()
    window.setFocus()
    with qtbot.assertNotEmitted(bar.tool_changed):
        qtbot.keyClicks(window, "2em")
    assert (bar.tool, bar.label) == ("paint", 0)


def test_that_sliders_set_radius_and_density(bar, qtbot):
    assert (bar.radius, bar.density) == (0.5, 5)
    for slider, expected in (
        (bar.radius_slider.slider, (0.6, 5)),
        (bar.density_slider.slider, (0.6, 6)),
    ):
        with qtbot.waitSignal(bar.tool_changed):
            qtbot.keyClick(slider, Qt.Key.Key_Right)
        assert (bar.radius, bar.density) == expected
    qtbot.keyClick(bar.radius_slider.slider, Qt.Key.Key_Home)
    qtbot.keyClick(bar.density_slider.slider, Qt.Key.Key_End)
    assert (bar.radius, bar.density) == (0.1, 20)


def test_that_brackets_change_the_radius_and_stop_at_the_ends(bar, qtbot):
    for _ in range(3):
        with qtbot.waitSignal(bar.tool_changed):
            qtbot.keyClick(bar.classes, "]")
    assert bar.radius == pytest.approx(0.8)
    for _ in range(9):
        qtbot.keyClick(bar.classes, "[")
    assert bar.radius == pytest.approx(0.1)
    with qtbot.assertNotEmitted(bar.tool_changed):
        qtbot.keyClick(bar.classes, "[")


def test_that_sizes_that_mean_nothing_to_a_tool_are_disabled(bar, qtbot):
    def enabled() -> tuple[bool, bool]:
        return bar.radius_slider.isEnabled(), bar.density_slider.isEnabled()

    assert enabled() == (True, True)
    qtbot.keyClick(bar.classes, "e")
    assert enabled() == (True, False)
    qtbot.keyClick(bar.classes, "m")
    assert enabled() == (False, False)
    with qtbot.assertNotEmitted(bar.tool_changed):
        qtbot.keyClick(bar.classes, "]")


def test_that_setting_says_nothing(bar, qtbot):
    with qtbot.assertNotEmitted(bar.tool_changed):
        bar.set_tool("erase")
        bar.set_used(6)
        bar.set_clearable(False)
    assert bar.tool == "erase"
    assert not bar.clear_button.isEnabled()


def test_that_the_buttons_say_what_they_are_for(bar, qtbot):
    with qtbot.waitSignal(bar.clear_pressed):
        qtbot.mouseClick(bar.clear_button, LEFT)
    with qtbot.waitSignal(bar.done_pressed):
        qtbot.mouseClick(bar.done_button, LEFT)
    with qtbot.waitSignal(bar.done_pressed):
        qtbot.keyClick(bar.done_button, Qt.Key.Key_Escape)


def test_that_tab_reaches_every_control_with_a_ring_a_name_and_a_tip(window, bar, qtbot):
    controls = [
        bar.classes, bar.eraser, bar.mover, bar.radius_slider.slider, bar.density_slider.slider,
        bar.clear_button, bar.done_button,
    ]  # fmt: skip
    window.findChild(QLineEdit, "line").setFocus()
    for control in controls:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is control
        assert has_ring(control)
        assert control.accessibleName()
        assert control.toolTip()
