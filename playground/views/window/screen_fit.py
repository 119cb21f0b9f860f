"""Keeps a window visible and no larger than the free area of its screen."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# Title bar and borders, whose size is unknown until the window is on screen.
FRAME = QMargins(2, 34, 2, 4)


def fit_to_screen(window: QWidget) -> None:
    """Shrink a window that is not shown yet to the screen it opens on, and move it into view."""
    screens = QGuiApplication.screens()
    if screens and not window.windowState():
        place = window.geometry()
        rooms = [screen.availableGeometry().marginsRemoved(FRAME) for screen in screens]
        window.setGeometry(fitted(place, _room_for(place, rooms), window.minimumSize()))


def _room_for(place: QRect, rooms: list[QRect]) -> QRect:
    """Return the free area that shows most of the place; if none does, the primary screen's."""

    def area(room: QRect) -> int:
        seen = room.intersected(place)
        return max(seen.width(), 0) * max(seen.height(), 0)

    return max(rooms, key=area)


def fitted(place: QRect, room: QRect, smallest: QSize) -> QRect:
    """Return the place moved and shrunk into the room, its upper left corner visible in any case."""
    size = place.size().boundedTo(room.size()).expandedTo(smallest)
    left = max(room.left(), min(place.left(), room.left() + room.width() - size.width()))
    top = max(room.top(), min(place.top(), room.top() + room.height() - size.height()))
    return QRect(left, top, size.width(), size.height())
