"""The columns of a table, one a row: whether it is an input, its type, what is missing, its first values."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from playground.models.data.table_columns import Column
from playground.style.theme import LIGHT, Theme, font
from playground.views.kit.plain_text import plain

HEADERS = ("Input", "Type", "Missing", "First values")
KINDS = {"number": "number", "text": "text", "date": "date", "empty": "empty"}
ROW = 32


class TablePreview(QTableWidget):
    """Space or a click on the box takes a column in or leaves it out."""

    inputs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(HEADERS), parent)
        self._theme = LIGHT
        self._target, self._target_state = "", Qt.CheckState.Checked
        self._names: list[QTableWidgetItem] = []
        self._columns: Sequence[Column] = ()
        self.setAccessibleName("Columns of the table")
        self.setToolTip("Tick the columns that the network shall see")
        self.setHorizontalHeaderLabels(HEADERS)
        self.setFont(font("body"))
        self.horizontalHeader().setFont(font("caption"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        for index, width in enumerate((190, 80, 80)):
            header.setSectionResizeMode(index, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(index, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._on_item_changed)

    def set_columns(self, columns: Sequence[Column], left_out: Collection[str] = ()) -> None:
        """Show the columns of another table, all of them inputs but the empty ones and some others."""
        self.blockSignals(True)
        self.setRowCount(len(columns))
        self._names, self._columns, self._target = [], columns, ""
        for row, column in enumerate(columns):
            name = QTableWidgetItem(column.name)
            name.setFlags(self._flags(column.kind != "empty"))
            is_input = column.kind != "empty" and column.name not in left_out
            name.setCheckState(Qt.CheckState.Checked if is_input else Qt.CheckState.Unchecked)
            missing = f"{column.n_missing:,}" if column.n_missing else "none"
            first = ", ".join(text or "·" for text in column.first_texts)
            self._names.append(name)
            cells = (name, *(QTableWidgetItem(text) for text in (KINDS[column.kind], missing, first)))
            for index, cell in enumerate(cells):
                if index:
                    cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                cell.setToolTip(plain(_tip(column) if index < 3 else first))
                self.setItem(row, index, cell)
        self.blockSignals(False)

    def set_target(self, name: str) -> None:
        """Say which column is predicted: it is no input."""
        self.blockSignals(True)
        before, state_before, self._target = self._target, self._target_state, name
        for item, column in zip(self._names, self._columns, strict=True):
            if column.name == before and before != name and column.kind != "empty":
                item.setCheckState(state_before)
            if column.name == name and before != name:
                self._target_state = item.checkState()
                item.setData(Qt.ItemDataRole.CheckStateRole, None)
            item.setFlags(self._flags(column.name != name and column.kind != "empty"))
        self.blockSignals(False)

    def inputs(self) -> tuple[str, ...]:
        """Names of the chosen columns, without the target."""
        return tuple(
            item.text()
            for item in self._names
            if item.checkState() == Qt.CheckState.Checked and item.text() != self._target
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keys a line to begin with."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rowCount():
            self.setCurrentCell(0, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the line under the pointer, whether its cell takes a tick or not."""
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.setCurrentCell(row, 1)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch the marked column with Space, whichever of its cells was clicked."""
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Space and 0 <= row < len(self._names):
            item = self._names[row]
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                is_on = item.checkState() == Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)
            return
        super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.setStyleSheet(
            f"QTableWidget {{ border: 1px solid {theme.line}; border-radius: 8px;"
            f" background: {theme.surface}; color: {theme.ink}; }}"
            f"QTableWidget:focus {{ border: 2px solid {theme.accent}; }}"
            f"QTableWidget::item:disabled {{ color: {theme.disabled}; }}"
            f"QTableWidget::indicator:unchecked {{ border: 1px solid {theme.ctl2}; border-radius: 3px;"
            f" background: {theme.field}; width: 13px; height: 13px; }}"
            f"QHeaderView::section {{ background: {theme.surface}; color: {theme.ink3}; border: none;"
            f" border-bottom: 1px solid {theme.line}; padding: 6px; }}"
        )
        palette = self.palette()
        for role, ink in (
            (QPalette.ColorRole.Base, theme.surface), (QPalette.ColorRole.Text, theme.ink),
            (QPalette.ColorRole.Highlight, theme.soft),
            (QPalette.ColorRole.HighlightedText, theme.accent_text),
            (QPalette.ColorRole.Window, theme.surface), (QPalette.ColorRole.Button, theme.surface),
            (QPalette.ColorRole.ButtonText, theme.ink2),
        ):  # fmt: skip
            palette.setColor(role, ink)
        self.setPalette(palette)

    @staticmethod
    def _flags(can_be_input: bool) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable
        if can_be_input:
            flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _on_item_changed(self, _item: QTableWidgetItem) -> None:
        self.inputs_changed.emit()


def _tip(column: Column) -> str:
    if column.stray is not None:
        line, text = column.stray
        return f"{column.name}: line {line} holds {text!r}, else it would be a column of numbers"
    return f"{column.name}: {KINDS[column.kind]}, {column.n_missing:,} missing"
