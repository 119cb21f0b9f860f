"""The pictures on the tiles of the data-set gallery: real points of each set."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.rendering.colour_maps import diverging_table
from playground.style.palette import Theme
from playground.style.theme import font
from playground.views.kit.pixels import image_from_pixels

Painter = Callable[[QPainter, QRectF, Theme], None]
DOT_RADIUS = 1.4


def points_thumbnail(points: NDArray[np.float64], y: NDArray[np.generic]) -> Painter:
    """Return a painter of points in the unit square (y upwards), coloured by class or value."""

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        side = min(rect.width(), rect.height()) - 6.0
        left, top = rect.center().x() - side / 2, rect.center().y() - side / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for (px, py), color in zip(points.tolist(), point_colors(y, theme), strict=True):
            painter.setBrush(QColor(color))
            painter.drawEllipse(QPointF(left + px * side, top + (1.0 - py) * side), DOT_RADIUS, DOT_RADIUS)

    return paint


def grey_thumbnail(grey: NDArray[np.float64]) -> Painter:
    """Return a painter of a picture whose dark parts (1) are ink."""

    def paint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        ink = QColor(theme.ink)
        pixels = np.zeros((*grey.shape, 4), np.uint8)
        pixels[..., :3] = (ink.red(), ink.green(), ink.blue())
        pixels[..., 3] = np.round(255 * grey / max(float(grey.max()), 1e-9))
        image: QImage = image_from_pixels(pixels)
        side = min(rect.width(), rect.height()) - 6.0
        target = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        painter.drawImage(target, image)

    return paint


def formula_thumbnail() -> Painter:
    """Return a painter of a wave that parts the square in two, as a formula might."""

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


def point_colors(y: NDArray[np.generic], theme: Theme) -> list[str]:
    """Return a mark colour a sample: its class, or for numbers the ends and middle of the diverging marks."""
    if y.dtype.kind in "iu":
        return [theme.classes[int(label) % len(theme.classes)] for label in y.tolist()]
    return value_colors(np.asarray(y, np.float64), theme)


def value_colors(values: NDArray[np.float64], theme: Theme) -> list[str]:
    """Return mark colours for regression targets, from negative over grey to positive."""
    table = diverging_table(theme)
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
    rows = np.round(scaled * (len(table) - 1)).astype(int)
    strong = [QColor(theme.negative), QColor(theme.positive)]
    colors = []
    for share, row in zip(scaled.tolist(), rows.tolist(), strict=True):
        end = strong[share > 0.5]
        weight = abs(2 * share - 1)
        mixed = [
            round(int(c) * (1 - weight) + e * weight)
            for c, e in zip(table[row], end.getRgb()[:3], strict=True)
        ]
        colors.append("#{:02X}{:02X}{:02X}".format(*mixed))
    return colors
