"""Rows of a name and a number, coloured by sign where the sign matters; one of them may lead on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Control

ROW, ROOMY_ROW = 22, 34
MARK, GAP, ARROW = 10.0, 8.0, 12.0
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
    leads_to
        What pressing the line opens, as its tooltip says it; empty for a line that opens nothing.
    """

    name: str
    value: str
    sign: float = 0.0
    has_mark: bool = False
    leads_to: str = ""


class FigureRows(Control, QWidget):
    """Draws lines of names and numbers. The line that leads on is pressed with a click, Enter or Space.

    Parameters
    ----------
    roomy
        Whether rows are higher, with larger numbers and a line below each.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        super().__init__(parent)
        self._roomy = roomy
        self._row = ROOMY_ROW if roomy else ROW
        self._figures: Sequence[Figure] = ()
        self._link: int | None = None
        HoverTip(self, self._words_at)

    @property
    def figures(self) -> Sequence[Figure]:
        """What is shown."""
        return self._figures

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show other lines."""
        if len(figures) != len(self._figures):
            self.setFixedHeight(self._row * len(figures))
        self._figures = figures
        self._link = next((row for row, figure in enumerate(figures) if figure.leads_to), None)
        leads_to = "" if self._link is None else figures[self._link].leads_to
        self.setAccessibleName("; ".join(f"{figure.name} {figure.value}" for figure in figures))
        self.setAccessibleDescription(leads_to)
        set_tip(self, leads_to)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leads_to else Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(bool(leads_to))
        self.update()

    def _words_at(self, place: QPoint) -> str:
        """Return a line in full, which may be shortened where there is little room, and where it leads."""
        row = place.y() // self._row
        if not 0 <= row < len(self._figures):
            return ""
        figure = self._figures[row]
        return "\n".join(part for part in (f"{figure.name}: {figure.value}", figure.leads_to) if part)

    def place_of(self, row: int) -> QRect:
        """Return where a line is."""
        return QRect(0, row * self._row, self.width(), self._row)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.place_of(self._link or 0).adjusted(-4, 0, 4, 0), 6.0

    def _is_on_link(self, event: QMouseEvent) -> bool:
        return self._link is not None and self.place_of(self._link).contains(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_over = self._is_on_link(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_on_link(event) and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._link is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, figure in enumerate(self._figures):
            place = QRectF(self.place_of(row))
            if self._roomy and row + 1 < len(self._figures):
                painter.fillRect(QRectF(0, place.bottom() - 1, self.width(), 1), QColor(theme.line))
            ink = theme.ink
            if figure.sign:
                ink = theme.positive_text if figure.sign > 0 else theme.negative_text
            mono = font("graph_value" if self._roomy else "inspector_code")
            if figure.leads_to:
                arrow = QRectF(place.right() - ARROW, place.center().y() - ARROW / 2, ARROW, ARROW)
                draw_icon(painter, "chevron-right", theme.accent_text, arrow)
                place.setRight(arrow.left() - 2)
            # Neither runs into the other: a long value leaves its name some room, and gets the rest.
            least = min(text_width(figure.name, font("body")), NAME_SHARE * place.width())
            room = min(text_width(figure.value, mono), place.width() - least - GAP)
            value_place = place.adjusted(place.width() - room, 0, 0, 0)
            name_place = place.adjusted(0, 0, -room - GAP, 0)
            fits = text_width(figure.name, font("body")) <= name_place.width()
            draw_text(
                painter, name_place, figure.name, font("body" if fits else "caption"),
                theme.accent_text if figure.leads_to else theme.ink2,
            )  # fmt: skip
            draw_text(painter, value_place, figure.value, mono, ink, Qt.AlignmentFlag.AlignRight)
            if figure.has_mark:
                painter.setFont(mono)
                width = painter.fontMetrics().horizontalAdvance(figure.value)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.positive if figure.sign >= 0 else theme.negative))
                mark = QRectF(self.width() - width - 8 - MARK, place.center().y() - MARK / 2, MARK, MARK)
                painter.drawRoundedRect(mark, 3, 3)
