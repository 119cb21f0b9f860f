"""Moving over the boundary plot and picking its points: what the pointer does unless a tool takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from playground.views.output.plot_tool import PlotTool

if TYPE_CHECKING:
    from playground.views.output.boundary_plot import BoundaryPlot


class Navigation(PlotTool):
    """Dragging moves, a click picks."""

    def __init__(self, plot: BoundaryPlot) -> None:
        super().__init__(plot)
        self._plot = plot

    def press(self, x: float, y: float, event: QMouseEvent) -> bool:
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return False
        self._plot.viewport.press(event)
        return True

    def move(self, x: float, y: float, event: QMouseEvent) -> None:
        self._plot.viewport.drag(event)

    def release(self, x: float, y: float, event: QMouseEvent) -> None:
        if self._plot.viewport.release() and event.button() == Qt.MouseButton.LeftButton:
            self._plot.point_picked.emit(self._plot.row_at(event.position()))
