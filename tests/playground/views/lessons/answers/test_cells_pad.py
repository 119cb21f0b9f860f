"""Filling in the cells of a small table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.answers.cells_pad import CellsPad

LEFT = Qt.MouseButton.LeftButton


class ListeningPad(CellsPad):
    """Writes down what was guessed."""

    def __init__(self) -> None:
        super().__init__()
        self.guesses: list[tuple[float, ...] | None] = []
        self.guessed.connect(self.guesses.append)


@pytest.fixture
def pad(qtbot):
    pad = ListeningPad()
    qtbot.addWidget(pad)
    apply_to_tree(pad, LIGHT)
    pad.set_shape(3, 2, 6)
    pad.show()
    return pad


def test_that_digits_fill_cell_after_cell(pad, qtbot):
    qtbot.keyClicks(pad, "14253")
    assert pad.guesses == [None] * 5
    qtbot.keyClicks(pad, "6")
    assert pad.guesses[-1] == (1.0, 4.0, 2.0, 5.0, 3.0, 6.0)


def test_that_a_cell_takes_no_number_that_is_too_large(pad, qtbot):
    qtbot.keyClicks(pad, "9")
    assert pad.numbers[0] is None
    pad.set_shape(1, 2, 12)
    qtbot.keyClicks(pad, "127")
    assert pad.numbers == (12, 7)
    qtbot.keyClicks(pad, "5")  # 75 would be too large: the digit begins anew
    assert pad.numbers == (12, 5)


def test_that_arrows_move_and_backspace_empties(pad, qtbot):
    qtbot.keyClicks(pad, "123456")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left):  # the last one leads into the row above
        qtbot.keyClick(pad, key)
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert pad.numbers == (1, None, 3, 4, 5, 6)
    assert pad.guesses[-1] is None
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)  # an empty one empties the one before
    assert pad.numbers == (None, None, 3, 4, 5, 6)
    qtbot.keyClick(pad, Qt.Key.Key_Up)  # nothing lies above
    qtbot.keyClicks(pad, "65")
    assert pad.guesses[-1] == (6.0, 5.0, 3.0, 4.0, 5.0, 6.0)


def test_that_a_click_moves_the_pen(pad, qtbot):
    qtbot.mouseClick(pad, LEFT, pos=pad._rect(4).center().toPoint())
    qtbot.keyClicks(pad, "5")
    assert pad.numbers == (None, None, None, None, 5, None)
    assert pad.accessibleDescription() == "Row 3, column 2. empty empty; empty empty; 5 empty"


def test_that_other_keys_and_a_closed_pad_are_left_alone(pad):
    def takes(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
        return pad.takes_key(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers))

    assert not takes(Qt.Key.Key_Space)
    assert not takes(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    pad.set_open(False)
    assert not takes(Qt.Key.Key_5)
    assert pad.numbers == (None,) * 6
