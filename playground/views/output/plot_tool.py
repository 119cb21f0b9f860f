"""What the pointer does on the boundary plot: move over it and pick points, unless another tool takes it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent, QPainter

from playground.views.kit.chart.viewport import Viewport


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


class Navigation(PlotTool):
    """Dragging moves, a click picks.

    Signals
    -------
    clicked
        Where, on the widget.
    """

    clicked = Signal(QPointF)

    def __init__(self, viewport: Viewport, parent: QObject) -> None:
        super().__init__(parent)
        self._viewport = viewport

    def press(self, x: float, y: float, event: QMouseEvent) -> bool:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._viewport.press(event)
        return True

    def move(self, x: float, y: float, event: QMouseEvent) -> None:
        self._viewport.drag(event)

    def release(self, x: float, y: float, event: QMouseEvent) -> None:
        if self._viewport.release() and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position())
