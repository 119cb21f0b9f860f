"""Moving over the boundary plot and picking its points: what the pointer does unless a tool takes it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from playground.views.kit.chart.viewport import Viewport
from playground.views.output.plot_tool import PlotTool


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
