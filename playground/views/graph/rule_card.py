"""The chain rule of one step: fractions with names, and the numbers below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

HEIGHT, PLAIN_HEIGHT = 108, 84
PADDING, LINE = 10.0, 22.0
SIGN_SHARE = 0.36
"""Width of a sign, relative to that of a term."""


class RuleCard(Themed, QWidget):
    """Alternating terms and signs; a term with a slash is drawn as a fraction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._numbers: Sequence[str] = ()
        self.setFixedHeight(HEIGHT)

    def set_rule(self, names: Sequence[str], numbers: Sequence[str]) -> None:
        """Show a rule: terms and signs in turn, both lines of one length."""
        self._names, self._numbers = names, numbers
        has_fraction = any("/" in name for name in names)
        self.setFixedHeight(HEIGHT if has_fraction else PLAIN_HEIGHT)
        self.setAccessibleName(f"{' '.join(names)}; {' '.join(numbers)}")
        set_tip(self, f"{' '.join(names)}\n{' '.join(numbers)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        draw_box(painter, QRectF(self.rect()), 8.0, theme.surface, theme.line)
        if not self._names:
            return
        shares = [1.0 if index % 2 == 0 else SIGN_SHARE for index in range(len(self._names))]
        unit, x = (self.width() - 2 * PADDING) / sum(shares), PADDING
        foot = self.height() - 34.0
        centre = Qt.AlignmentFlag.AlignHCenter
        for index, (name, number) in enumerate(zip(self._names, self._numbers, strict=True)):
            width = unit * shares[index]
            self._draw_name(painter, name, QRectF(x, 8.0, width, foot - 10.0), is_sign=index % 2 == 1)
            ink = theme.ink3
            if number == "0":
                ink = theme.ink
            elif index % 2 == 0:
                ink = theme.negative_text if number.startswith("−") else theme.positive_text
            draw_text(painter, QRectF(x, foot, width, 24.0), number, font("graph_value"), ink, centre)
            x += width

    def _draw_name(self, painter: QPainter, name: str, place: QRectF, *, is_sign: bool) -> None:
        theme, centre = self.theme, Qt.AlignmentFlag.AlignHCenter
        face = font("body")
        face.setItalic(not is_sign)
        top, stroke, below = name.partition("/")
        if not stroke:
            draw_text(painter, place, name, face, theme.ink3 if is_sign else theme.ink, centre)
            return
        middle = place.center().y()
        upper = QRectF(place.x(), middle - LINE - 2, place.width(), LINE)
        lower = QRectF(place.x(), middle + 2, place.width(), LINE)
        draw_text(painter, upper, top, face, theme.ink, centre)
        draw_text(painter, lower, below, face, theme.ink, centre)
        half = min(max(text_width(top, face), text_width(below, face)) + 6, place.width()) / 2
        painter.setPen(QPen(QColor(theme.ink), 1.2))
        x = place.center().x()
        painter.drawLine(QPointF(x - half, middle), QPointF(x + half, middle))
