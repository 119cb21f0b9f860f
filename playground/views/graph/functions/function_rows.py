"""The functions one below the other: how each is typed, its derivative, and a small picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from playground.models.graph.functions.function_list import FunctionEntry
from playground.models.graph.functions.operation_curve import OperationCurve, operation_curve
from playground.style.theme import LIGHT, Theme, font
from playground.views.graph.functions.curve_picture import draw_curve
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.scroll_style import dress_scroll_bars
from playground.views.kit.themed import Themed

ROW, PICTURE = 46, QSize(56, 36)
FIRST_VALUE = 0.5
"""Of every operand, until another is chosen."""
Index = QModelIndex | QPersistentModelIndex


class FunctionRows(Themed, QListWidget):
    """Emits the function that is chosen; the pointer and the arrow keys make one the current one."""

    function_chosen = Signal(object)
    function_reached = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = _RowDelegate(self)
        self._pointer: QPointF | None = None
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Functions")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.itemClicked.connect(self._on_item_clicked)
        self.currentItemChanged.connect(self._on_current_item_changed)

    @property
    def current(self) -> FunctionEntry | None:
        """The function whose details are shown."""
        item = self.currentItem()
        return None if item is None else _entry_of(item)

    def set_entries(self, entries: Sequence[FunctionEntry], current: str = "") -> None:
        """Show some functions; the current one is that of an operation, else the first."""
        self.clear()
        for entry in entries:
            item = QListWidgetItem(entry.typed)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            words = f"{entry.typed}; derivative {', '.join(entry.derivatives)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.addItem(item)
        row = next((row for row, entry in enumerate(entries) if entry.operation == current), 0)
        self.setCurrentRow(row)
        self.scrollToItem(self.currentItem(), QListWidget.ScrollHint.PositionAtCenter)

    def go(self, step: int) -> None:
        """Go some rows down."""
        if self.count():
            self.setCurrentRow(min(max(self.currentRow() + step, 0), self.count() - 1))

    def choose(self) -> None:
        """Take the current function."""
        if self.current is not None:
            self.function_chosen.emit(self.current)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go to the row under a pointer that moves; one at rest, where the list opens, chooses nothing."""
        super().mouseMoveEvent(event)
        before, self._pointer = self._pointer, event.globalPosition()
        item = self.itemAt(event.position().toPoint())
        if item is not None and before not in (None, self._pointer):
            self.setCurrentItem(item)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pointer = None

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._delegate.theme = theme
        dress_scroll_bars(self, theme)

    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self.function_chosen.emit(_entry_of(item))

    def _on_current_item_changed(self, item: QListWidgetItem | None) -> None:
        self.function_reached.emit(None if item is None else _entry_of(item))


class _RowDelegate(QStyledItemDelegate):
    theme: Theme = LIGHT

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # A row is drawn when it comes into sight, and again with every hover.
        self._curves: dict[FunctionEntry, OperationCurve] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect, entry = self.theme, QRectF(option.rect), index.data(Qt.ItemDataRole.UserRole)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current:
            draw_box(painter, rect.adjusted(0, 1, 0, -1), 6, theme.soft, theme.soft_line)
        width, height = PICTURE.width(), PICTURE.height()
        place = QRectF(rect.right() - width - 8, rect.center().y() - height / 2, width, height)
        texts = QRectF(rect.left() + 10, rect.top() + 5, place.left() - rect.left() - 18, 18)
        ink = theme.accent_text if is_current else theme.ink
        draw_text(painter, texts, entry.typed, font("graph_value"), ink)
        words = f"′ = {', '.join(entry.derivatives)}"
        draw_text(painter, texts.translated(0, 18), words, font("caption"), theme.ink3)
        if entry not in self._curves:
            values = [FIRST_VALUE] * len(entry.operands)
            self._curves[entry] = operation_curve(entry.operation, values, 0)
        draw_curve(painter, place, self._curves[entry], theme, width=1.25)


def _entry_of(item: QListWidgetItem) -> FunctionEntry:
    entry = item.data(Qt.ItemDataRole.UserRole)
    assert isinstance(entry, FunctionEntry)
    return entry
