"""A handle below something that can be made higher or lower."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.views.kit.access.accessible import SaysValue, say_changed
from playground.views.kit.drawing import draw_box
from playground.views.kit.themed import Control

HEIGHT, GRIP = 16, (32.0, 4.0)
_KEYS = {
    Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5,
}  # fmt: skip


class HeightHandle(SaysValue, Control, QWidget):
    """Dragged with the mouse or moved by the arrow keys; a double click or Home shows all.

    Signals
    -------
    moved
        By how many pixels, downwards.
    reset_wanted
        Back to the height at first.
    """

    moved = Signal(int)
    reset_wanted = Signal()
    accessible_role = QAccessible.Role.Splitter

    def __init__(self, name: str, tip: str, step: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self._grabbed: float | None = None
        self._value = ""
        self.describe(name, tip)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeVerCursor)

    def set_value(self, value: str) -> None:
        """Say in words how much is shown."""
        if value != self._value:
            self._value = value
            say_changed(self)

    def accessible_value(self) -> str:
        return self._value

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position().y()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # The handle moves along, so that the pointer stays where it took hold of it.
        if self._grabbed is not None and (way := round(event.position().y() - self._grabbed)):
            self.moved.emit(way)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS and not event.modifiers():
            self.moved.emit(_KEYS[key] * self._step)
        elif key == Qt.Key.Key_Home and not event.modifiers():
            self.reset_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, (width, height) = QPainter(self), GRIP
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_held = self.hovered or self._grabbed is not None
        place = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        draw_box(painter, place, height / 2, self.theme.ctl2 if is_held else self.theme.ctl)
