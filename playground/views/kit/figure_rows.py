"""Rows of a name and a number, coloured by sign where the sign matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.themed import Themed

ROW, ROOMY_ROW = 22, 34
MARK, GAP = 10.0, 8.0
NAME_SHARE = 0.4


@dataclass(frozen=True)
class Figure:
    """One line.

    Attributes
    ----------
    sign
        Colours the number; 0 leaves it in ink.
    has_mark
        Whether to draw a square in the colour of the sign before the number, as for a bias.
    """

    name: str
    value: str
    sign: float = 0.0
    has_mark: bool = False


class FigureRows(Themed, QWidget):
    """Draws lines of names and numbers.

    Parameters
    ----------
    roomy
        Whether rows are higher, with larger numbers and a line below each.
    """

    def __init__(self, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        super().__init__(parent)
        self._roomy = roomy
        self._row = ROOMY_ROW if roomy else ROW
        self._figures: Sequence[Figure] = ()

    @property
    def figures(self) -> Sequence[Figure]:
        """What is shown."""
        return self._figures

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show other lines."""
        if len(figures) != len(self._figures):
            self.setFixedHeight(self._row * len(figures))
        self._figures = figures
        self.setAccessibleName("; ".join(f"{figure.name} {figure.value}" for figure in figures))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, figure in enumerate(self._figures):
            place = QRectF(0, row * self._row, self.width(), self._row)
            if self._roomy and row + 1 < len(self._figures):
                painter.fillRect(QRectF(0, place.bottom() - 1, self.width(), 1), QColor(theme.line))
            ink = theme.ink
            if figure.sign:
                ink = theme.positive_text if figure.sign > 0 else theme.negative_text
            mono = font("graph_value" if self._roomy else "inspector_code")
            # Neither runs into the other: a long value leaves its name some room, and gets the rest.
            least = min(text_width(figure.name, font("body")), NAME_SHARE * place.width())
            room = min(text_width(figure.value, mono), place.width() - least - GAP)
            value_place = place.adjusted(place.width() - room, 0, 0, 0)
            name_place = place.adjusted(0, 0, -room - GAP, 0)
            draw_text(painter, name_place, figure.name, font("body"), theme.ink2)
            draw_text(painter, value_place, figure.value, mono, ink, Qt.AlignmentFlag.AlignRight)
            if figure.has_mark:
                painter.setFont(mono)
                width = painter.fontMetrics().horizontalAdvance(figure.value)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.positive if figure.sign >= 0 else theme.negative))
                mark = QRectF(self.width() - width - 8 - MARK, place.center().y() - MARK / 2, MARK, MARK)
                painter.drawRoundedRect(mark, 3, 3)
