"""Keeps keys for the focused control before shortcuts take them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from playground.views.kit.access.focus_ring import has_ring


class KeyKeeper(QObject):
    """Watches a screen: a button with the focus ring keeps Space, a list keeps all letters."""

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        self._screen = screen
        screen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell Qt whether a key may be a shortcut."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not self._is_for_control(event):
            return False
        event.accept()
        return True

    def _is_for_control(self, event: QKeyEvent) -> bool:
        focus = self._screen.focusWidget()
        if event.key() in getattr(focus, "kept_keys", ()):
            return True
        if focus is None or not has_ring(focus):
            return False
        presses = isinstance(focus, QAbstractButton) and event.key() == Qt.Key.Key_Space
        return presses or isinstance(focus, QComboBox)
