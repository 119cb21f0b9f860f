"""A line of text on a pill, shown over a chart."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.theme import Theme, font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.themed import Themed

HEIGHT, PADDING = 24, 10


def pill_width(text: str) -> int:
    """Return the width of a pill with a text."""
    return text_width(text, font("caption")) + 2 * PADDING


def draw_pill(painter: QPainter, place: QRectF, text: str, theme: Theme) -> None:
    """Draw a pill with a text."""
    draw_box(painter, place, HEIGHT / 2, theme.surface, theme.line)
    draw_text(painter, place.adjusted(PADDING, 0, -PADDING, 0), text, font("caption"), theme.ink)


class ReadOut(Themed, QWidget):
    """Hidden while empty; transparent to the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def text(self) -> str:
        """The text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show a text; an empty one hides the pill."""
        self._text = text
        self.setVisible(bool(text))
        if text:
            self.resize(QSize(pill_width(text), HEIGHT))
            self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_pill(QPainter(self), QRectF(self.rect()), self._text, self.theme)
