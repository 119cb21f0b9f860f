"""The columns of a table, one per row: whether it is an input, how it is used, its first values."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.models.data.table_columns import Column
from playground.style.icons import draw_icon
from playground.style.theme import LIGHT, Theme, font
from playground.views.data.table_model import (
    CHECK,
    FIRST,
    GAPS,
    HEADERS,
    IS_COST,
    NAME,
    OPENS,
    TYPE,
    ColumnsModel,
    Index,
)
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.fields.option_popup import OptionPopup
from playground.views.kit.scroll_style import dress_scroll_bars
from playground.views.kit.themed import Themed

ROW = 32
_WIDTHS = (200, 84, 84, 216)
_BOX, _BOX_LEFT, _BOX_AREA = 16, 10, 34
_PADDING = 8
_EDGE = 1


class _Cells(QStyledItemDelegate):
    """Paints every cell, and toggles the clicked check box."""

    theme: Theme = LIGHT

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self.theme, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.soft)
        ink = theme.ink if index.column() in (NAME, TYPE) else theme.ink2
        if index.data(IS_COST):
            ink = theme.danger
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            ink = theme.disabled
        text = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if index.column() == NAME:
            text.setLeft(rect.left() + _BOX_AREA)
            self._paint_box(painter, rect, index)
        elif index.data(OPENS):
            arrow = QRectF(rect.right() - 24, rect.center().y() - 7, 14, 14)
            draw_icon(painter, "chevron-down", theme.ink3, arrow)
            text.setRight(arrow.left())
        draw_text(painter, text, str(index.data()), font("body"), ink)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if not isinstance(event, QMouseEvent) or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        if event.button() != Qt.MouseButton.LeftButton or index.column() != NAME:
            return False
        if event.position().x() > option.rect.left() + _BOX_AREA:
            return False
        return _flip(model, index)

    def _paint_box(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        state = index.data(CHECK)
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


class TablePreview(Themed, QTableView):
    """Space or a click on the box includes or excludes a column; type and gaps open a list (F2, F3).

    Signals
    -------
    choice_changed
        The inputs or the filled gaps have changed.
    kind_wanted
        The row of a column, and the kind to read it as.
    """

    choice_changed = Signal()
    kind_wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = ColumnsModel(self)
        self._cells = _Cells(self)
        self._popup: OptionPopup | None = None
        self._listed = self._columns.index(0, 0)
        self._anchor = QWidget(self.viewport())
        self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setModel(self._columns)
        self.setItemDelegate(self._cells)
        self.setAccessibleName("Columns of the table")
        self.setToolTip("Tick the columns for the network to see")
        self.setFont(font("body"))
        self.horizontalHeader().setFont(font("caption"))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
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
        self._columns.choice_changed.connect(self.choice_changed)
        self.clicked.connect(self._on_clicked)

    def set_columns(self, columns: Sequence[Column], left_out: dict[str, str] | None = None) -> None:
        """Show the columns of a table.

        The user's earlier choices are kept for columns of the same name.

        Parameters
        ----------
        left_out
            Columns that are not inputs by default, and why.
        """
        self._columns.set_columns(columns, left_out or {})

    def set_target(self, name: str) -> None:
        """Set the target column, which cannot be an input."""
        self._columns.set_target(name)

    def leave_out(self, name: str) -> None:
        """Clear the box of a column."""
        self._columns.set_input(name, False)

    def fill(self, name: str) -> None:
        """Fill the gaps of a column."""
        self._columns.set_filled(name, True)

    def inputs(self) -> tuple[str, ...]:
        """Names of the chosen columns, without the target."""
        return self._columns.inputs

    def filled(self) -> frozenset[str]:
        """Names of the columns whose gaps are filled."""
        return self._columns.filled

    def mark_row(self, row: int) -> None:
        """Move the keyboard focus to a line; its second cell can be current even if the box cannot."""
        self.setCurrentIndex(self._columns.index(row, TYPE))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # The keys need a current line.
        if not self.currentIndex().isValid() and self._columns.rowCount():
            self.mark_row(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.mark_row(row)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # it belongs to the dialog
        elif key == Qt.Key.Key_Space:
            _flip(self._columns, self._columns.index(row, NAME))
        elif key == Qt.Key.Key_F2:
            self._open_list(self._columns.index(row, TYPE))
        elif key == Qt.Key.Key_F3:
            self._open_list(self._columns.index(row, GAPS))
        else:
            super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        self.theme = self._cells.theme = theme
        if self._popup is not None:
            self._popup.set_theme(theme)
        self.setStyleSheet(
            f"QTableView {{ border: {_EDGE}px solid {theme.line}; border-radius: 8px;"
            f" background: {theme.surface}; color: {theme.ink}; }}"
            f"QTableView:focus {{ border-color: {theme.accent}; }}"
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

    @Slot("QModelIndex")
    def _on_clicked(self, index: Index) -> None:
        if index.column() in (TYPE, GAPS):
            self._open_list(index)

    def _open_list(self, index: Index) -> None:
        """Open the list of a column's types, or of ways to treat its gaps."""
        if not index.isValid() or not index.data(OPENS):
            return
        options, chosen = self._columns.options(index)
        self._listed = self._columns.index(index.row(), index.column())
        self._anchor.setGeometry(self.visualRect(self._listed))
        self._anchor.show()
        name = self._columns.columns[index.row()].name
        self._anchor.setAccessibleName(f"{HEADERS[index.column()]} of {name}")
        if self._popup is None:
            self._popup = OptionPopup(self._anchor)
            self._popup.set_theme(self.theme)
            self._popup.option_chosen.connect(self._on_option_chosen)
        self._popup.open(options, chosen)

    @Slot(int)
    def _on_option_chosen(self, chosen: int) -> None:
        row = self._listed.row()
        if row >= len(self._columns.columns):
            return
        column = self._columns.columns[row]
        if self._listed.column() == GAPS:
            self._columns.set_filled(column.name, bool(chosen))
        elif column.can_be[chosen] != column.kind:
            self.kind_wanted.emit(row, column.can_be[chosen])


class WholeRows(QWidget):
    """Holds a preview with a height of whole rows, so that none is cut off."""

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


def _flip(model: QAbstractItemModel, index: Index) -> bool:
    """Tick a box or clear it, where there is one."""
    state = model.data(index, CHECK)
    if state is None:
        return False
    is_on = Qt.CheckState(state) == Qt.CheckState.Checked
    return model.setData(index, Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked, CHECK)
