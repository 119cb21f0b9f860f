"""Paints the axis of the time-travel strip: losses of a run and of those beside it, marks, ticks, cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.models.picture.timeline import Ghost, Mark, Scale, grouped
from playground.style.theme import Theme, color, font
from playground.views.kit.painting.run_marks import is_dashed, run_ink
from playground.views.timeline.run_lines import BOTTOM, TOP, RunLines

LABEL_Y = 41.0
EMPTY = "The history begins with the first epoch"


def paint_empty(painter: QPainter, theme: Theme, scale: Scale) -> None:
    """Say that there is no history yet."""
    _paint_baseline(painter, theme, scale)
    painter.setFont(font("caption"))
    painter.setPen(QColor(theme.ink3))
    box = QRectF(scale.left, 0, scale.width, BOTTOM)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, EMPTY)


def paint_ticks(painter: QPainter, theme: Theme, scale: Scale, width: float) -> None:
    """Write numbers of epochs below the axis, none beyond the width of the widget."""
    painter.setFont(font("tick"))
    painter.setPen(QColor(theme.ink3))
    for tick in scale.ticks():
        x = float(scale.x_of(tick))
        painter.fillRect(QRectF(x, BOTTOM + 1, 1, 3), QColor(theme.ctl))
        text = f"{tick:,}"
        painter.drawText(
            QPointF(min(x + 2, width - painter.fontMetrics().horizontalAdvance(text)), LABEL_Y), text
        )


def paint_cursor(painter: QPainter, theme: Theme, place: QPointF) -> None:
    """Draw the cursor, with its knob at a place on the line of the run."""
    painter.setPen(QPen(QColor(theme.ink), 1.5))
    painter.drawLine(QPointF(place.x(), 1), QPointF(place.x(), BOTTOM + 4))
    painter.setPen(QPen(QColor(theme.ink), 2.0))
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(place, 5.0, 5.0)


class RunPainter:
    """Paints a whole run as its past, or as what came later.

    Parameters
    ----------
    ghosts
        Those of the lines.
    loop
        First and last epoch of the range that is repeated.
    hovered
        Key of the ghost under the pointer.
    """

    def __init__(
        self,
        theme: Theme,
        lines: RunLines,
        ghosts: Sequence[Ghost],
        marks: tuple[Mark, ...],
        loop: tuple[int, int] | None,
        hovered: int | None,
    ) -> None:
        self._theme, self._lines, self._scale = theme, lines, lines.scale
        self._ghosts, self._marks, self._loop, self._hovered = ghosts, marks, loop, hovered

    def paint(self, painter: QPainter, *, is_past: bool) -> None:
        """Draw everything that neither cursor nor pointer changes."""
        theme, scale = self._theme, self._scale
        _paint_baseline(painter, theme, scale)
        if self._loop is not None:
            left, right = (float(scale.x_of(epoch)) for epoch in self._loop)
            painter.fillRect(QRectF(left, 2, right - left, BOTTOM - 2), color(theme.accent, 0.14))
        self._paint_ground(painter, theme.soft if is_past else theme.inset2)
        for ghost, line in reversed(list(zip(self._ghosts, self._lines.ghosts_drawn, strict=True))):
            self._paint_ghost(painter, ghost, line)
        painter.setPen(QPen(QColor(theme.accent), 1.75) if is_past else QPen(QColor(theme.ink3), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(self._lines.drawn)
        self._paint_marks(painter)

    def _paint_ground(self, painter: QPainter, fill: str) -> None:
        """Fill the room below the curve."""
        curve = self._lines.drawn
        if curve.isEmpty():
            return
        ground = QPainterPath()
        ground.addPolygon(curve)
        ground.lineTo(curve.last().x(), BOTTOM)
        ground.lineTo(curve.first().x(), BOTTOM)
        ground.closeSubpath()
        painter.fillPath(ground, QColor(fill))

    def _paint_ghost(self, painter: QPainter, ghost: Ghost, line: QPolygonF) -> None:
        theme = self._theme
        is_hovered = ghost.key == self._hovered
        ink = run_ink(ghost.number)(theme) if ghost.number else theme.ctl2
        width = 1.25 if ghost.number else 1.0
        pen = QPen(QColor(theme.ink), 1.75) if is_hovered else QPen(QColor(ink), width)
        if ghost.number and is_dashed(ghost.number):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
        if ghost.number:
            return
        painter.setBrush(QColor(theme.surface))
        fork = QPointF(float(self._scale.x_of(ghost.fork)), self._lines.height_at(ghost.fork))
        painter.drawEllipse(fork, 2.5, 2.5)
        if not line.isEmpty():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ctl2))
            painter.drawEllipse(line.last(), 2.0, 2.0)

    def _paint_marks(self, painter: QPainter) -> None:
        theme = self._theme
        for x, marks in grouped(self._marks, self._scale):
            painter.fillRect(QRectF(x - 0.5, TOP, 1, BOTTOM - TOP), color(theme.ink2, 0.55))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ink2))
            if all(mark.kind == "best" for mark in marks):
                # The best test loss is not a change, so it has another shape.
                painter.drawPolygon(
                    QPolygonF([QPointF(x, 0), QPointF(x + 4, 4), QPointF(x, 8), QPointF(x - 4, 4)])
                )
            else:
                painter.drawPolygon(QPolygonF([QPointF(x - 4, 0), QPointF(x + 4, 0), QPointF(x, 5.5)]))


def _paint_baseline(painter: QPainter, theme: Theme, scale: Scale) -> None:
    painter.fillRect(QRectF(scale.left, BOTTOM + 0.5, scale.width, 1), QColor(theme.ctl))
