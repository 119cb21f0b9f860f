"""What the colours of the boundary mean: a scale for one output, names for several classes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.chart.point_glyphs import glyph, uses_shapes
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

SCALE_HEIGHT = 8.0
DOT = 4.5


class OutputLegend(Themed, QWidget):
    """One line below the boundary."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: Sequence[str] = ()
        self._ends = ("−1", "+1")
        self.setFixedHeight(20)
        self.setAccessibleName("Legend")

    def set_classes(self, names: Sequence[str]) -> None:
        """Show the names of several classes."""
        self._classes = names
        set_tip(self, ", ".join(names))
        self.update()

    def set_scale(self, low: str, high: str) -> None:
        """Show a scale with these ends."""
        if self._classes or (low, high) != self._ends:
            self._classes, self._ends = (), (low, high)
            set_tip(self, f"Output from {low} to {high}")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("caption"))
        if self._classes:
            self._draw_classes(painter)
        else:
            self._draw_scale(painter)

    def _draw_classes(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(font("caption"))
        names = list(self._classes)
        needed = sum(metrics.horizontalAdvance(name) + 34 for name in names)
        gap = 16.0 if needed <= self.width() else 8.0
        room = (self.width() / len(names)) - gap - 15
        x, y = 0.0, self.height() / 2
        for index, name in enumerate(names):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.classes[index % 10]))
            shape = glyph(index if uses_shapes(len(names)) else 0, DOT)
            painter.drawPath(shape.translated(x + DOT, y))
            text = (
                name
                if needed <= self.width()
                else metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            )
            width = metrics.horizontalAdvance(text)
            painter.setPen(QColor(self.theme.ink2))
            painter.drawText(QRectF(x + 15, 0, width + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += 15 + width + gap

    def _draw_scale(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(font("caption"))
        left, right = (metrics.horizontalAdvance(text) + 8 for text in self._ends)
        bar = QRectF(left, self.height() / 2 - SCALE_HEIGHT / 2, self.width() - left - right, SCALE_HEIGHT)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for index, stop in enumerate(self.theme.diverging):
            gradient.setColorAt(index / (len(self.theme.diverging) - 1), QColor(stop))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 4, 4)
        painter.setPen(QColor(self.theme.ink3))
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._ends[0]
        )
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._ends[1]
        )
