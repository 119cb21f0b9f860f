"""Thousands of small marks: each kind is drawn once and then copied to all its positions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.views.kit.chart.point_glyphs import glyph

# Marks are placed at the nearest half pixel, which is not noticeable.
STEPS = 2
_LARGEST_SHAPE = 1.6
"""In radii."""


@dataclass(frozen=True)
class Stamp:
    """A kind of mark.

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


@lru_cache(maxsize=4096)
def _image(stamp: Stamp, ratio: float, phase_x: int, phase_y: int) -> QImage:
    reach = math.ceil(ratio * (_LARGEST_SHAPE * stamp.radius + stamp.line_width)) + 1
    image = QImage(2 * reach, 2 * reach, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate((reach + phase_x / STEPS) / ratio, (reach + phase_y / STEPS) / ratio)
    fill = QColor(stamp.fill)
    fill.setAlphaF(stamp.fill_opacity)
    painter.setBrush(fill)
    painter.setPen(QPen(QColor(stamp.line), stamp.line_width) if stamp.line_width else Qt.PenStyle.NoPen)
    painter.drawPath(glyph(stamp.shape, stamp.radius))
    painter.end()
    return image
