"""A function as a curve with its tangent at a point, small in a list or large enough to move the point."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.graph.functions.operation_curve import OperationCurve
from playground.style.theme import Theme, font
from playground.style.words import number_text
from playground.views.kit.chart.curve import pieces_between_gaps
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.themed import Themed

RADIUS = 8.0
HEIGHT = 168
TANGENT = 0.22
"""Half the length of the tangent, relative to the width."""


class CurvePicture(Themed, QWidget):
    """Emits where along the axis the point is wanted, when pressed or dragged to."""

    point_wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve: OperationCurve | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolTip("Click or drag to move the point")

    def sizeHint(self) -> QSize:
        return QSize(280, HEIGHT)

    def set_curve(self, curve: OperationCurve | None, words: str) -> None:
        """Show a curve, and say what it shows."""
        self._curve = curve
        self.setAccessibleName(words)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._want(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._want(event)

    def _want(self, event: QMouseEvent) -> None:
        if self._curve is not None:
            low, high = float(self._curve.x[0]), float(self._curve.x[-1])
            share = min(max(event.position().x() / max(self.width(), 1), 0.0), 1.0)
            self.point_wanted.emit(round(low + share * (high - low), 1))

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect(), RADIUS

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        place = QRectF(self.rect())
        draw_box(painter, place, RADIUS, theme.bg, theme.line)
        if self._curve is None:
            return
        draw_curve(painter, place.adjusted(1, 1, -1, -1), self._curve, theme, width=2.0)
        low, high = float(self._curve.x[0]), float(self._curve.x[-1])
        foot = QRectF(8, self.height() - 18, self.width() - 16, 16)
        draw_text(painter, foot, number_text(low, 3), font("tick"), theme.ink3)
        draw_text(painter, foot, number_text(high, 3), font("tick"), theme.ink3, Qt.AlignmentFlag.AlignRight)


def draw_curve(painter: QPainter, place: QRectF, curve: OperationCurve, theme: Theme, width: float) -> None:
    """Draw the axes, the curve, and the tangent with its point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(place)
    left, right = float(curve.x[0]), float(curve.x[-1])

    def at(x: float, y: float) -> QPointF:
        across = (x - left) / (right - left)
        up = (y - curve.low) / (curve.high - curve.low)
        return QPointF(place.left() + across * place.width(), place.bottom() - up * place.height())

    painter.setPen(QPen(QColor(theme.ctl), 1.0))
    painter.drawLine(at(left, 0.0), at(right, 0.0))
    painter.drawLine(at(0.0, curve.low), at(0.0, curve.high))
    painter.setPen(QPen(QColor(theme.ink2), width))
    for piece in pieces_between_gaps(curve.y):
        xs, ys = curve.x[piece].tolist(), curve.y[piece].tolist()
        painter.drawPolyline(QPolygonF([at(x, y) for x, y in zip(xs, ys, strict=True)]))
    if curve.value is not None:
        point = at(curve.at, curve.value)
        if curve.slope is not None:
            ahead = at(curve.at + 1.0, curve.value + curve.slope) - point
            length = float(np.hypot(ahead.x(), ahead.y()))
            half = ahead * (TANGENT * place.width() / length)
            painter.setPen(QPen(QColor(theme.accent), width))
            painter.drawLine(point - half, point + half)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(point, 1.75 * width, 1.75 * width)
    painter.restore()
