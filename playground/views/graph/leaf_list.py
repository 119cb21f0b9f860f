"""The leaves of a graph, each with a slider and a field, and a box for those that updates move."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.style.theme import apply_to_tree
from playground.views.kit import CheckBox, Label
from playground.views.kit.access.keyboard import order_tabs
from playground.views.kit.fields.slider_field import SliderField
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

MOST_LEAVES = 24
WIDEST_NAME = 64
BOX_WIDTH = 18
BOX_TIP = "Ticked: updates move this leaf, like a weight. Not ticked: it stays, like an input or a target"
TIPS = "Type another value; the graph follows", "Drag to another value; the graph follows"


class LeafList(Themed, QWidget):
    """Emits the index of a leaf and its new value, or whether it is ticked as a parameter."""

    value_edited = Signal(int, float)
    parameter_toggled = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._has_boxes = False
        self._leaves: tuple[tuple[int, str], ...] = ()
        self._left_out = 0
        self.editors: dict[int, SliderField] = {}
        self.boxes: dict[int, CheckBox] = {}

    def set_parameters(self, parameters: Collection[int] | None) -> None:
        """Tick the leaves that updates move; without any, None, there are no boxes."""
        self._has_boxes = parameters is not None
        for index, box in self.boxes.items():
            box.setVisible(self._has_boxes)
            box.set_checked(index in (parameters or ()))

    def set_leaves(self, leaves: Sequence[tuple[int, str, float]]) -> None:
        """Show leaves by index, name and value; at most `MOST_LEAVES` of them."""
        shown = leaves[:MOST_LEAVES]
        left_out = len(leaves) - len(shown)
        keys = tuple((index, name) for index, name, _ in shown)
        if (keys, left_out) != (self._leaves, self._left_out):
            self._left_out = left_out
            self._rebuild(keys)
        for index, _, value in shown:
            self.editors[index].set_value(value)

    def _rebuild(self, keys: tuple[tuple[int, str], ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._leaves, self.editors, self.boxes = keys, {}, {}
        for row, (index, name) in enumerate(keys):
            editor = SliderField()
            editor.describe(f"Value of {name}", TIPS)
            editor.setProperty("leaf", index)
            editor.value_edited.connect(self._on_value_edited)
            box = CheckBox("", f"{name} is a parameter", BOX_TIP)
            box.setFixedWidth(BOX_WIDTH)
            box.setProperty("leaf", index)
            box.setVisible(self._has_boxes)
            box.toggled_by_user.connect(self._on_box_toggled)
            self._grid.addWidget(box, row, 0)
            self._grid.addWidget(_name_label(name), row, 1)
            self._grid.addWidget(editor, row, 2)
            self.editors[index], self.boxes[index] = editor, box
        if self._left_out:
            more = Label(f"and {self._left_out} more", "caption", "ink3")
            self._grid.addWidget(more, len(keys), 0, 1, 3)
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
        stops = [
            stop
            for index, editor in self.editors.items()
            for stop in (self.boxes[index], editor.field.entry, editor.slider)
        ]
        order_tabs([last, *stops])

    def _on_box_toggled(self, on: bool) -> None:
        self.parameter_toggled.emit(int(self.sender().property("leaf")), on)

    def _on_value_edited(self, value: float) -> None:
        self.value_edited.emit(int(self.sender().property("leaf")), value)


def _name_label(name: str) -> Label:
    """Return a label that leaves room for the value."""
    label = Label("", "body")
    label.set_text(label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, WIDEST_NAME))
    set_tip(label, name)
    return label
