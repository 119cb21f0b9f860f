"""The pictures on the tiles of the data-set gallery: real points of each set."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.rendering.point_colours import mark_colours
from playground.style.palette import Theme
from playground.style.pixels import image_in_ink
from playground.style.theme import font
from playground.views.kit.chart.stamps import PointStamp, draw_stamps

Painter = Callable[[QPainter, QRectF, Theme], None]
DOT_RADIUS = 1.4


def points_thumbnail(points: NDArray[np.float64], y: NDArray[np.generic]) -> Painter:
    """Return a painter of points in the unit square (y upwards), coloured by class or value."""

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        side = min(rect.width(), rect.height()) - 6.0
        left, top = rect.center().x() - side / 2, rect.center().y() - side / 2
        colours, numbers = mark_colours(y, theme)
        stamps = [PointStamp(0, DOT_RADIUS, colour, colour, 0.0) for colour in colours]
        places = np.array([left, top]) + side * (points * (1.0, -1.0) + (0.0, 1.0))
        draw_stamps(painter, places, stamps, numbers)

    return paint


def grey_thumbnail(grey: NDArray[np.float64]) -> Painter:
    """Return a painter of a greyscale picture, 1 for ink."""

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        side = min(rect.width(), rect.height()) - 6.0
        target = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        painter.drawImage(target, image_in_ink(grey, theme.ink))

    return paint


def formula_thumbnail() -> Painter:
    """Return a painter of a wave that divides the square, as a formula might."""

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        side = min(rect.width(), rect.height()) - 6.0
        square = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        steps = np.linspace(0.0, 1.0, 33)
        heights = square.center().y() - 0.22 * side * np.sin(2 * np.pi * steps)
        wave = [QPointF(square.left() + step * side, y) for step, y in zip(steps, heights, strict=True)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.ink2), 1.6))
        painter.drawPolyline(wave)
        painter.setPen(QColor(theme.negative))
        painter.setFont(font("code"))
        painter.drawText(square, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, "f")
        painter.setPen(QColor(theme.positive))
        painter.drawText(square, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "x")

    return paint
