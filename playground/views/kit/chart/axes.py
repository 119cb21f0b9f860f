"""The scale and the name of both axes, along the left and the lower edge of a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.style.theme import Theme, font
from playground.views.kit.chart.scale import Scale
from playground.views.kit.chart.viewport import Viewport
from playground.views.kit.drawing import draw_text, text_width

LINE, MARK, GAP = 15.0, 4.0, 3.0
LEFT, BOTTOM = 48, 36
"""Width of the axes beside and below the picture."""
ACROSS, ALONG = 44.0, 40.0
"""Smallest distance between numbers."""


def ticks_beside(scale: Scale, low: float, high: float, width: float) -> list[tuple[float, str]]:
    """Return as many ticks and labels between two values as fit in that many pixels."""
    ticks: list[tuple[float, str]] = []
    for most in range(max(2, int(width / ACROSS)), 0, -1):
        ticks = scale.ticks(low, high, most)
        widest = max((text_width(text, font("tick")) for _, text in ticks), default=0)
        gap = min((b[0] - a[0] for a, b in pairwise(ticks)), default=math.inf)
        if gap * width / (high - low) >= widest + 8:
            break
    return ticks


def draw_axes(painter: QPainter, viewport: Viewport, titles: Sequence[str], theme: Theme) -> None:
    """Draw ticks, numbers and names; numbers that are too wide replace the name."""
    frame, seen, scale = viewport.frame, viewport.seen, Scale()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    across = ticks_beside(scale, seen.left, seen.right, frame.width())
    marks = [(viewport.position(place, seen.bottom).x(), text) for place, text in across]
    _draw_marks(
        painter, [QLineF(x, frame.bottom() + 1, x, frame.bottom() + 1 + MARK) for x, _ in marks], theme
    )
    top = frame.bottom() + MARK + 1.0
    for x, text in marks:
        width = float(text_width(text, font("tick")))
        left = min(max(x - width / 2, frame.left() - LEFT), frame.right() - width)
        draw_text(painter, QRectF(left, top, width, LINE), text, font("tick"), theme.ink3)
    name = QRectF(frame.left(), top + LINE, frame.width(), LINE)
    draw_text(painter, name, titles[0], font("tick"), theme.ink2, Qt.AlignmentFlag.AlignHCenter)

    along = scale.ticks(seen.bottom, seen.top, max(2, int(frame.height() / ALONG)))
    marks = [(viewport.position(seen.left, place).y(), text) for place, text in along]
    _draw_marks(painter, [QLineF(frame.left() - 1 - MARK, y, frame.left() - 1, y) for y, _ in marks], theme)
    right, widest = frame.left() - MARK - GAP, 0
    for y, text in marks:
        width = text_width(text, font("tick"))
        widest = max(widest, width)
        height = min(max(y, frame.top() + LINE / 2), frame.bottom() - LINE / 2)
        box = QRectF(right - width, height - LINE / 2, width, LINE)
        draw_text(painter, box, text, font("tick"), theme.ink3)
    if right - widest >= frame.left() - LEFT + LINE:
        painter.save()
        painter.translate(QPointF(frame.left() - LEFT, frame.bottom()))
        painter.rotate(-90.0)
        name = QRectF(0.0, 0.0, frame.height(), LINE)
        draw_text(painter, name, titles[1], font("tick"), theme.ink2, Qt.AlignmentFlag.AlignHCenter)
        painter.restore()


def _draw_marks(painter: QPainter, lines: Sequence[QLineF], theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.ctl2), 1.0))
    painter.drawLines(list(lines))
