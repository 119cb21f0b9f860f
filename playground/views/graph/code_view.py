"""A few lines of code, one of them marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.theme import LIGHT, Theme, font
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.plain_text import set_tip

LINE, PADDING = 19, 8


class CodeView(QWidget):
    """Draws lines in a monospaced font; long ones end in an ellipsis, and the tooltip shows them in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._lines: Sequence[str] = ()
        self._marked: int | None = None
        self.setAccessibleName("Code that ran")

    def set_code(self, lines: Sequence[str], marked: int | None) -> None:
        """Show lines and mark one of them."""
        self._lines, self._marked = lines, marked
        self.setFixedHeight(LINE * len(lines) + 2 * PADDING)
        set_tip(self, "\n".join(lines))
        self.setAccessibleDescription("" if marked is None else lines[marked].strip())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), 8.0, theme.bg, theme.line)
        for row, line in enumerate(self._lines):
            place = QRectF(1, PADDING + row * LINE, self.width() - 2, LINE)
            if row == self._marked:
                painter.fillRect(place, theme.soft)
                painter.fillRect(QRectF(1, place.top(), 3, LINE), theme.accent)
            ink = theme.accent_text if row == self._marked else theme.ink
            draw_text(painter, place.adjusted(11, 0, -6, 0), line, font("inspector_code"), ink)
