"""The leaves of a graph, each with a slider and a field, and a box for those that updates move."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from playground.style.theme import apply_to_tree
from playground.views.kit import CheckBox, Label
from playground.views.kit.access.keyboard import order_tabs
from playground.views.kit.fields.slider_field import SliderField
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

MOST_LEAVES = 24
WIDEST_NAME, WIDEST_WITH_BOX = 64, 36
BOX_WIDTH = 18
BOX_TIP = "Ticked: updates move this leaf, like a weight. Not ticked: it stays, like an input or a target"
TIPS = "Type another value; the graph follows", "Drag to another value; the graph follows"


class LeafRow:
    """The widgets of one leaf; they are used for another one when the formula changes."""

    def __init__(self, grid: QGridLayout, row: int) -> None:
        self.box = CheckBox("")
        self.box.setFixedWidth(BOX_WIDTH)
        self.name = Label("", "body")
        self.editor = SliderField()
        for column, widget in enumerate((self.box, self.name, self.editor)):
            grid.addWidget(widget, row, column)
        self._leaf: tuple[int, str] | None = None

    def set_leaf(self, index: int, name: str, value: float) -> None:
        """Show a leaf; another value of the same one leaves alone what is being typed."""
        is_other = self._leaf != (index, name)
        if is_other:
            self._leaf = index, name
            self.box.describe(f"{name} is a parameter", BOX_TIP)
            self.editor.describe(f"Value of {name}", TIPS)
            for widget in (self.box, self.editor):
                widget.setProperty("leaf", index)
            set_tip(self.name, name)
        self.editor.set_value(value, is_other=is_other)

    def set_visible(self, *, visible: bool, has_box: bool) -> None:
        """Show the row or not, with its box or without."""
        self.name.setVisible(visible)
        self.editor.setVisible(visible)
        self.box.setVisible(visible and has_box)
        # The name leaves room for the value, and for the box.
        name = "" if self._leaf is None else self._leaf[1]
        widest = WIDEST_WITH_BOX if has_box else WIDEST_NAME
        self.name.set_text(self.name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, widest))


class LeafList(Themed, QWidget):
    """Emits the index of a leaf and its new value, or whether it is ticked as a parameter."""

    value_edited = Signal(int, float)
    parameter_toggled = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._has_boxes = False
        self._rows: list[LeafRow] = []
        self._more = Label("", "caption", "ink3")
        self._more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid)
        column.addWidget(self._more)
        self.editors: dict[int, SliderField] = {}
        self.boxes: dict[int, CheckBox] = {}

    def set_parameters(self, parameters: Collection[int] | None) -> None:
        """Tick the leaves that updates move; without any, None, there are no boxes."""
        self._has_boxes = parameters is not None
        for index, row in zip(self.boxes, self._rows, strict=False):
            row.set_visible(visible=True, has_box=self._has_boxes)
            row.box.set_checked(index in (parameters or ()))

    def set_leaves(self, leaves: Sequence[tuple[int, str, float]]) -> None:
        """Show leaves by index, name and value; at most `MOST_LEAVES` of them."""
        shown = leaves[:MOST_LEAVES]
        if len(shown) > len(self._rows):
            self._add_rows(len(shown))
        for place, row in enumerate(self._rows):
            if place < len(shown):
                row.set_leaf(*shown[place])
            row.set_visible(visible=place < len(shown), has_box=self._has_boxes)
        rows = dict(zip((index for index, _, _ in shown), self._rows, strict=False))
        self.editors = {index: row.editor for index, row in rows.items()}
        self.boxes = {index: row.box for index, row in rows.items()}
        left_out = len(leaves) - len(shown)
        self._more.set_text(f"and {left_out} more")
        self._more.setVisible(left_out > 0)

    def _add_rows(self, count: int) -> None:
        for place in range(len(self._rows), count):
            row = LeafRow(self._grid, place)
            row.editor.value_edited.connect(self._on_value_edited)
            row.box.toggled_by_user.connect(self._on_box_toggled)
            self._rows.append(row)
        apply_to_tree(self, self.theme)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Put new editors into the tab order here: otherwise they would be last in the window."""
        last: QWidget = self
        while last.focusPolicy() == Qt.FocusPolicy.NoFocus or self.isAncestorOf(last):
            before = last.previousInFocusChain()
            if before is None or before is self:
                return
            last = before
        stops = [stop for row in self._rows for stop in (row.box, row.editor.field.entry, row.editor.slider)]
        order_tabs([last, *stops])

    def _on_box_toggled(self, on: bool) -> None:
        self.parameter_toggled.emit(int(self.sender().property("leaf")), on)

    def _on_value_edited(self, value: float) -> None:
        self.value_edited.emit(int(self.sender().property("leaf")), value)
