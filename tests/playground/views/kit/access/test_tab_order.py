from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit.access.tab_order import order_tabs


def test_that_tab_goes_through_widgets_in_the_given_order(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second, third = (QPushButton(parent=window) for _ in range(3))
    order_tabs([first, third, second])
    assert first.nextInFocusChain() is third
    assert third.nextInFocusChain() is second


def test_that_what_is_in_another_window_keeps_its_place(qtbot: QtBot) -> None:
    window, other = QWidget(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(other)
    first, second = QPushButton(parent=window), QPushButton(parent=window)
    lent = QPushButton(parent=other)
    order_tabs([first, lent, second])
    assert first.nextInFocusChain() is second
    assert other.nextInFocusChain() is lent
