"""A decision boundary as a small picture with its samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from playground.rendering.point_colours import mark_colours
from playground.style.theme import Theme, color, font
from playground.views.kit.chart.stamps import PointStamp, draw_stamps
from playground.views.kit.drawing import draw_text

POINT_RADIUS = 2.1
MOST_POINTS = 400
_CORNER = 6.0


def paint_boundary(
    painter: QPainter,
    place: QRectF,
    theme: Theme,
    image: QImage | None,
    places: NDArray[np.float64],
    y: NDArray[np.generic],
    radius: float = POINT_RADIUS,
) -> None:
    """Paint a boundary, or that it is being painted.

    Parameters
    ----------
    image
        None while there is none yet.
    places
        Of samples as fractions of the picture, (0, 0) at its lower left, shape (n, 2).
    y
        Their classes or targets, which give them their colours.
    """
    path = QPainterPath()
    path.addRoundedRect(place, _CORNER, _CORNER)
    painter.fillPath(path, color(theme.inset))
    if image is None:
        draw_text(painter, place, "Painting…", font("caption"), theme.ink3, Qt.AlignmentFlag.AlignCenter)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    painter.drawImage(place, image)
    colours, numbers = mark_colours(y, theme)
    stamps = [PointStamp(0, radius, colour, theme.mark_outline, 0.8) for colour in colours]
    corner, size = (place.left(), place.bottom()), (place.width(), -place.height())
    draw_stamps(painter, np.array(corner) + places[:MOST_POINTS] * size, stamps, numbers[:MOST_POINTS])
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color(theme.ink, 0.28), 1))
    painter.drawRoundedRect(place, _CORNER, _CORNER)
