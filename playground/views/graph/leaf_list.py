"""The leaves of a graph, each with a slider and a field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.style.theme import apply_to_tree
from playground.views.kit import Label
from playground.views.kit.access.keyboard import order_tabs
from playground.views.kit.fields.slider_field import SliderField
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

MOST_LEAVES = 24
WIDEST_NAME = 64
TIPS = "Type another value; the graph follows", "Drag to another value; the graph follows"


class LeafList(Themed, QWidget):
    """Emits the index of a leaf and its new value."""

    value_edited = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._leaves: tuple[tuple[int, str], ...] = ()
        self._left_out = 0
        self.editors: dict[int, SliderField] = {}

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
        self._leaves, self.editors = keys, {}
        for row, (index, name) in enumerate(keys):
            editor = SliderField()
            editor.describe(f"Value of {name}", TIPS)
            editor.setProperty("leaf", index)
            editor.value_edited.connect(self._on_value_edited)
            self._grid.addWidget(_name_label(name), row, 0)
            self._grid.addWidget(editor, row, 1)
            self.editors[index] = editor
        if self._left_out:
            more = Label(f"and {self._left_out} more", "caption", "ink3")
            self._grid.addWidget(more, len(keys), 0, 1, 2)
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
        stops = [stop for editor in self.editors.values() for stop in (editor.field.entry, editor.slider)]
        order_tabs([last, *stops])

    def _on_value_edited(self, value: float) -> None:
        self.value_edited.emit(int(self.sender().property("leaf")), value)


def _name_label(name: str) -> Label:
    """Return a label that leaves room for the value."""
    label = Label("", "body")
    label.set_text(label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, WIDEST_NAME))
    set_tip(label, name)
    return label
