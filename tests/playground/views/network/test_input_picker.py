from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QScrollArea, QWidget

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.kit import CheckBox
from playground.views.network.input_picker import InputPicker
from tests.playground.actions import focused
from tests.playground.views.painted import painted_lines, painted_texts, settle

LEFT = Qt.MouseButton.LeftButton
NAMES = ("x₁", "x₂", "x₁²", "x₁x₂")
MANY = tuple(f"column {number}" for number in range(25))


@pytest.fixture
def picker(owner: QPushButton) -> InputPicker:
    picker = InputPicker(owner)
    picker.set_inputs(NAMES, (0, 1))
    picker.open_below()
    settle()
    return picker


@pytest.fixture
def chosen(picker: InputPicker) -> list[tuple[int, ...]]:
    chosen: list[tuple[int, ...]] = []
    picker.inputs_chosen.connect(chosen.append)
    return chosen


def named(picker: InputPicker, name: str) -> QAbstractButton:
    [found] = [button for button in picker.findChildren(QAbstractButton) if button.accessibleName() == name]
    return found


def ticked(picker: InputPicker) -> list[str]:
    return [box.text() for box in picker.boxes if box.isChecked()]


def is_in_sight(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_that_the_candidates_stand_in_their_order_above_the_buttons(picker):
    assert painted_lines(picker) == [*([name] for name in NAMES), ["All", "None"]]


def test_that_the_inputs_of_the_network_are_ticked(picker):
    assert ticked(picker) == ["x₁", "x₂"]
    picker.set_inputs(NAMES, (3,))
    assert ticked(picker) == ["x₁x₂"]


def test_that_each_click_on_a_box_tells_all_inputs_in_their_order(picker, chosen, qtbot):
    for name in ("x₁x₂", "x₁", "x₁²", "x₁"):
        qtbot.mouseClick(named(picker, name), LEFT)
    assert chosen == [(0, 1, 3), (1, 3), (1, 2, 3), (0, 1, 2, 3)]


def test_that_the_list_stays_open_to_pick_more(picker, qtbot):
    for name in ("x₁", "x₂"):
        qtbot.mouseClick(named(picker, name), LEFT)
    qtbot.mouseClick(named(picker, "All inputs"), LEFT)
    assert picker.isVisible()


def test_that_space_ticks_and_clears_the_box_that_has_the_keyboard(picker, chosen, qtbot):
    for _ in range(2):
        qtbot.keyClick(named(picker, "x₁²"), Qt.Key.Key_Space)
    assert chosen == [(0, 1, 2), (0, 1)]


def test_that_all_and_none_are_told_once(picker, chosen, qtbot):
    qtbot.mouseClick(named(picker, "All inputs"), LEFT)
    assert ticked(picker) == list(NAMES)
    qtbot.mouseClick(named(picker, "No inputs"), LEFT)
    assert ticked(picker) == []
    qtbot.keyClick(named(picker, "All inputs"), Qt.Key.Key_Space)
    assert chosen == [(0, 1, 2, 3), (), (0, 1, 2, 3)]


def test_that_none_then_a_click_picks_that_one_alone(picker, chosen, qtbot):
    qtbot.mouseClick(named(picker, "No inputs"), LEFT)
    qtbot.mouseClick(named(picker, "x₁²"), LEFT)
    assert chosen[-1] == (2,)


def test_that_setting_says_nothing(picker, chosen):
    picker.set_inputs(NAMES, (2, 3))
    picker.set_inputs(("a", "b"), (0,))
    assert chosen == []


def test_that_the_keyboard_stays_on_its_box_when_the_network_takes_the_choice(picker, qtbot):
    box = named(picker, "x₂")
    box.setFocus()
    picker.set_inputs(NAMES, (0,))
    settle()
    assert QApplication.focusWidget() is box
    assert not box.isChecked()


def test_that_other_data_leave_no_candidate_behind(picker, chosen, qtbot):
    picker.set_inputs(("Sepal length", "Sepal width"), (1,))
    settle()
    assert painted_lines(picker)[:2] == [["Sepal length"], ["Sepal width"]]
    assert {box.text() for box in picker.findChildren(CheckBox)} == {"Sepal length", "Sepal width"}
    qtbot.mouseClick(named(picker, "Sepal length"), LEFT)
    assert chosen == [(0, 1)]


def test_that_the_card_is_as_high_as_its_candidates_need(picker):
    for names in (NAMES, ("a",), MANY[:10]):
        picker.set_inputs(names, ())
        picker.open_below()
        settle()
        assert all(is_in_sight(box) for box in picker.boxes)
        scroll = picker.findChild(QScrollArea)
        assert scroll is not None
        assert scroll.verticalScrollBar().maximum() == 0
        assert scroll.height() == sum(box.height() for box in picker.boxes)


def test_that_long_names_can_be_read_to_their_end(picker):
    name = "the length of the petals of all the flowers that were ever measured by anyone"
    picker.set_inputs((name, "b"), ())
    picker.open_below()
    assert painted_lines(picker)[0] == [name]
    assert is_in_sight(picker.boxes[0])


def test_that_many_candidates_scroll_and_tab_brings_the_last_one_into_sight(picker, chosen, qtbot):
    picker.set_inputs(MANY, ())
    picker.open_below()
    settle()
    assert [is_in_sight(box) for box in picker.boxes] == [True] * 10 + [False] * 15
    picker.boxes[0].setFocus()
    for _ in range(24):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert focused() is picker.boxes[-1]
    assert is_in_sight(focused())
    qtbot.keyClick(picker.boxes[-1], Qt.Key.Key_Space)
    assert chosen == [(24,)]


def test_that_all_takes_those_out_of_sight_too(picker, chosen, qtbot):
    picker.set_inputs(MANY, (3,))
    picker.open_below()
    qtbot.mouseClick(named(picker, "All inputs"), LEFT)
    assert chosen == [tuple(range(25))]


def test_that_escape_closes_and_keeps_what_was_picked(picker, chosen, qtbot):
    qtbot.mouseClick(named(picker, "x₂"), LEFT)
    with qtbot.waitSignal(picker.closed):
        qtbot.keyClick(named(picker, "x₂"), Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert chosen == [(0,)]


def test_that_space_does_something_as_soon_as_the_card_is_open(picker, chosen, qtbot):
    qtbot.keyClick(QApplication.focusWidget() or picker, Qt.Key.Key_Space)
    assert chosen


def test_that_tab_goes_down_the_candidates_to_the_buttons_and_up_again(picker, qtbot):
    picker.boxes[0].setFocus()
    reached = []
    for _ in range(7):
        reached.append(focused().accessibleName())
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert reached == [*NAMES, "All inputs", "No inputs", NAMES[0]]


def test_that_the_first_tab_after_opening_is_at_a_candidate(picker, qtbot):
    qtbot.keyClick(QApplication.focusWidget() or picker, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() in picker.boxes[:2]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_candidates_that_come_later_wear_the_theme_too(picker, theme: Theme):
    picker.set_theme(theme)
    picker.set_inputs(("a", "b"), (0,))
    assert {QColor(text.ink).name() for text in painted_texts(picker) if text.text in "ab"} == {
        QColor(theme.ink).name()
    }
    picker.set_theme(DARK if theme is LIGHT else LIGHT)
    picker.set_theme(theme)
    picker.open_below()
    inks = {text.text: QColor(text.ink) for text in painted_texts(picker)}
    assert inks == {
        "a": QColor(theme.ink), "b": QColor(theme.ink),
        "All": QColor(theme.ink2), "None": QColor(theme.ink2),
    }  # fmt: skip
