"""The columns of a table, one a row: whether it is an input, what becomes of it, its first values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from playground.models.data.table_advice import filling_words
from playground.models.data.table_columns import Column
from playground.style.icons import draw_icon
from playground.style.theme import LIGHT, Theme, font
from playground.style.words import counted
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.fields.option_popup import OptionPopup
from playground.views.kit.plain_text import plain
from playground.views.kit.scroll_style import dress_scroll_bars

HEADERS = ("Input", "Type", "Missing", "What becomes of it", "First values")
KINDS = {"number": "number", "date": "date", "text": "text", "empty": "empty"}
KIND_OPTIONS = {"number": "Numbers", "date": "Dates, as days", "text": "Texts, one input a value"}
NAME, TYPE, GAPS, FATE, FIRST = range(5)
ROW = 32
_WIDTHS = (200, 84, 84, 216)
_BOX, _BOX_LEFT, _BOX_AREA = 16, 10, 34
_PADDING = 8
_EDGE = 1
_CHECK = Qt.ItemDataRole.CheckStateRole
# Of a cell: whether its text is about rows that are lost, and whether it opens a list.
_IS_COST, _OPENS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class _Cells(QStyledItemDelegate):
    """Paints every cell, and switches the box of a line that is clicked."""

    theme: Theme = LIGHT

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect = self.theme, QRectF(option.rect)
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_marked:
            painter.fillRect(rect, theme.soft)
        is_enabled = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        ink = theme.ink if index.column() in (NAME, TYPE) else theme.ink2
        if index.data(_IS_COST):
            ink = theme.danger
        if not is_enabled:
            ink = theme.disabled
        text = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if index.column() == NAME:
            text.setLeft(rect.left() + _BOX_AREA)
            self._paint_box(painter, rect, index)
        elif index.data(_OPENS):
            arrow = QRectF(rect.right() - 24, rect.center().y() - 7, 14, 14)
            draw_icon(painter, "chevron-down", theme.ink3, arrow)
            text.setRight(arrow.left())
        draw_text(painter, text, str(index.data()), font("body"), ink)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        if event.button() != Qt.MouseButton.LeftButton or index.column() != NAME:
            return False
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if event.position().x() > option.rect.left() + _BOX_AREA:
            return False
        return model.setData(index, flipped(index.data(_CHECK)), _CHECK)

    def _paint_box(self, painter: QPainter, rect: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        state = index.data(_CHECK)
        if state is None:
            return
        theme = self.theme
        box = QRectF(rect.left() + _BOX_LEFT, rect.center().y() - _BOX / 2, _BOX, _BOX)
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            draw_box(painter, box, 4.0, theme.bg, theme.line)
        elif Qt.CheckState(state) == Qt.CheckState.Checked:
            draw_box(painter, box, 4.0, theme.accent)
            draw_icon(painter, "check", theme.on_accent, box)
        else:
            draw_box(painter, box, 4.0, theme.field, theme.ctl2)


def flipped(state: object) -> Qt.CheckState:
    """Return the other state of a box."""
    is_on = Qt.CheckState(state) == Qt.CheckState.Checked
    return Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked


class TablePreview(QTableWidget):
    """Space or a click on the box takes a column in or leaves it out; type and gaps open a list (F2, F3).

    Signals
    -------
    choice_changed
        The inputs are others, or other gaps are filled.
    kind_wanted
        The row of a column, and the kind it shall be read as.
    """

    choice_changed = Signal()
    kind_wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(HEADERS), parent)
        self._theme = LIGHT
        self._target = ""
        self._rows: list[list[QTableWidgetItem]] = []
        self._columns: Sequence[Column] = ()
        self._reasons: dict[str, str] = {}
        self._ticked: dict[str, bool] = {}  # by the person
        self._filled: set[str] = set()
        self._cells = _Cells(self)
        self._popup: OptionPopup | None = None
        self._listed: tuple[int, int] = (0, 0)
        self._anchor = QWidget(self.viewport())
        self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setItemDelegate(self._cells)
        self.setAccessibleName("Columns of the table")
        self.setToolTip("Tick the columns that the network shall see")
        self.setHorizontalHeaderLabels(HEADERS)
        self.setFont(font("body"))
        self.horizontalHeader().setFont(font("caption"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        for index, width in enumerate(_WIDTHS):
            header.setSectionResizeMode(index, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(index, width)
        header.setSectionResizeMode(FIRST, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._on_item_changed)
        self.cellClicked.connect(self._on_cell_clicked)

    def set_columns(self, columns: Sequence[Column], left_out: dict[str, str] | None = None) -> None:
        """Show the columns of a table.

        What the person ticked, cleared or filled before stays so where a column of that name is still there.

        Parameters
        ----------
        left_out
            Columns that are no inputs at first, and why.
        """
        self._columns, self._reasons, self._target = columns, left_out or {}, ""
        names = {column.name for column in columns}
        self._ticked = {name: ticked for name, ticked in self._ticked.items() if name in names}
        self._filled = {column.name for column in columns if column.name in self._filled and column.n_missing}
        self.blockSignals(True)
        self.setRowCount(len(columns))
        self._rows = []
        for row, column in enumerate(columns):
            first = _listed(column.first_texts)
            missing = f"{column.n_missing:,}" if column.n_missing else "none"
            cells = [QTableWidgetItem(text) for text in (column.name, KINDS[column.kind], missing, "", first)]
            self._rows.append(cells)
            for index, cell in enumerate(cells):
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.setItem(row, index, cell)
            cells[TYPE].setData(_OPENS, len(column.can_be) > 1)
            cells[GAPS].setData(_OPENS, column.kind != "empty" and column.n_missing > 0)
        self._refresh()
        self.blockSignals(False)

    def set_target(self, name: str) -> None:
        """Say which column is predicted: it is no input."""
        self._target = name
        self.blockSignals(True)
        self._refresh()
        self.blockSignals(False)

    def leave_out(self, name: str) -> None:
        """Clear the box of a column."""
        for cells in self._rows:
            if cells[NAME].text() == name:
                cells[NAME].setCheckState(Qt.CheckState.Unchecked)

    def fill(self, name: str) -> None:
        """Fill the gaps of a column."""
        self._set_filled(name, True)

    def inputs(self) -> tuple[str, ...]:
        """Names of the chosen columns, without the target."""
        return tuple(column.name for column in self._columns if self._is_input(column))

    def filled(self) -> frozenset[str]:
        """Names of the columns whose gaps are filled."""
        return frozenset(self._filled)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # The keys need a line to begin with.
        if not self.currentIndex().isValid() and self.rowCount():
            self.setCurrentCell(0, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The line under the pointer is marked, whether its cell takes a tick or not.
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.setCurrentCell(row, 1)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentRow(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # it belongs to the dialog
        elif key == Qt.Key.Key_Space and 0 <= row < len(self._rows):
            item = self._rows[row][NAME]
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(flipped(item.checkState()))
        elif key == Qt.Key.Key_F2:
            self._open_list(row, TYPE)
        elif key == Qt.Key.Key_F3:
            self._open_list(row, GAPS)
        else:
            super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = self._cells.theme = theme
        if self._popup is not None:
            self._popup.set_theme(theme)
        self.setStyleSheet(
            f"QTableWidget {{ border: {_EDGE}px solid {theme.line}; border-radius: 8px;"
            f" background: {theme.surface}; color: {theme.ink}; }}"
            f"QTableWidget:focus {{ border-color: {theme.accent}; }}"
            f"QHeaderView::section {{ background: {theme.surface}; color: {theme.ink3}; border: none;"
            f" border-bottom: 1px solid {theme.line}; padding: 6px; }}"
            "QHeaderView { background: transparent; border: none; }"
            "QHeaderView::section:first { border-top-left-radius: 7px; }"
            "QHeaderView::section:last { border-top-right-radius: 7px; }"
        )
        dress_scroll_bars(self, theme)
        palette = self.palette()
        for role, ink in (
            (QPalette.ColorRole.Base, theme.surface), (QPalette.ColorRole.Text, theme.ink),
            (QPalette.ColorRole.Window, theme.surface), (QPalette.ColorRole.Button, theme.surface),
            (QPalette.ColorRole.ButtonText, theme.ink2),
        ):  # fmt: skip
            palette.setColor(role, ink)
        self.setPalette(palette)

    def _is_input(self, column: Column) -> bool:
        if column.kind == "empty" or column.name == self._target:
            return False
        return self._ticked.get(column.name, column.name not in self._reasons)

    def _refresh(self) -> None:
        """Write anew what depends on the choice."""
        for cells, column in zip(self._rows, self._columns, strict=True):
            item = cells[NAME]
            is_target, is_input = column.name == self._target, self._is_input(column)
            flags = Qt.ItemFlag.ItemIsSelectable
            if column.kind != "empty" and not is_target:
                flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            state = Qt.CheckState.Checked if is_input else Qt.CheckState.Unchecked
            item.setData(_CHECK, None if is_target else state)
            fate, is_cost = self._fate(column, is_target, is_input)
            cells[FATE].setText(fate)
            cells[FATE].setData(_IS_COST, is_cost)
            for cell in cells[:FIRST]:
                cell.setToolTip(plain(_tip(column, fate)))
            cells[FIRST].setToolTip(plain(cells[FIRST].text()))

    def _fate(self, column: Column, is_target: bool, is_input: bool) -> tuple[str, bool]:
        """Return in a few words what becomes of a column, and whether it costs rows."""
        if not is_target and not is_input:
            reason = self._reasons.get(column.name, "")
            return (f"left out: {reason}" if reason else "left out"), False
        if column.too_large is not None:
            return f"too large in line {column.too_large[0]}", True
        if column.n_missing and column.name in self._filled and is_input:
            return f"gaps: {filling_words(column)}", False
        if column.n_missing:
            return f"{counted(column.n_missing, 'row')} dropped: gaps", True
        if is_target:
            return "is predicted", False
        if column.kind == "text":
            return counted(len(column.different), "input"), False
        return (f"days since {column.first_day}" if column.kind == "date" else "1 input"), False

    def _set_filled(self, name: str, is_filled: bool) -> None:
        if is_filled != (name in self._filled):
            self._filled ^= {name}
            self.blockSignals(True)
            self._refresh()
            self.blockSignals(False)
            self.viewport().update()
            self.choice_changed.emit()

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        self._ticked[item.text()] = item.checkState() == Qt.CheckState.Checked
        self.blockSignals(True)
        self._refresh()
        self.blockSignals(False)
        self.viewport().update()
        self.choice_changed.emit()

    def _on_cell_clicked(self, row: int, index: int) -> None:
        if index in (TYPE, GAPS):
            self._open_list(row, index)

    def _open_list(self, row: int, index: int) -> None:
        """Drop down what a column can be read as, or what can be done about its gaps."""
        cell = self.item(row, index)
        if cell is None or not cell.data(_OPENS):
            return
        column = self._columns[row]
        if index == TYPE:
            options, chosen = [KIND_OPTIONS[kind] for kind in column.can_be], column.can_be.index(column.kind)
        else:
            options = ["Leave its rows out", f"Fill with {filling_words(column)}"]
            chosen = int(column.name in self._filled)
        self._listed = (row, index)
        self._anchor.setGeometry(self.visualItemRect(cell))
        self._anchor.show()
        self._anchor.setAccessibleName(f"{HEADERS[index]} of {column.name}")
        if self._popup is None:
            self._popup = OptionPopup(self._anchor)
            self._popup.set_theme(self._theme)
            self._popup.option_chosen.connect(self._on_option_chosen)
        self._popup.open(options, chosen)

    def _on_option_chosen(self, chosen: int) -> None:
        row, index = self._listed
        if row >= len(self._columns):
            return
        column = self._columns[row]
        if index == GAPS:
            self._set_filled(column.name, bool(chosen))
        elif column.can_be[chosen] != column.kind:
            self.kind_wanted.emit(row, column.can_be[chosen])


class WholeRows(QWidget):
    """Holds a preview as high as whole rows allow: none is cut at its lower edge."""

    def __init__(self, preview: TablePreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview = preview
        preview.setParent(self)
        self.setFocusProxy(preview)
        self.setMinimumHeight(self._height_of(3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        rows = max(1, (self.height() - self._height_of(0)) // ROW)
        self._preview.setGeometry(0, 0, self.width(), self._height_of(rows))

    def _height_of(self, rows: int) -> int:
        return self._preview.horizontalHeader().sizeHint().height() + rows * ROW + 2 * _EDGE


def _listed(texts: Sequence[str]) -> str:
    """Return the first values of a column; those with commas in them are parted by semicolons."""
    shown = [" ".join(text.split()) or "·" for text in texts]
    return ("; " if any("," in text for text in shown) else ", ").join(shown)


def _tip(column: Column, fate: str) -> str:
    if column.stray is not None:
        line, text = column.stray
        return f"{column.name}: line {line} holds {text!r}, else it would be a column of numbers"
    keys = " Type (F2) and gaps (F3) can be changed." if len(column.can_be) > 1 else ""
    return f"{column.name}: {KINDS[column.kind]}, {column.n_missing:,} missing; {fate}.{keys}"
