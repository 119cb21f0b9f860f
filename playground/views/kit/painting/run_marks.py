"""The permanent number, colour and dash of a run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.style.theme import Theme, font

# Class colours that differ from the accent and from each other, even with colour blindness.
_LIGHT, _DARK = (2, 3, 4, 6, 7, 8), (2, 3, 4, 5, 7, 8)
BADGE = 16.0


def run_ink(number: int) -> Callable[[Theme], str]:
    """Return the colour of a run by its number from 1, as a function of the theme."""

    def ink(theme: Theme) -> str:
        if number <= 1:
            return theme.accent
        order = _DARK if theme.is_dark else _LIGHT
        return theme.classes[order[(number - 2) % len(order)]]

    return ink


def is_dashed(number: int) -> bool:
    """Whether the run's colour is a repeated one, so that its line is dashed."""
    return number > 1 and (number - 2) // len(_LIGHT) % 2 == 1


def draw_badge(painter: QPainter, place: QRectF, number: int, theme: Theme, *, shown: bool = True) -> None:
    """Draw the number of a run: filled with its colour, or as a ring if the run is hidden."""
    painter.setFont(font("tick_strong"))
    if shown:
        fill = QColor(run_ink(number)(theme))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(place)
        # Dark text on light fills, light text on dark ones.
        painter.setPen(QColor("#14181F" if fill.lightnessF() > 0.55 or _is_bright(fill) else "#FFFFFF"))
    else:
        painter.setPen(QPen(QColor(theme.ctl2), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(theme.ink2))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number))


def draw_sparkline(painter: QPainter, place: QRectF, points: list[QPointF], ink: str) -> None:
    """Draw a small curve; its points are fractions of the rectangle, (0, 0) at its lower left."""
    painter.setPen(QPen(QColor(ink), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        [
            QPointF(place.left() + p.x() * place.width(), place.bottom() - p.y() * place.height())
            for p in points
        ]
    )


def _is_bright(color: QColor) -> bool:
    return 0.299 * color.redF() + 0.587 * color.greenF() + 0.114 * color.blueF() > 0.58
