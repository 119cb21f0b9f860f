"""Training points as the network gets them: in the plane with their labels, or as pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.models.bugs.finding import Sample
from playground.rendering.point_colours import mark_colours
from playground.style.pixels import image_in_ink
from playground.style.theme import Theme, font
from playground.views.kit.chart.stamps import PointStamp, draw_stamps
from playground.views.kit.drawing import draw_box, draw_text

GAP, LABEL = 6.0, 16.0
MOST_IN_ROW, LEAST_STEP = 4, 56.0
POINT, LARGE_POINT, LARGE_FROM = 2.1, 3.0, 260.0


def paint_sample(painter: QPainter, place: QRectF, theme: Theme, sample: Sample) -> None:
    """Paint a sample: points into a square, pictures as many as there is room for."""
    if sample.pictures is None:
        side = min(place.width(), place.height())
        _paint_points(painter, QRectF(place.left(), place.top(), side, side), theme, sample)
    else:
        _paint_pictures(painter, place, theme, sample)


def _paint_points(painter: QPainter, place: QRectF, theme: Theme, sample: Sample) -> None:
    draw_box(painter, place, 6.0, theme.inset, theme.line)
    colours, numbers = mark_colours(sample.y, theme)
    radius = POINT if place.width() < LARGE_FROM else LARGE_POINT
    stamps = [PointStamp(0, radius, colour, theme.mark_outline, 0.8) for colour in colours]
    corner, size = (place.left(), place.bottom()), (place.width(), -place.height())
    draw_stamps(painter, np.array(corner) + sample.places * size, stamps, numbers)


def _paint_pictures(painter: QPainter, place: QRectF, theme: Theme, sample: Sample) -> None:
    """Paint pictures in rows, each with its label below."""
    assert sample.pictures is not None
    columns = max(min(MOST_IN_ROW, int(place.width() // LEAST_STEP)), 1)
    step = place.width() / columns
    count = columns * max(int((place.height() + GAP) // step), 1)
    side = step - GAP - LABEL
    for number, (grey, label) in enumerate(zip(sample.pictures[:count], sample.labels, strict=False)):
        row, column = divmod(number, columns)
        box = QRectF(place.left() + column * step, place.top() + row * step, side, side)
        painter.fillRect(box, QColor(theme.inset))
        painter.drawImage(box, image_in_ink(grey, theme.ink))
        below = QRectF(box.left(), box.bottom(), side, LABEL)
        draw_text(painter, below, label, font("tick"), theme.ink2, Qt.AlignmentFlag.AlignHCenter)
