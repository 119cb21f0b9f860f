"""The line above the presenter's loss chart: the names and newest values of the curves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.themed import Themed

_HEIGHT, _DASH, _DASH_GAP, _VALUE_GAP, _ENTRY_GAP = 20, 10, 5, 4, 12


class PresenterLegend(Themed, QWidget):
    """Title at the left; for each curve a dash, its name and its newest value at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._train, self._test = "–", "–"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_losses(self._train, self._test)

    def set_losses(self, train: str, test: str) -> None:
        """Show the newest losses."""
        self._train, self._test = train, test
        self.setAccessibleName(f"Loss: train {train}, test {test}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_text(painter, QRectF(self.rect()), "Loss", font("selected"), theme.ink)
        right = float(self.width())
        for name, value, curve in (
            ("Test", self._test, theme.test_curve),
            ("Train", self._train, theme.train_curve),
        ):
            right = self._draw_entry(painter, right, name, value, curve) - _ENTRY_GAP

    def _draw_entry(self, painter: QPainter, right: float, name: str, value: str, curve: str) -> float:
        """Draw one curve's entry before `right`; return where it begins."""
        widths = (text_width(name, font("caption")), text_width(value, font("caption_strong")))
        left = right - widths[1]
        draw_text(painter, QRectF(left, 0, widths[1], _HEIGHT), value, font("caption_strong"), self.theme.ink)
        left -= _VALUE_GAP + widths[0]
        draw_text(painter, QRectF(left, 0, widths[0], _HEIGHT), name, font("caption"), self.theme.ink2)
        left -= _DASH_GAP + _DASH
        painter.setPen(QPen(QColor(curve), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(round(left), _HEIGHT // 2, round(left) + _DASH, _HEIGHT // 2)
        return left
