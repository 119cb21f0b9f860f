from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QWidget

from playground.style.theme import DARK
from playground.views.kit.cards.window_card import WindowCard


class Card(WindowCard):
    def wanted_size(self, room: QSize) -> QSize:
        return QSize(200, 5000)


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        behind = QWidget()
        behind.setStyleSheet("background: #ff0000")
        self.setCentralWidget(behind)
        self.below = QLineEdit(behind)
        self.card = Card(self, behind, "Card")
        self.first, self.second = QPushButton(self.card.body), QPushButton(self.card.body)
        self.second.move(0, 50)
        self.resize(400, 300)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.follow_window()


@pytest.fixture
def window(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.below.setFocus()
    return window


def colour(window: Window, x: int, y: int) -> QColor:
    return window.grab().toImage().pixelColor(x, y)


def test_that_it_stands_in_the_middle_within_the_window_and_follows_its_size(window, qtbot):
    card = window.card
    card.open_card(window.first)
    assert card.geometry() == window.rect()
    assert card.body.geometry().getRect() == (100, 24, 200, 252)
    window.resize(600, 500)
    qtbot.waitUntil(lambda: card.body.geometry().getRect() == (200, 24, 200, 452))


def test_that_the_window_behind_is_dimmed_and_is_there_again(window):
    card = window.card
    before = colour(window, 5, 290)
    card.open_card(window.first)
    dimmed = colour(window, 5, 290)
    assert before.red() == 255
    assert 120 < dimmed.red() < 200
    assert colour(window, 200, 200) == QColor(card.theme.surface)
    card.close_card()
    assert colour(window, 5, 290) == before


def test_that_it_takes_the_colours_of_another_theme(window):
    window.card.open_card(window.first)
    window.card.set_theme(DARK)
    assert colour(window, 200, 200) == QColor(DARK.surface)


def test_that_tab_goes_round_in_it_and_the_keyboard_is_given_back(window, qtbot):
    card = window.card
    card.open_card(window.first)
    assert window.first.hasFocus()
    for key, now in (
        (Qt.Key.Key_Tab, window.second), (Qt.Key.Key_Tab, window.first), (Qt.Key.Key_Backtab, window.second),
    ):  # fmt: skip
        qtbot.keyClick(window.focusWidget(), key)
        assert now.hasFocus()
    qtbot.keyClick(window.second, Qt.Key.Key_Escape)
    assert card.isHidden()
    assert window.below.hasFocus()


def test_that_shortcuts_of_the_window_wait(window, qtbot):
    pressed: list[int] = []
    shortcut = QShortcut("S", window)
    shortcut.activated.connect(lambda: pressed.append(1))
    window.card.open_card(window.first)
    qtbot.keyClick(window.first, Qt.Key.Key_S)
    assert pressed == []
    window.card.close_card()
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_S)
    assert pressed == [1]


def test_that_a_click_beside_it_closes_it_once_and_one_inside_does_not(window, qtbot):
    card = window.card
    card.open_card(window.first)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.body.geometry().center())
    assert card.isVisible()
    with qtbot.waitSignal(card.closed):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    with qtbot.assertNotEmitted(card.closed):
        card.close_card()
