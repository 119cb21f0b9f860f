from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

Stage = Callable[..., QWidget]


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
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        return window

    return show
