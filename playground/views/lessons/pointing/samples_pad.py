"""The samples of a run in their plane, of which one is pointed at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from playground.models.lessons.targets import sample_keys
from playground.rendering.point_colours import mark_colours
from playground.views.kit.chart.stamps import PointStamp, draw_stamps
from playground.views.kit.drawing import draw_box
from playground.views.lessons.pointing.point_pad import PointPad

RADIUS, INSET = 4.0, 10.0
SAMPLES_HEIGHT = 250


class SamplesPad(PointPad):
    """A square with all samples."""

    def __init__(self) -> None:
        super().__init__()
        self._places = np.empty((0, 2))
        self._y: NDArray[np.generic] = np.empty(0, np.intp)

    def set_samples(self, places: NDArray[np.float64], y: NDArray[np.generic]) -> None:
        """Show samples; their places are fractions of the plane, (0, 0) at its lower left."""
        chosen = self.chosen
        self._places, self._y = places, y
        self.set_targets("sample", sample_keys(len(places)))
        self.set_chosen(chosen)

    def sizeHint(self) -> QSize:
        return QSize(600, SAMPLES_HEIGHT)

    def _square(self) -> QRectF:
        frame = self.frame().adjusted(0, 4, 0, -4)
        side = min(frame.width(), frame.height())
        return QRectF(frame.left() + 2, frame.top(), side, side)

    def _points(self) -> NDArray[np.float64]:
        square = self._square().adjusted(INSET, INSET, -INSET, -INSET)
        corner, size = (square.left(), square.bottom()), (square.width(), -square.height())
        return np.array(corner) + self._places * size

    def shapes(self) -> Sequence[QRectF]:
        return [QRectF(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS) for x, y in self._points().tolist()]

    def paint_picture(self, painter: QPainter) -> None:
        theme = self.theme
        draw_box(painter, self._square(), 6.0, theme.inset, theme.line)
        colours, numbers = mark_colours(self._y, theme)
        stamps = [PointStamp(0, RADIUS, colour, theme.mark_outline, 0.8) for colour in colours]
        if len(self._places):
            draw_stamps(painter, self._points(), stamps, numbers)
