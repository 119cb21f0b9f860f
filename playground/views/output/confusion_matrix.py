"""The confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit.chart.point_glyphs import glyph, uses_shapes
from playground.views.kit.drawing import draw_text, mix, text_width
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.themed import Themed

HEAD = 22
CELL, SMALLEST_CELL = 30, 20
STRENGTH = 0.62
LARGEST_SIDE = 360


class ConfusionMatrix(Themed, QWidget):
    """Rows are true classes, columns predicted ones; the count stands in each cell, tinted by its share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self._names: Sequence[str] = ()
        self._cell = CELL
        self.setAccessibleName("Confusion matrix")
        self.setToolTip("Rows: true classes; columns: predicted classes")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        HoverTip(self, self._words_at)

    def set_counts(self, counts: NDArray[np.int64], names: Sequence[str]) -> None:
        """Show other counts, shape (n_classes, n_classes)."""
        before = self.sizeHint()
        self._counts, self._names = counts, names
        self._cell = self._fitted_cell()
        if self.sizeHint() != before:
            self.updateGeometry()
        self.setAccessibleDescription(
            "; ".join(self.describe_cell(row, column) for row, column in np.argwhere(counts > 0).tolist())
        )
        self.update()

    def _fitted_cell(self) -> int:
        """Return how large the cells can be."""
        widest = text_width(str(self._counts.max(initial=0)), font("tick")) + 6
        wanted = max(CELL if len(self._counts) <= 5 else SMALLEST_CELL + 4, widest)
        # Counts without room are shown in the tooltip only.
        return max(SMALLEST_CELL // 2, min(wanted, (LARGEST_SIDE - HEAD) // max(len(self._counts), 1)))

    def sizeHint(self) -> QSize:
        side = HEAD + len(self._counts) * self._cell + 1
        return QSize(side, side)

    def describe_cell(self, row: int, column: int) -> str:
        """Return in words what a cell counts."""
        count, true, predicted = int(self._counts[row, column]), self._names[row], self._names[column]
        if row == column:
            return f"{count} {true} recognised"
        return f"{count} {true} taken for {predicted}"

    def cell(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell."""
        return QRectF(HEAD + column * self._cell, HEAD + row * self._cell, self._cell, self._cell)

    def _words_at(self, place: QPoint) -> str:
        """Return what the cell at a position counts."""
        row, column = (place.y() - HEAD) // self._cell, (place.x() - HEAD) // self._cell
        if 0 <= row < len(self._counts) and 0 <= column < len(self._counts):
            return self.describe_cell(row, column)
        return self.toolTip()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        totals = np.maximum(self._counts.sum(axis=1, keepdims=True), 1)
        shares = self._counts / totals
        for index in range(len(self._counts)):
            self._draw_mark(painter, index, QRectF(0, HEAD + index * self._cell, HEAD, self._cell))
            self._draw_mark(painter, index, QRectF(HEAD + index * self._cell, 0, self._cell, HEAD))
        for (row, column), count in np.ndenumerate(self._counts):
            place = self.cell(row, column).adjusted(1, 1, 0, 0)
            tint = theme.positive if row == column else theme.negative
            share = float(shares[row, column])
            painter.fillRect(place, QColor(mix(theme.inset, tint, STRENGTH * share)))
            # Dark tints need light figures.
            ink = theme.ink3 if not count else theme.ink
            draw_text(painter, place, str(count), font("tick"), ink, Qt.AlignmentFlag.AlignCenter)

    def _draw_mark(self, painter: QPainter, index: int, place: QRectF) -> None:
        painter.setPen(QPen(QColor(self.theme.mark_outline), 1.0))
        painter.setBrush(QColor(self.theme.classes[index % 10]))
        shape = glyph(index if uses_shapes(len(self._counts)) else 0, 4.0)
        painter.drawPath(shape.translated(place.center()))
