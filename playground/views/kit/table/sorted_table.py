"""A table that sorts, with mouse and keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from playground.style.theme import Theme, font
from playground.views.kit.drawing import text_width
from playground.views.kit.scroll_style import dress_scroll_bars
from playground.views.kit.table.sorted_model import NAME, SortedModel
from playground.views.kit.table.table_delegate import WIDEST_NUMBER, TableDelegate
from playground.views.kit.table.table_header import INSET, PADDING, TableHeader
from playground.views.kit.themed import Themed

ROW = 28
Index = QModelIndex | QPersistentModelIndex


class SortedTable(Themed, QTableView):
    """Shows a model.

    Parameters
    ----------
    title
        What the table is read out as.

    Signals
    -------
    item_selected
        The number of an item, when a person moves to its row.
    """

    item_selected = Signal(int)

    def __init__(self, model: SortedModel, title: str, columns: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_being_set = False
        self._names: Sequence[str] = ()
        self._words: Sequence[str] = ()
        self._sorted, self._delegate = model, TableDelegate(self)
        model.setParent(self)
        self.setAccessibleName(title)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        header = TableHeader(columns, self)
        self._header = header
        self.setHorizontalHeader(header)
        header.setSortIndicator(NAME, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.sectionClicked.connect(self.scrollToTop)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.entered.connect(self._on_entered)

    @property
    def item(self) -> int | None:
        """The item whose row is selected."""
        current = self.currentIndex()
        return self._sorted.item_at(current.row()) if current.isValid() else None

    def set_item(self, item: int) -> None:
        """Select the row of an item."""
        if item != self.item:
            column = max(self.currentIndex().column(), 0)
            self._is_being_set = True
            self.setCurrentIndex(self._sorted.index(self._sorted.row_of(item), column))
            self._is_being_set = False

    def fit_to(self, names: Sequence[str], words: Sequence[str] = ()) -> None:
        """Make columns as wide as these names, a number or a word needs, and share what is left."""
        self._names, self._words = names, words
        self._fit_columns()

    def set_theme(self, theme: Theme) -> None:
        self.theme = self._delegate.theme = theme
        self.setStyleSheet(
            f"SortedTable {{ background: {theme.surface};"
            f" border: 1px solid {theme.line}; border-radius: 8px; padding: 2px; }}"
            f"SortedTable:focus {{ border: 2px solid {theme.accent}; padding: 1px; }}"
            f"QAbstractScrollArea::corner {{ background: {theme.surface}; border: none; }}"
            f"QHeaderView {{ background: {theme.surface}; border: none; }}"
        )
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.surface)
        self.setPalette(palette)
        dress_scroll_bars(self, theme)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        is_other = current.isValid() and (not previous.isValid() or current.row() != previous.row())
        if is_other and not self._is_being_set:
            self.item_selected.emit(self._sorted.item_at(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sort by the column of the marked cell with Enter; letters and Space belong to the screen."""
        column = self.currentIndex().column()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and column >= 0:
            self._sort_by(column)
            return
        if event.text().isprintable() and event.text():
            event.ignore()  # Qt would search for it
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keys a row to begin with; a click brings its own."""
        super().focusInEvent(event)
        is_click = event.reason() == Qt.FocusReason.MouseFocusReason
        if not is_click and not self.currentIndex().isValid() and self._sorted.rowCount():
            self.setCurrentIndex(self._sorted.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _fit_columns(self) -> None:
        count = self._sorted.columnCount()
        if not count:
            return
        number = text_width(WIDEST_NUMBER, font("inspector_code"))
        number = max([number, *(text_width(word, font("caption")) for word in self._words)])
        # Of thousands of names, made alike, the longest is measured.
        name = text_width(max(self._names, key=len, default=""), font("selected"))
        widths = [
            max(
                self._header.natural_width(column), (name + INSET if column == NAME else number) + 2 * PADDING
            )
            for column in range(count)
        ]
        left = max(0, self.viewport().width() - sum(widths))
        for column, width in enumerate(widths):
            # Whole pixels: the last column ends where the room does.
            share = (column + 1) * left // count - column * left // count
            self._header.resizeSection(column, width + share)

    def _sort_by(self, column: int) -> None:
        header, ascending = self.horizontalHeader(), Qt.SortOrder.AscendingOrder
        way = self._sorted.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.InitialSortOrderRole)
        if header.sortIndicatorSection() == column:
            falls = header.sortIndicatorOrder() == ascending
            way = Qt.SortOrder.DescendingOrder if falls else ascending
        header.setSortIndicator(column, way)
        self.scrollTo(self.currentIndex())

    def _on_entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self.viewport().update()
