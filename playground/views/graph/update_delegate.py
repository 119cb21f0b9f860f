"""How a cell of the update looks: numbers in the colour of their sign."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.theme import LIGHT, Theme, font
from playground.views.controls.drawing import draw_text
from playground.views.graph.update_header import text_box
from playground.views.graph.update_model import NAME, SIGN


class UpdateDelegate(QStyledItemDelegate):
    """Draws cells; `hovered_row` is the one under the pointer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.hovered_row = -1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground, the line below and the text."""
        theme, rect = self.theme, option.rect
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = (
            theme.soft if is_selected else theme.inset if index.row() == self.hovered_row else theme.surface
        )
        painter.save()
        painter.fillRect(rect, QColor(ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(theme.grid))
        box = text_box(rect, index.column())
        sign, text = index.data(SIGN), str(index.data())
        if index.column() == NAME:
            ink = theme.accent_text if is_selected else theme.ink
            draw_text(painter, box, text, font("selected" if is_selected else "body"), ink)
        elif sign is None:
            draw_text(painter, box, text, font("caption"), theme.ink3, Qt.AlignmentFlag.AlignRight)
        else:
            inks = {1: theme.positive_text, -1: theme.negative_text}
            ink = inks.get(sign, theme.ink3)
            draw_text(painter, box, text, font("inspector_code"), ink, Qt.AlignmentFlag.AlignRight)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        painter.restore()
