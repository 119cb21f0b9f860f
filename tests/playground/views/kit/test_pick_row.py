from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from playground.views.kit.pick_row import PickRow

LEFT = Qt.MouseButton.LeftButton


class Row(PickRow):
    """Three places with gaps between them; notes what is picked."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1
        self.told: list[int] = []

    def rects(self) -> list[QRectF]:
        return [QRectF(30 * index, 0, 20, 20) for index in range(3)]

    def picked(self) -> int:
        return self.now

    def pick(self, index: int) -> None:
        self.now = index
        self.told.append(index)


@pytest.fixture
def row(stage) -> Row:
    row = Row()
    row.setFixedSize(90, 20)
    stage(row)
    row.setFocus()
    return row


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ((Qt.Key.Key_Left, Qt.Key.Key_Left), [0, 0]),
        ((Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up), [2, 2, 1]),
        ((Qt.Key.Key_End, Qt.Key.Key_Home), [2, 0]),
        ((Qt.Key.Key_A,), []),
    ],
)
def test_that_keys_pick_within_the_row(row, qtbot, keys, told):
    for key in keys:
        qtbot.keyClick(row, key)
    assert row.told == told


def test_that_only_a_click_on_one_place_picks_it(row, qtbot):
    qtbot.mouseClick(row, LEFT, pos=QPoint(65, 10))
    assert row.told == [2]
    qtbot.mouseClick(row, LEFT, pos=QPoint(25, 10))  # between two
    qtbot.mouseClick(row, Qt.MouseButton.RightButton, pos=QPoint(5, 10))
    qtbot.mousePress(row, LEFT, pos=QPoint(5, 10))
    assert row.pressed == 0
    qtbot.mouseRelease(row, LEFT, pos=QPoint(65, 10))
    assert (row.told, row.pressed) == ([2], None)


def test_that_it_knows_what_the_pointer_is_on(row, qtbot):
    qtbot.mouseMove(row, QPoint(35, 10))
    assert row.pointed == 1
    qtbot.mouseMove(row, QPoint(55, 10))
    assert row.pointed is None
