"""The titles of a table's columns, in the look of the application, with a mark where it is sorted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from playground.style.theme import Theme, font
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.themed import Themed

HEIGHT, PADDING = 30, 4
# Names stand a little further from the edge of the table.
INSET = 4
MARK_WIDTH, MARK_HEIGHT, MARK_TOP = 7.0, 4.0, 2.5


def text_box(rect: QRect, column: int) -> QRectF:
    """Return where the text of a cell stands."""
    return QRectF(rect).adjusted(PADDING + INSET * (column == 0), 0, -PADDING, 0)


class TableHeader(Themed, QHeaderView):
    """A click on a title sorts by its column."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setAccessibleName(title)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, model = self.theme, self.model()
        painter.fillRect(rect, QColor(theme.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(theme.line))
        way = self.orientation()
        title = str(model.headerData(logicalIndex, way))
        align = model.headerData(logicalIndex, way, Qt.ItemDataRole.TextAlignmentRole)
        is_sorted = self.sortIndicatorSection() == logicalIndex
        ink = theme.ink if is_sorted else theme.ink3
        box = text_box(rect, logicalIndex)
        way_of_text = align & Qt.AlignmentFlag.AlignHorizontal_Mask
        draw_text(painter, box, title, font("caption"), ink, way_of_text)
        if is_sorted:
            width = min(text_width(title, font("caption")), box.width())
            is_left = bool(align & Qt.AlignmentFlag.AlignLeft)
            middle = box.left() + width / 2 if is_left else box.right() - width / 2
            self._draw_mark(painter, QPointF(middle, rect.top() + MARK_TOP))

    def natural_width(self, section: int) -> int:
        """Return how wide a title is, with what stands beside it."""
        title = str(self.model().headerData(section, self.orientation()))
        return text_width(title, font("caption")) + 2 * PADDING + INSET * (section == 0)

    def _draw_mark(self, painter: QPainter, top: QPointF) -> None:
        """Draw a triangle above a title: pointing down where the numbers fall from top to bottom."""
        falls = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        base, tip = (0.0, MARK_HEIGHT) if falls else (MARK_HEIGHT, 0.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.ink))
        half = MARK_WIDTH / 2
        corners = [QPointF(-half, base), QPointF(half, base), QPointF(0.0, tip)]
        painter.drawPolygon(QPolygonF([top + corner for corner in corners]))
