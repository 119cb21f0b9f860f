"""How a cell of a table looks."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.style.theme import LIGHT, Theme, font
from playground.style.words import fitted_text
from playground.views.kit.drawing import text_width
from playground.views.kit.table.sorted_model import CELL, NAME, Cell
from playground.views.kit.table.table_header import text_box

# A column of numbers is wide enough for this.
WIDEST_NUMBER = "−1.23e−5"
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT, _RIGHT = (int(_LINE | side) for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight))


class TableDelegate(QStyledItemDelegate):
    """Draws cells; `hovered_row` is the one under the pointer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.hovered_row = -1
        self._fonts: dict[str, QFont] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect = self.theme, option.rect
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = (
            theme.soft if is_selected else theme.inset if index.row() == self.hovered_row else theme.surface
        )
        painter.fillRect(rect, QColor(ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(theme.grid))
        column = index.column()
        cell: Cell = index.data(CELL)
        if is_selected and column == NAME:
            cell = Cell(cell.text, "accent_text", "selected")
        face, box, text = self._font(cell.role), text_box(rect, column), cell.text
        # The columns are as wide as their usual texts, which are not measured: it would take its time.
        if column != NAME and len(text) > len(WIDEST_NUMBER):
            text = fitted_text(text, lambda shorter: text_width(shorter, face) <= box.width())
        painter.setFont(face)
        painter.setPen(QColor(getattr(theme, cell.ink)))
        painter.drawText(box, _LEFT if column == NAME else _RIGHT, text)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def _font(self, role: str) -> QFont:
        if role not in self._fonts:
            self._fonts[role] = font(role)
        return self._fonts[role]
