from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.views.kit import TextMenu

OPTIONS = [("fast", "Fast", "as machine code"), ("slow", "Slower", "one by one")]

# The offscreen platform says so whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard)", extend=True
)


@pytest.fixture
def menu(stage):
    made = TextMenu(OPTIONS, "Engine", "What it runs on")
    stage(made)
    return made


def test_that_the_list_explains_what_the_word_does_not(qtbot, menu) -> None:
    chosen: list[str] = []
    menu.option_selected.connect(chosen.append)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton)
    texts = [menu.popup.list.item(i).text() for i in range(2)]
    assert texts == ["Fast: as machine code", "Slower: one by one"]
    assert menu.currentText() == "Fast"
    qtbot.keyClick(menu.popup.list, Qt.Key.Key_Down)
    qtbot.keyClick(menu.popup.list, Qt.Key.Key_Return)
    assert chosen == ["slow"]
    assert menu.currentText() == "Slower"


def test_that_keys_choose_without_opening(qtbot, menu) -> None:
    menu.setFocus()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.value() == "slow"


def test_that_it_is_as_wide_as_its_longest_word_and_tall_enough_to_hit(menu) -> None:
    assert menu.width() == menu.sizeHint().width()
    menu.set_explained_options([("a", "A much longer word than before", "")])
    assert menu.sizeHint().width() > menu.width()
    assert menu.sizeHint().height() >= 32


def test_that_new_explanations_keep_the_choice(menu) -> None:
    menu.set_value("slow")
    menu.set_explained_options([("fast", "Fast", "not here"), ("slow", "Slower", "one by one")])
    assert menu.value() == "slow"
