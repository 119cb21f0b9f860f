"""What lines and cards of the graph mean."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.themed import Themed

HEIGHT = 40
ROOMY, NARROW = (28, 20), (14, 8)
"""How long a line is, and how far the next one stands from its text, where there is room and where not."""
CARDS = "Cards: name, value, gradient"


class GraphLegend(Themed, QWidget):
    """One line below the graph."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._noun, self._width = "", ""
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Legend")

    def set_links(self, noun: str, width: str) -> None:
        """Explain curved links: whose sign is their colour, and what makes them wide; empty for others."""
        if (noun, width) != (self._noun, self._width):
            self._noun, self._width = noun, width
            self.update()

    def _lines(self) -> tuple[tuple[str, str, float], ...]:
        theme = self.theme
        begin, end = ("This step", theme.accent, 3.0), ("Not reached yet", theme.ctl, 1.5)
        if not self._noun:
            return begin, ("Done", theme.train_curve, 1.75), end
        return (
            begin,
            (f"Negative {self._noun}", theme.negative, 3.0),
            (f"Positive {self._noun}", theme.positive, 3.0),
            end,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, x = QPainter(self), self.theme, 16.0
        painter.fillRect(self.rect(), QColor(theme.bg))
        y = HEIGHT / 2 - 4
        lines = self._lines()
        words = sum(text_width(text, font("caption")) + 12 for text, _, _ in lines)
        is_roomy = words + len(lines) * sum(ROOMY) + 32 - ROOMY[1] <= self.width()
        length, gap = ROOMY if is_roomy else NARROW
        for text, ink, width in lines:
            painter.setPen(QPen(QColor(ink), width))
            painter.drawLine(round(x), round(y), round(x + length), round(y))
            x += length + 8
            room = text_width(text, font("caption")) + 4
            draw_text(painter, QRectF(x, y - 9, room, 18), text, font("caption"), theme.ink2)
            x += room + gap
        note = self._width or CARDS
        rest = QRectF(x, y - 9, self.width() - x - 16, 18)
        if text_width(note, font("caption")) <= rest.width():
            draw_text(painter, rest, note, font("caption"), theme.ink3, Qt.AlignmentFlag.AlignRight)
