"""Thousands of small marks: each kind is drawn once and then copied to all its positions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.views.kit.chart.point_glyphs import glyph

# Marks are placed at the nearest half pixel, which is not noticeable.
STEPS = 2
_LARGEST_SHAPE = 1.6
"""In radii."""


class Stamp(Protocol):
    """A kind of mark; equal ones look alike.

    Attributes
    ----------
    reach
        How far it extends from its place, in each direction.
    """

    @property
    def reach(self) -> float: ...

    def paint(self, painter: QPainter) -> None:
        """Draw the mark around the origin."""

    def __hash__(self) -> int: ...


@dataclass(frozen=True)
class PointStamp:
    """The mark of a sample.

    Attributes
    ----------
    shape
        See `glyph`.
    fill, fill_opacity, line, line_width
        Inside and rim; a width of 0 is no rim.
    """

    shape: int
    radius: float
    fill: str
    line: str
    line_width: float
    fill_opacity: float = 1.0

    @property
    def reach(self) -> float:
        return _LARGEST_SHAPE * self.radius + self.line_width

    def paint(self, painter: QPainter) -> None:
        """Draw the mark around the origin."""
        fill = QColor(self.fill)
        fill.setAlphaF(self.fill_opacity)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(self.line), self.line_width) if self.line_width else Qt.PenStyle.NoPen)
        painter.drawPath(glyph(self.shape, self.radius))


def draw_stamps(
    painter: QPainter, places: NDArray[np.float64], stamps: Sequence[Stamp], kinds: NDArray[np.intp]
) -> None:
    """Draw marks at places of shape (n, 2); `kinds` are the numbers of their stamps, shape (n,)."""
    # Images, not pixmaps: they may be kept until the program ends.
    ratio = painter.deviceTransform().m11() or 1.0
    halves = np.floor(places * (ratio * STEPS) + 0.5).astype(np.intp)
    corners = halves // STEPS
    phases = halves % STEPS
    keys, numbers = np.unique((kinds * STEPS + phases[:, 0]) * STEPS + phases[:, 1], return_inverse=True)
    images = []
    for key in keys.tolist():
        kind, phase = divmod(key, STEPS * STEPS)
        images.append(_image(stamps[kind], ratio, *divmod(phase, STEPS)))
    reaches = np.array([image.width() // 2 for image in images], np.intp)
    corners = corners - (reaches[numbers][:, np.newaxis] if len(images) else 0)
    draw = painter.drawImage
    for (x, y), number in zip((corners / ratio).tolist(), numbers.tolist(), strict=True):
        draw(QPointF(x, y), images[number])


@lru_cache(maxsize=1024)  # 8 MB; one screen of a network and its samples takes up to 500
def _image(stamp: Stamp, ratio: float, phase_x: int, phase_y: int) -> QImage:
    reach = math.ceil(ratio * stamp.reach) + 1
    image = QImage(2 * reach, 2 * reach, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate((reach + phase_x / STEPS) / ratio, (reach + phase_y / STEPS) / ratio)
    stamp.paint(painter)
    painter.end()
    return image
