"""Rows of a name and numbers as Qt's views read them, in the order of any column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from playground.views.kit.plain_text import plain

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
"""The role of a whole `Cell`."""
NAME = 0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Cell(NamedTuple):
    """A text, the name of its colour in the theme, and the role of its font."""

    text: str
    ink: str = "ink3"
    role: str = "caption"


def name_cell(text: str) -> Cell:
    """Return the cell a row begins with."""
    return Cell(text, "ink", "body")


def number_cell(text: str, number: float) -> Cell:
    """Return a number in the colour of its sign."""
    ink = "positive_text" if number > 0.0 else "negative_text" if number < 0.0 else "ink3"
    return Cell(text, ink, "inspector_code")


@dataclass(frozen=True)
class TableColumn:
    """A column.

    Attributes
    ----------
    keys
        What its rows are sorted by, shape (n_items,).
    rises
        Whether the smallest key comes first when the column is chosen: of sizes the large ones matter.
    """

    title: str
    meaning: str
    keys: NDArray[np.float64]
    rises: bool = False


class SortedModel(QAbstractTableModel):
    """A row an item; equal ones keep the order they were given in. Subclasses say what is in a cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: Sequence[TableColumn] = ()
        self._order: NDArray[np.int64] = np.zeros(0, np.int64)
        self._sorted_by = NAME, Qt.SortOrder.AscendingOrder

    def cell(self, item: int, column: int) -> Cell:
        """Return a cell of the item with this number."""
        raise NotImplementedError

    def tip(self, item: int, column: int) -> str:
        """Return what a cell has no room for."""
        raise NotImplementedError

    def set_columns(self, columns: Sequence[TableColumn], *, are_same_items: bool) -> None:
        """Take other columns; with the same items, rows stay the same ones."""
        if not are_same_items:
            self.beginResetModel()
        self._columns = columns
        if are_same_items:
            self._sort_again()
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self._order = self._wanted_order()
            self.endResetModel()

    def item_at(self, row: int) -> int:
        """Return the number of the item in a row."""
        return int(self._order[row])

    def row_of(self, item: int) -> int:
        """Return the row of an item."""
        return int(np.flatnonzero(self._order == item)[0])

    def rowCount(self, parent: Index | None = None) -> int:
        is_inside = parent is not None and parent.isValid()
        return 0 if is_inside or not self._columns else len(self._columns[0].keys)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return titles of columns and what they mean."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(column.meaning)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == NAME else _RIGHT
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.AscendingOrder if column.rises else Qt.SortOrder.DescendingOrder
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell, its text, or what it has no room for."""
        if not index.isValid():
            return None
        item, column = self.item_at(index.row()), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column == NAME else _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.tip(item, column))
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(item, column).text
        return self.cell(item, column) if role == CELL else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in another order."""
        self._sorted_by = column, order
        self._sort_again()

    def _sort_again(self) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        items = [self.item_at(index.row()) for index in held]
        self._order = self._wanted_order()
        now = [self.index(self.row_of(item), index.column()) for item, index in zip(items, held, strict=True)]
        self.changePersistentIndexList(held, now)
        self.layoutChanged.emit()

    def _wanted_order(self) -> NDArray[np.int64]:
        column, order = self._sorted_by
        if not 0 <= column < len(self._columns):
            return np.arange(self.rowCount())
        keys = self._columns[column].keys
        return np.argsort(-keys if order == Qt.SortOrder.DescendingOrder else keys, kind="stable")
