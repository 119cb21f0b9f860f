"""What the colours of links and biases mean, in one line below the network."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.style.theme import Theme, font

WORDS = {"weights": "weight", "gradients": "gradient", "updates": "update"}
LEFT, LINE, GAP = 16.0, 33, 18.0


def draw_legend(painter: QPainter, y: float, theme: Theme, overlay: str = "weights") -> None:
    """Draw the legend with its middle at height `y`; `overlay` is what the links show."""
    painter.setFont(font("caption"))
    x = LEFT
    for text, token in (
        (f"Negative {WORDS[overlay]}", "negative"),
        (f"Positive {WORDS[overlay]}", "positive"),
    ):
        painter.setPen(QPen(QColor(getattr(theme, token)), 3.0))
        painter.drawLine(round(x), round(y), round(x + LINE), round(y))
        x = _draw_text(painter, x + LINE + 8, y, text, theme) + GAP
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.positive))
    painter.drawRoundedRect(QRectF(x, y - 5, 10, 10), 3, 3)
    _draw_text(painter, x + 18, y, "Bias", theme)


def _draw_text(painter: QPainter, x: float, y: float, text: str, theme: Theme) -> float:
    """Draw a text and return where it ends."""
    painter.setPen(QColor(theme.ink2))
    width = QFontMetricsF(font("caption")).horizontalAdvance(text)
    painter.drawText(QRectF(x, y - 9, width + 4, 18), Qt.AlignmentFlag.AlignVCenter, text)
    return x + width
