"""The base of a row of places of which one is picked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.views.kit.themed import Control


class PickRow(Control, QWidget):
    """A click picks a place; so do the arrows, from the picked one on, Home and End.

    Attributes
    ----------
    pointed, pressed
        The place under the pointer, and the one where a button went down.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pointed: int | None = None
        self.pressed: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def rects(self) -> list[QRectF]:
        """Return where the places are, from left to right."""
        raise NotImplementedError

    def picked(self) -> int:
        """Return the picked place."""
        raise NotImplementedError

    def pick(self, index: int) -> None:
        """Pick a place as the user does."""
        raise NotImplementedError

    def place_at(self, point: QPoint) -> int | None:
        """Return the place at a position."""
        return next((i for i, rect in enumerate(self.rects()) if rect.contains(point.toPointF())), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed = self.place_at(event.position().toPoint())
            self.update()
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, pressed = self.place_at(event.position().toPoint()), self.pressed
        self.pressed = None
        self.update()
        if event.button() == Qt.MouseButton.LeftButton and at is not None and at == pressed:
            self.pick(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointed = self.place_at(event.position().toPoint())
        if pointed != self.pointed:
            self.pointed = pointed
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed = None
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, picked = len(self.rects()) - 1, self.picked()
        target = {
            Qt.Key.Key_Left: max(0, picked - 1),
            Qt.Key.Key_Up: max(0, picked - 1),
            Qt.Key.Key_Right: min(last, picked + 1),
            Qt.Key.Key_Down: min(last, picked + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self.pick(target)
