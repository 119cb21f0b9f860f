"""The model of a table's columns, one per row, with the user's choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from playground.models.data.table_advice import filling_words
from playground.models.data.table_columns import Column
from playground.style.words import counted
from playground.views.kit.plain_text import plain

HEADERS = ("Input", "Type", "Missing", "What becomes of it", "First values")
NAME, TYPE, GAPS, FATE, FIRST = range(5)
KIND_OPTIONS = {"number": "Numbers", "date": "Dates, as days", "text": "Texts, one input per value"}
CHECK = Qt.ItemDataRole.CheckStateRole
# Roles of a cell: whether its text is about lost rows, and whether it opens a list.
IS_COST, OPENS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ColumnsModel(QAbstractTableModel):
    """Columns with their ticks; the user's choices survive reading the file again.

    Signals
    -------
    choice_changed
        The inputs or the filled gaps have changed.
    """

    choice_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[Column] = ()
        self._rows: dict[str, int] = {}
        self._reasons: dict[str, str] = {}
        self._target = ""
        self._ticked: dict[str, bool] = {}  # set by the user
        self._filled: dict[str, str] = {}  # what fills them

    def set_columns(self, columns: Sequence[Column], left_out: dict[str, str]) -> None:
        """Set the columns of a table, and why some are not inputs by default."""
        self.beginResetModel()
        self.columns, self._reasons, self._target = columns, left_out, ""
        self._rows = {column.name: row for row, column in enumerate(columns)}
        self._ticked = {name: ticked for name, ticked in self._ticked.items() if name in self._rows}
        self._filled = {
            column.name: filling_words(column)
            for column in columns
            if column.name in self._filled and column.n_missing and column.kind != "empty"
        }
        self.endResetModel()

    def set_target(self, name: str) -> None:
        """Set the target column, which cannot be an input."""
        before, self._target = self._target, name
        for changed in (before, name):
            self._show_anew(changed)

    def set_input(self, name: str, is_input: bool) -> None:
        """Tick a column or clear it."""
        self._ticked[name] = is_input
        self._show_anew(name)
        self.choice_changed.emit()

    def set_filled(self, name: str, is_filled: bool) -> None:
        """Fill the gaps of a column, or leave its rows out."""
        if is_filled == (name in self._filled):
            return
        if is_filled:
            self._filled[name] = filling_words(self.columns[self._rows[name]])
        else:
            del self._filled[name]
        self._show_anew(name)
        self.choice_changed.emit()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the chosen columns, without the target."""
        return tuple(column.name for column in self.columns if self._is_input(column))

    @property
    def filled(self) -> frozenset[str]:
        """Names of the columns whose gaps are filled."""
        return frozenset(self._filled)

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return flags
        column = self.columns[index.row()]
        can_be_input = column.kind != "empty" and column.name != self._target
        if can_be_input or index.column() != NAME:
            flags |= Qt.ItemFlag.ItemIsEnabled
        if can_be_input and index.column() == NAME:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column, place = self.columns[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(column, place)
        if role == CHECK and place == NAME and column.name != self._target:
            return Qt.CheckState.Checked if self._is_input(column) else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self._text(column, FIRST) if place == FIRST else self._tip(column))
        if role == IS_COST:
            return place == FATE and self._fate(column)[1]
        if role == OPENS:
            return (place == TYPE and len(column.can_be) > 1) or (place == GAPS and _has_gaps(column))
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != CHECK or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self.set_input(self.columns[index.row()].name, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def options(self, index: Index) -> tuple[list[str], int]:
        """Return the options of a cell's list, and the index of the current one."""
        column = self.columns[index.row()]
        if index.column() == TYPE:
            return [KIND_OPTIONS[kind] for kind in column.can_be], column.can_be.index(column.kind)
        fill = f"Fill with {filling_words(column)}"
        return ["Leave its rows out", fill], int(column.name in self._filled)

    def _show_anew(self, name: str) -> None:
        row = self._rows.get(name)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, FIRST))

    def _is_input(self, column: Column) -> bool:
        if column.kind == "empty" or column.name == self._target:
            return False
        return self._ticked.get(column.name, column.name not in self._reasons)

    def _text(self, column: Column, place: int) -> str:
        if place == NAME:
            return column.name
        if place == TYPE:
            return column.kind
        if place == GAPS:
            return f"{column.n_missing:,}" if column.n_missing else "none"
        return self._fate(column)[0] if place == FATE else _listed(column.first_texts)

    def _fate(self, column: Column) -> tuple[str, bool]:
        """Return in a few words how a column is used, and whether it costs rows."""
        is_target = column.name == self._target
        if not is_target and not self._is_input(column):
            reason = self._reasons.get(column.name, "")
            return (f"left out: {reason}" if reason else "left out"), False
        if column.too_large is not None:
            return f"too large on line {column.too_large[0]}", True
        if column.n_missing and column.name in self._filled and not is_target:
            return f"gaps: {self._filled[column.name]}", False
        if column.n_missing:
            return f"{counted(column.n_missing, 'row')} dropped: gaps", True
        if is_target:
            return "is predicted", False
        if column.kind == "text":
            return counted(len(column.different), "input"), False
        return (f"days since {column.first_day}" if column.kind == "date" else "1 input"), False

    def _tip(self, column: Column) -> str:
        if column.stray is not None:
            line, text = column.stray
            return f"{column.name}: line {line} holds {text!r}; without it this would be a column of numbers"
        keys = " Type (F2) and gaps (F3) can be changed." if len(column.can_be) > 1 else ""
        fate = self._fate(column)[0]
        return f"{column.name}: {column.kind}, {column.n_missing:,} missing; {fate}.{keys}"


def _has_gaps(column: Column) -> bool:
    return column.kind != "empty" and column.n_missing > 0


def _listed(texts: Sequence[str]) -> str:
    """Return the first values of a column, separated by semicolons if they contain commas."""
    shown = [" ".join(text.split()) or "·" for text in texts]
    return ("; " if any("," in text for text in shown) else ", ").join(shown)
