"""A field for a formula that underlines errors."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_box
from playground.views.kit.fields.text_entry import TextEntry
from playground.views.kit.plain_text import set_tip

HEIGHT = 36
PADDING = 10
WAVE = 3.0


class FormulaField(TextEntry):
    """One line in a monospaced font. Every text counts as typed; the dialog answers Return and Escape."""

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong: tuple[int, int] | None = None
        self.setFont(font("code"))
        self.setTextMargins(PADDING - 2, 0, PADDING - 2, 0)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(name)
        set_tip(self, tip)
        self.setMaxLength(500)

    @property
    def wrong(self) -> tuple[int, int] | None:
        """First character of the underlined part, and the one after it."""
        return self._wrong

    def set_wrong(self, place: tuple[int, int] | None) -> None:
        """Underline a part of the text, or nothing."""
        self._wrong = place
        self.update()

    def take(self) -> bool:
        self.returnPressed.emit()
        return False

    def drop(self) -> bool:
        return False

    def finish(self) -> None:
        pass

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        border = theme.danger if self._wrong else theme.accent if self.hasFocus() else theme.ctl
        width = 2.0 if self.hasFocus() else 1.0
        draw_box(painter, self.rect().toRectF(), 6.0, theme.field, border, width)
        painter.end()
        super().paintEvent(event)
        if self._wrong is not None:
            painter = QPainter(self)
            self._draw_wave(painter, *self._wrong)

    def _draw_wave(self, painter: QPainter, start: int, end: int) -> None:
        metrics = QFontMetricsF(self.font())
        text = self.text() + " "
        # The cursor's rectangle shows how far the text is scrolled.
        cursor = self.cursorRect().center().x() - metrics.horizontalAdvance(text[: self.cursorPosition()])
        left = cursor + metrics.horizontalAdvance(text[:start])
        right = max(cursor + metrics.horizontalAdvance(text[:end]), left + 9.0)
        y = self.height() / 2 + metrics.height() / 2
        points = []
        x, up = left, True
        while x <= right:
            points.append(QPointF(x, y - WAVE if up else y))
            x, up = x + WAVE, not up
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.danger), 1.5))
        painter.drawPolyline(points)
