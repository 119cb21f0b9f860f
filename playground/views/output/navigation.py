"""Moving over the boundary plot and picking its points: what the pointer does unless a tool takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from playground.views.output.plot_tool import PlotTool

if TYPE_CHECKING:
    from playground.views.output.boundary_plot import BoundaryPlot

DRAG_PIXELS = 4.0
KEY_STEP, KEY_ZOOM = 0.1, 1.25


class Navigation(PlotTool):
    """Dragging moves, a click picks."""

    def __init__(self, plot: BoundaryPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._pressed_at: QPointF | None = None
        self._last: QPointF | None = None

    def press(self, x: float, y: float, event: QMouseEvent) -> bool:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._pressed_at, self._last = event.position(), None
        return True

    def move(self, x: float, y: float, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        if self._last is None:
            way = event.position() - self._pressed_at
            if abs(way.x()) + abs(way.y()) < DRAG_PIXELS:
                return
            self._last = self._pressed_at
        self._plot.pan(event.position() - self._last)
        self._last = event.position()

    def release(self, x: float, y: float, event: QMouseEvent) -> None:
        if (
            self._pressed_at is not None
            and self._last is None
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self._plot.point_picked.emit(self._plot.row_at(event.position()))
        self._pressed_at = self._last = None
