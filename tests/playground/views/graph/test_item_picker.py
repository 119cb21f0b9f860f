from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.graph.item_picker import ItemPicker
from tests.playground.actions import LEFT
from tests.playground.views.painted import painted_texts


@pytest.fixture
def picker(qtbot):
    picker = ItemPicker("Point")
    qtbot.addWidget(picker)
    picker.resize(240, 32)
    picker.set_item("Point 12, training")
    picker.show()
    return picker


@pytest.fixture
def told(picker):
    told: list[int] = []
    picker.stepped.connect(told.append)
    return told


def test_that_clicks_tell_which_way_to_go(picker, told, qtbot):
    qtbot.mouseClick(picker.after, LEFT)
    qtbot.mouseClick(picker.before, LEFT)
    assert told == [1, -1]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_that_keys_press_the_arrows(picker, told, qtbot, key):
    qtbot.keyClick(picker.before, key)
    qtbot.keyClick(picker.after, key)
    assert told == [-1, 1]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_it_says_which_one_is_chosen_between_the_arrows(picker, theme: Theme):
    apply_to_tree(picker, theme)
    (text,) = painted_texts(picker)
    assert (text.text, text.ink) == ("Point 12, training", theme.ink.lower())
    assert picker.before.geometry().right() < text.x < picker.after.x()


def test_that_another_item_takes_the_place_of_the_former_without_a_signal(picker, told):
    picker.set_item("Point 13, test")
    assert [text.text for text in painted_texts(picker)] == ["Point 13, test"]
    assert told == []


def test_that_the_arrows_say_what_they_choose(picker):
    assert (picker.before.accessibleName(), picker.after.accessibleName()) == ("Point before", "Point after")
    assert (picker.before.toolTip(), picker.after.toolTip()) == ("The point before", "The point after")


def test_that_a_long_text_leaves_room_for_the_arrows(picker):
    picker.set_item("Points 19961, 19971, 19981, 19991 …")
    assert picker.minimumSizeHint().width() <= 216  # what the narrow column has
