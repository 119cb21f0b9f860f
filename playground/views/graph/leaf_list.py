"""The leaves of a graph, each with a slider and a field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.theme import LIGHT, Theme, apply_to_tree
from playground.views.controls import Label
from playground.views.parameter_editor import ParameterEditor

MOST_LEAVES = 24


class LeafList(QWidget):
    """Emits the index of a leaf and its new value."""

    value_edited = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._leaves: tuple[tuple[int, str], ...] = ()
        self.editors: dict[int, ParameterEditor] = {}

    def set_leaves(self, leaves: Sequence[tuple[int, str, float]]) -> None:
        """Show leaves by index, name and value; at most `MOST_LEAVES` of them."""
        shown = leaves[:MOST_LEAVES]
        keys = tuple((index, name) for index, name, _ in shown)
        if keys != self._leaves:
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
            editor = ParameterEditor()
            editor.describe(f"Value of {name}")
            editor.setProperty("leaf", index)
            editor.value_edited.connect(self._on_value_edited)
            self._grid.addWidget(Label(name, "body"), row, 0)
            self._grid.addWidget(editor, row, 1)
            self.editors[index] = editor
        apply_to_tree(self, self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme

    def _on_value_edited(self, value: float) -> None:
        self.value_edited.emit(int(self.sender().property("leaf")), value)
