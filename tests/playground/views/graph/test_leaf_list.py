from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from playground.style.theme import DARK, apply_to_tree
from playground.views.graph.leaf_list import MOST_LEAVES, LeafList
from tests.playground.actions import LEFT, show_active, type_into
from tests.playground.views.graph.graphs import tab_stops
from tests.playground.views.painted import painted_texts, settle

LEAVES = ((3, "w₁", 0.8), (5, "x₁", 0.5), (8, "b", -0.15))


class Column(QWidget):
    """A list between two buttons, as wide as the narrow column."""

    def __init__(self) -> None:
        super().__init__()
        self.above, self.leaves, self.below = QPushButton("Above"), LeafList(), QPushButton("Below")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in (self.above, self.leaves, self.below):
            box.addWidget(widget)
        self.resize(216, 400)


@pytest.fixture
def column(qtbot):
    column = Column()
    qtbot.addWidget(column)
    column.leaves.set_leaves(LEAVES)
    show_active(qtbot, column)
    return column


@pytest.fixture
def leaves(column):
    return column.leaves


@pytest.fixture
def told(leaves):
    told: list[tuple[int, float]] = []
    leaves.value_edited.connect(lambda leaf, value: told.append((leaf, value)))
    return told


def entry(leaves: LeafList, leaf: int) -> QLineEdit:
    return leaves.editors[leaf].field.entry


def test_that_each_leaf_has_its_name_beside_its_value(leaves):
    heights = {text.text: text.y for text in painted_texts(leaves)}
    assert list(leaves.editors) == [3, 5, 8]
    for leaf, name, value in LEAVES:
        middle = leaves.editors[leaf].geometry().center().y()
        assert heights[name] == pytest.approx(middle, abs=10)
        assert leaves.editors[leaf].field.value() == value


def test_that_a_typed_value_is_told_with_its_leaf(leaves, told, qtbot):
    type_into(qtbot, leaves.editors[5].field, "-1.5")
    assert told == [(5, -1.5)]


def test_that_a_dragged_value_is_told_with_its_leaf(leaves, told, qtbot):
    slider = leaves.editors[8].slider
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 1, slider.height() // 2))
    assert told == [(8, 2.0)]
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert told[-1] == (8, -2.0)


def test_that_other_values_of_the_same_leaves_are_shown_without_a_signal(leaves, told):
    before = dict(leaves.editors)
    leaves.set_leaves([(leaf, name, value + 1.0) for leaf, name, value in LEAVES])
    assert leaves.editors == before
    assert [editor.field.value() for editor in leaves.editors.values()] == [1.8, 1.5, 0.85]
    assert told == []


def test_that_a_value_that_is_being_typed_is_left_alone(leaves, qtbot):
    field = entry(leaves, 3)
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "1.2")
    leaves.set_leaves(LEAVES)
    assert field.text() == "1.2"


def test_that_other_leaves_take_the_place_of_the_former(leaves, told, qtbot):
    leaves.set_leaves([(1, "a", 2.0)])
    settle()
    assert list(leaves.editors) == [1]
    assert "w₁" not in [text.text for text in painted_texts(leaves)]
    type_into(qtbot, leaves.editors[1].field, "3")
    assert told == [(1, 3.0)]


def test_that_new_leaves_have_the_colours_of_the_theme(column, leaves):
    apply_to_tree(column, DARK)
    leaves.set_leaves([(1, "a", 2.0)])
    settle()
    (name,) = [text for text in painted_texts(leaves) if text.text == "a"]
    assert name.ink == DARK.ink.lower()


def test_that_there_may_be_none(leaves):
    leaves.set_leaves(())
    settle()
    assert leaves.editors == {}
    assert painted_texts(leaves) == []


def test_that_a_great_many_are_not_all_shown(leaves):
    leaves.set_leaves([(index, f"x{index}", 0.0) for index in range(2 * MOST_LEAVES)])
    assert list(leaves.editors) == list(range(MOST_LEAVES))


def test_that_it_says_how_many_leaves_are_left_out(leaves):
    leaves.set_leaves([(index, f"x{index}", 0.0) for index in range(MOST_LEAVES + 7)])
    assert any("7 more" in text.text for text in painted_texts(leaves))


def test_that_tab_reaches_the_value_and_the_slider_of_every_leaf(column, qtbot):
    stops = tab_stops(qtbot, column.above)
    for editor in column.leaves.editors.values():
        assert editor.field.entry in stops
        assert editor.slider in stops


def test_that_tab_goes_from_top_to_bottom_after_the_leaves_have_changed(column, qtbot):
    column.leaves.set_leaves([(1, "a", 2.0), (2, "c", 1.0)])
    settle()
    stops = tab_stops(qtbot, column.above)
    assert stops[0] is column.above
    assert stops[-1] is column.below


def test_that_what_has_the_focus_says_which_leaf_it_is(column, qtbot):
    for stop in tab_stops(qtbot, column.above)[1:-1]:
        assert any(name in stop.accessibleName() for _, name, _ in LEAVES), stop.accessibleName()


def test_that_tooltips_do_not_speak_of_training(leaves):
    for editor in leaves.editors.values():
        assert editor.slider.toolTip()
        assert "training" not in editor.field.toolTip() + editor.slider.toolTip()


def test_that_a_long_name_leaves_room_for_its_value(column, leaves):
    leaves.set_leaves([(1, "a_name_of_forty_letters_that_goes_on_and_on", 2.0)])
    settle()
    assert leaves.minimumSizeHint().width() <= 216
    leaves.set_parameters({1})
    settle()
    assert leaves.minimumSizeHint().width() <= 216
    leaves.set_parameters(None)
    settle()


def test_that_the_focus_goes_nowhere_odd_when_leaves_change(leaves, qtbot):
    qtbot.mouseClick(entry(leaves, 3), LEFT)
    leaves.set_leaves([(1, "a", 2.0)])
    settle()
    focus = QApplication.focusWidget()
    assert focus is None or focus.isVisible()


def test_that_boxes_for_parameters_come_and_go_and_tell_what_is_ticked(leaves, qtbot):
    assert not leaves.boxes[3].isVisible()
    leaves.set_parameters({3, 8})
    assert {leaf: box.isChecked() for leaf, box in leaves.boxes.items()} == {3: True, 5: False, 8: True}
    ticked: list[tuple[int, bool]] = []
    leaves.parameter_toggled.connect(lambda leaf, on: ticked.append((leaf, on)))
    qtbot.mouseClick(leaves.boxes[5], LEFT)
    qtbot.keyClick(leaves.boxes[3], Qt.Key.Key_Space)
    assert ticked == [(5, True), (3, False)]
    assert leaves.boxes[5].accessibleName() == "x₁ is a parameter"
    leaves.set_parameters(None)
    assert not leaves.boxes[5].isVisible()


def test_that_there_is_room_for_boxes_in_the_narrow_column(leaves):
    leaves.set_parameters({3})
    settle()
    texts = {text.text for text in painted_texts(leaves)}
    assert {"w₁", "x₁", "b"} <= texts
    assert all(editor.slider.width() > 40 for editor in leaves.editors.values())


def test_that_rows_are_used_again_for_other_leaves(leaves, told, qtbot):
    first = leaves.editors[3]
    leaves.set_leaves([(7, "v", 1.5)])
    assert list(leaves.editors) == [7]
    assert leaves.editors[7] is first
    assert first.field.entry.accessibleName() == "Value of v"
    type_into(qtbot, first.field.entry, "2")
    assert told == [(7, 2.0)]
    leaves.set_leaves(LEAVES)
    assert [editor.field.value() for editor in leaves.editors.values()] == [0.8, 0.5, -0.15]
