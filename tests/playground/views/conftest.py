"""What tests of views have in common: nothing glides, and a button that cards can hang from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.views.kit import Popover, motion


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    before = motion.is_motion_reduced()
    motion.set_reduced_motion(True)
    yield
    motion.set_reduced_motion(before)


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
    owner.show()
    owner.activateWindow()
    qtbot.waitUntil(owner.isActiveWindow)
    return owner
