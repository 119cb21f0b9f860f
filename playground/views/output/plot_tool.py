"""What the pointer does on the boundary plot."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QPainter


class PlotTool(QObject):
    """Takes the left and the right mouse button on a plot; x and y are in the units of its plane.

    `press` says whether the tool takes the button; `move` comes with and without one pressed.
    """

    def press(self, x: float, y: float, event: QMouseEvent) -> bool:
        """A button went down."""
        return False

    def move(self, x: float, y: float, event: QMouseEvent) -> None:
        """The pointer moved."""

    def release(self, x: float, y: float, event: QMouseEvent) -> None:
        """The button that `press` took went up."""

    def leave(self) -> None:
        """The pointer left the plot."""

    def paint(self, painter: QPainter) -> None:
        """Draw over the points."""

    def cursor(self) -> QCursor:
        """Return the pointer's shape."""
        return QCursor(Qt.CursorShape.ArrowCursor)
