"""The samples of a run in their plane, of which one is pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from playground.models.lessons.targets import sample_keys
from playground.rendering.point_colours import mark_colours
from playground.views.kit.chart.stamps import PointStamp, draw_stamps
from playground.views.kit.drawing import draw_box
from playground.views.lessons.pointing.point_pad import PointPad

RADIUS, INSET = 4.0, 10.0
SAMPLES_HEIGHT = 250


@dataclass(frozen=True, eq=False)
class Samples:
    """The samples of a run in their plane.

    Attributes
    ----------
    pixels
        The boundary under them, RGBA, shape (side, side, 4).
    places
        Fractions of the plane, (0, 0) at its lower left, shape (n, 2).
    y
        Their classes or targets.
    """

    pixels: NDArray[np.uint8]
    places: NDArray[np.float64]
    y: NDArray[np.generic]


class SamplesPad(PointPad):
    """A square with all samples; no boundary is told before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = np.empty((0, 2))
        self._y: NDArray[np.generic] = np.empty(0, np.intp)
        self._wanted: str | None = None
        self.set_samples(None)

    def set_samples(self, samples: Samples | None) -> None:
        """Show samples, None while they are not known yet; what was chosen stays so."""
        if samples is None:
            self._places, self._y = np.empty((0, 2)), np.empty(0, np.intp)
        elif samples.places is self._places:
            return
        else:
            self._places, self._y = samples.places, samples.y
        self.set_targets("sample", sample_keys(len(self._places)))
        self.set_chosen(self._wanted)

    def set_chosen(self, key: str | None) -> None:
        self._wanted = key  # its samples may come later
        super().set_chosen(key)

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
