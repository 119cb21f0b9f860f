"""A small table with one column per run: differences, or results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.painting.run_marks import BADGE, draw_badge
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Control

LABEL, HEAD, ROW = 78.0, 28.0, 28.0
# Between the texts of two columns.
GAP = 5.0
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class Row:
    """A line of the table; cells in `marked` are highlighted by background and bold, or by bold alone."""

    label: str
    cells: tuple[str, ...]
    marked: tuple[bool, ...]
    has_ground: bool = True


class RunTable(Control, QWidget):
    """Draws the table; its text is also the accessible description."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: tuple[int, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self.describe(name, name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, numbers: Sequence[int], rows: Sequence[Row]) -> None:
        """Show rows with a column for each run."""
        self._numbers, self._rows = tuple(numbers), tuple(rows)
        said = [f"{row.label}: {', '.join(row.cells)}" for row in rows]
        self.setAccessibleDescription("; ".join(said))
        set_tip(self, "\n".join(said) or self.accessibleName())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, round(HEAD + ROW * len(self._rows)) if self._rows else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows or not self._numbers:
            return
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - LABEL) / len(self._numbers)
        for column, number in enumerate(self._numbers):
            middle = LABEL + (column + 0.5) * width
            draw_badge(painter, QRectF(middle - BADGE / 2, 4, BADGE, BADGE), number, theme)
        for index, row in enumerate(self._rows):
            top = HEAD + index * ROW
            painter.fillRect(QRectF(0, top, self.width(), 1), QColor(theme.line))
            draw_text(painter, QRectF(0, top, LABEL - 4, ROW), row.label, font("caption"), theme.ink2)
            plain, strong = self._fonts(row, width - GAP)
            for column, (text, marked) in enumerate(zip(row.cells, row.marked, strict=True)):
                cell = QRectF(LABEL + column * width, top, width, ROW)
                if marked and row.has_ground:
                    draw_box(painter, cell.adjusted(2, 4, -2, -4), 4, theme.soft)
                ink = theme.accent_text if marked and row.has_ground else theme.ink if marked else theme.ink2
                place = cell.adjusted(GAP / 2, 0, -GAP / 2, 0)
                draw_text(painter, place, text, strong if marked else plain, ink, _MIDDLE)

    @staticmethod
    def _fonts(row: Row, room: float) -> tuple[QFont, QFont]:
        """Return the fonts of a row's plain and marked cells, smaller ones if a cell has no room."""
        usual = font("caption"), font("caption_strong")
        cells = zip(row.cells, row.marked, strict=True)
        if all(text_width(text, usual[marked]) <= room for text, marked in cells):
            return usual
        return font("tick"), font("tick_strong")
