"""What tests of views have in common: nothing glides, and a button that cards can hang from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit import Popover, motion
from tests.playground.actions import show_active

Stage = Callable[..., QWidget]


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "is_motion_reduced", lambda: True)


def close_cards(owner: QWidget) -> None:
    """Take the focus out of floating cards before their owner is destroyed with them."""
    for card in owner.findChildren(Popover):
        card.hide()


@pytest.fixture
def owner(qtbot: QtBot) -> QPushButton:
    """A button in an active window, to open cards from."""
    owner = QPushButton("Options")
    qtbot.addWidget(owner, before_close_func=close_cards)
    owner.resize(120, 32)
    show_active(qtbot, owner)
    return owner


@pytest.fixture
def stage(qtbot) -> Stage:
    """Shows widgets in an active window, below a line that has the focus first."""

    windows: list[QWidget] = []  # nothing else keeps a window alive whose test does not ask for it

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        first = QLineEdit()
        first.setObjectName("first")
        layout.addWidget(first)
        for widget in widgets:
            layout.addWidget(widget)
        window.resize(320, 240)
        show_active(qtbot, window)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        return window

    return show
