"""The table of an update as Qt's views read it, in any order of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from playground.models.graph.update.update_table import UpdateTable
from playground.models.graph.update.update_words import figure_text, say_change
from playground.style.words import number_text
from playground.views.kit.plain_text import plain

Index = QModelIndex | QPersistentModelIndex
SIGN = Qt.ItemDataRole.UserRole
"""The role of a number's sign: -1, 0 or 1; None where the cell holds a word."""
NAME, VALUE, GRADIENT, FIRST_STATE = range(4)
FROZEN = "frozen"
TOOLTIP_DIGITS = 10
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class UpdateModel(QAbstractTableModel):
    """A row a parameter; numbers are sorted by size, sign aside, the largest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: UpdateTable | None = None
        self._columns: list[tuple[str, str, NDArray[np.float64]]] = []
        self._order: NDArray[np.int64] = np.zeros(0, np.int64)
        self._sorted_by = NAME, Qt.SortOrder.AscendingOrder

    def set_table(self, table: UpdateTable | None) -> None:
        """Show another update; rows stay the same ones where the parameters do."""
        before = self.table
        is_same = (
            before is not None
            and table is not None
            and (before.names, before.state_names) == (table.names, table.state_names)
        )
        if not is_same:
            self.beginResetModel()
        self.table = table
        self._columns = [] if table is None else _columns(table)
        if is_same:
            self._sort_again()
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self._order = self._wanted_order()
            self.endResetModel()

    def parameter_at(self, row: int) -> int:
        """Return which parameter stands in a row."""
        return int(self._order[row])

    def row_of(self, parameter: int) -> int:
        """Return the row of a parameter."""
        return int(np.flatnonzero(self._order == parameter)[0])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if self.table is None or (parent is not None and parent.isValid()) else len(self.table)

    def columnCount(self, parent: Index | None = None) -> int:
        """Two more for Adam than for SGD."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return titles of columns and what they mean."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        title, meaning, _ = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(meaning)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == NAME else _RIGHT
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            # Of the sizes the large ones are of interest.
            is_name = section == NAME
            return Qt.SortOrder.AscendingOrder if is_name else Qt.SortOrder.DescendingOrder
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, its sign, or the numbers behind it."""
        table = self.table
        if table is None or not index.isValid():
            return None
        parameter, column = self.parameter_at(index.row()), index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column == NAME else _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self._tip(table, parameter, column))
        is_word = column == NAME or (self._is_change(column) and bool(table.frozen[parameter]))
        if role == Qt.ItemDataRole.DisplayRole:
            if is_word:
                return table.names[parameter] if column == NAME else FROZEN
            return figure_text(float(self._columns[column][2][parameter]))
        if role == SIGN:
            if is_word:
                return None
            number = float(self._columns[column][2][parameter])
            return (number > 0.0) - (number < 0.0)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in another order; equal ones stay in that of the network."""
        self._sorted_by = column, order
        self._sort_again()

    def _sort_again(self) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        parameters = [self.parameter_at(index.row()) for index in held]
        self._order = self._wanted_order()
        now = [
            self.index(self.row_of(parameter), index.column())
            for parameter, index in zip(parameters, held, strict=True)
        ]
        self.changePersistentIndexList(held, now)
        self.layoutChanged.emit()

    def _wanted_order(self) -> NDArray[np.int64]:
        column, order = self._sorted_by
        falls = order == Qt.SortOrder.DescendingOrder
        if not 0 <= column < len(self._columns):
            return np.arange(self.rowCount())
        keys = self._columns[column][2]
        keys = keys if column == NAME else np.abs(keys)
        return np.argsort(-keys if falls else keys, kind="stable")

    def _is_change(self, column: int) -> bool:
        return column == len(self._columns) - 2

    def _tip(self, table: UpdateTable, parameter: int, column: int) -> str:
        name, digits = table.names[parameter], TOOLTIP_DIGITS
        if column == NAME or self._is_change(column):
            return say_change(table, parameter)
        if column == GRADIENT:
            raw, used = (number_text(float(array[parameter]), digits) for array in (table.raw, table.used))
            return f"∂L/∂{name} = {raw}" + ("" if raw == used else f"; clipped and with penalties {used}")
        state = column - FIRST_STATE
        if 0 <= state < len(table.state_names):
            arrays = table.report.state[state], table.state[state]
            before, after = (number_text(float(array[parameter]), digits) for array in arrays)
            return f"{table.state_names[state]} of {name}: {before} before, {after} after this update"
        return f"{name} = {number_text(float(self._columns[column][2][parameter]), digits)}"


def _columns(table: UpdateTable) -> list[tuple[str, str, NDArray[np.float64]]]:
    """Return title, meaning and numbers of each column."""
    states = [
        (f"New {name}", f"What the optimizer keeps as {name} after this update", array)
        for name, array in zip(table.state_names, table.state, strict=True)
    ]
    return [
        (
            "Parameter",
            "In the order of the network. A click or Enter sorts by a column",
            np.arange(len(table), dtype=np.float64),
        ),
        ("Value", "Before this update", table.values),
        ("Gradient", "As the optimizer gets it: clipped, and with penalties", table.used),
        *states,
        ("Change", "What this update adds to the value", table.changes),
        ("New value", "After this update", table.new_values),
    ]
