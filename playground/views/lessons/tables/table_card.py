"""A small table of numbers, or a picture, with the order in which its cells lie in memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import color, font
from playground.style.words import exact_text
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.themed import Control

PADDING, TITLE, CAPTION = 16.0, 42.0, 22.0
LARGEST_CELL, LARGEST_PIXEL, LEAST_CELL = 64.0, 34.0, 8.0
GAP = 4.0
_HEAD = 7.0
Cells = tuple[tuple[float, ...], ...]
Way = Sequence[tuple[int, int]]


class TableCard(Control, QWidget):
    """Cells under a title; a line leads through them in the order of memory.

    Parameters
    ----------
    way
        Row and column of each cell in that order; empty for no line.
    is_picture
        Whether the cells are pixels from 0 (paper) to 1 (ink), and no numbers.
    wrong
        Cells that are not as they should be.
    room
        Rows and columns of the largest table beside it: cells of all are equally large.
    """

    def __init__(
        self,
        title: str,
        cells: Cells,
        way: Way = (),
        *,
        is_picture: bool = False,
        wrong: Sequence[tuple[int, int]] = (),
        room: tuple[int, int] = (1, 1),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title, self.cells, self.wrong = title, cells, frozenset(wrong)
        self._way, self._is_picture = tuple(way), is_picture
        self._lit: frozenset[tuple[int, int]] = frozenset()
        self._room = max(room[0], len(cells)), max(room[1], len(cells[0]))
        self._gap = 0.0 if is_picture else GAP
        self._largest = LARGEST_PIXEL if is_picture else LARGEST_CELL
        below = CAPTION + 2 * PADDING
        self.setMaximumHeight(round(TITLE + self._room[0] * (self._largest + self._gap) + below))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        kind = "picture" if is_picture else "table"
        self.describe(title, f"{title}: a {kind} of {self.shape_words}")
        if not is_picture:
            rows = "; ".join(" ".join(map(exact_text, row)) for row in cells)
            wrong_words = f", {len(self.wrong)} of them wrong" if self.wrong else ""
            self.setAccessibleDescription(f"{self.shape_words}: {rows}{wrong_words}")

    @property
    def shape_words(self) -> str:
        """Rows and columns in words."""
        return f"{len(self.cells)} rows, {len(self.cells[0])} columns"

    @property
    def lit(self) -> frozenset[tuple[int, int]]:
        """The cells that are pointed out."""
        return self._lit

    def light(self, places: range) -> None:
        """Point out the cells that lie at some places in memory."""
        self._lit = frozenset(self._way[place] for place in places if place < len(self._way))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 180)

    def cell_rects(self) -> dict[tuple[int, int], QRectF]:
        """Return where each cell is."""
        rows, columns = len(self.cells), len(self.cells[0])
        width, height, gap = self.width() - 2 * PADDING, self.height() - TITLE - CAPTION - PADDING, self._gap
        side = min((width + gap) / self._room[1] - gap, (height + gap) / self._room[0] - gap)
        side = max(min(side, self._largest), LEAST_CELL)
        left = (self.width() - columns * (side + gap) + gap) / 2
        top = TITLE + max(height - rows * (side + gap) + gap, 0.0) / 2
        return {
            (row, column): QRectF(left + column * (side + gap), top + row * (side + gap), side, side)
            for row in range(rows)
            for column in range(columns)
        }

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        draw_box(painter, QRectF(self.rect()), 8.0, theme.surface, theme.line)
        title = QRectF(PADDING, 0, self.width() - 2 * PADDING, TITLE)
        is_code = "(" in self.title or len(self.title) == 1
        draw_text(painter, title, self.title, font("lesson_code" if is_code else "section_title"), theme.ink)
        rects = self.cell_rects()
        if self._is_picture:
            self._paint_picture(painter, rects)
        else:
            self._paint_numbers(painter, rects)
        below = QRectF(PADDING, self.height() - CAPTION - 8, self.width() - 2 * PADDING, CAPTION)
        draw_text(
            painter, below, self.shape_words, font("caption"), theme.ink3, Qt.AlignmentFlag.AlignHCenter
        )

    def _paint_picture(self, painter: QPainter, rects: dict[tuple[int, int], QRectF]) -> None:
        theme = self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for (row, column), rect in rects.items():
            painter.fillRect(rect, QColor(theme.inset))
            painter.fillRect(rect, color(theme.ink, self.cells[row][column]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2.0))
        for place in self._lit:
            painter.drawRect(rects[place].adjusted(1, 1, -1, -1))

    def _paint_numbers(self, painter: QPainter, rects: dict[tuple[int, int], QRectF]) -> None:
        theme = self.theme
        for place, rect in rects.items():
            is_wrong, is_lit = place in self.wrong, place in self._lit
            fill = theme.danger_soft if is_wrong else theme.inset
            draw_box(painter, rect, 6.0, fill, theme.danger if is_wrong else None, 1.5)
            if is_lit:
                draw_box(painter, rect, 6.0, theme.soft, theme.accent, 2.0)
        self._paint_way(painter, [rects[place].center() for place in self._way])
        for (row, column), rect in rects.items():
            number = exact_text(self.cells[row][column])
            role = "metric" if rect.width() >= 30 else "caption"
            draw_text(painter, rect, number, font(role), theme.ink, Qt.AlignmentFlag.AlignHCenter)
            if (row, column) in self.wrong:
                draw_icon(painter, "close", theme.danger, QRectF(rect.right() - 13, rect.top() + 3, 10, 10))

    def _paint_way(self, painter: QPainter, centres: Sequence[QPointF]) -> None:
        """Draw the line, whose end is an arrow."""
        if len(centres) < 2:
            return
        painter.setPen(QPen(color(self.theme.accent, 0.5), 2.0, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # The numbers stand on it: it stops short of them.
        for start, end in pairwise(centres):
            way = end - start
            length = max((way.x() ** 2 + way.y() ** 2) ** 0.5, 1e-9)
            step = way / length
            first, last = start + step * 14.0, end - step * 14.0
            painter.drawLine(first, last)
            aside = QPointF(-step.y(), step.x()) * (0.5 * _HEAD)
            painter.drawPolyline([last - step * _HEAD + aside, last, last - step * _HEAD - aside])
