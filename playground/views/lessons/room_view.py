"""What has the room beside the list when something else than a lesson is open."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.views.kit.themed import Themed


class RoomView(Themed, QWidget):
    """The base of such a view."""

    title = ""
    """What the presenter mode calls it."""

    @property
    def home(self) -> QWidget:
        """What has the keyboard when nothing else has it."""
        raise NotImplementedError

    def set_compact(self, compact: bool) -> None:
        """Fit into a narrow window, which has no room for the list."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self.theme.bg))
