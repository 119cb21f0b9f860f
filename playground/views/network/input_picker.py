"""Chooses the inputs of the network from a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.style.theme import Theme
from playground.views.kit import CheckBox, Popover, TextButton
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area

MOST_ROWS_SHOWN = 10
ROW = 32


class InputPicker(Popover):
    """A check box per candidate, and buttons for all and none; built when first opened."""

    inputs_chosen = Signal(object)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._names: tuple[str, ...] = ()
        self._chosen: frozenset[int] = frozenset()
        self._boxes: list[CheckBox] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._content = QWidget()
        self._content.setLayout(self._list)
        self._scroll = quiet_scroll_area(self._content)
        self.all_button = TextButton("All", "All inputs", "Use every one of them", height=32)
        self.none_button = TextButton("None", "No inputs", "Use none of them, then pick", height=32)
        row = QHBoxLayout()
        row.addWidget(self.all_button)
        row.addWidget(self.none_button)
        row.addStretch(1)
        self.column.addWidget(self._scroll)
        self.column.addLayout(row)
        self.all_button.clicked.connect(self._on_all_clicked)
        self.none_button.clicked.connect(self._on_none_clicked)

    @property
    def boxes(self) -> tuple[CheckBox, ...]:
        """The check boxes, in the order of the candidates; empty until first opened."""
        return tuple(self._boxes)

    def set_inputs(self, names: Sequence[str], chosen: Sequence[int]) -> None:
        """Set the candidates, and which of them are inputs."""
        self._names, self._chosen = tuple(names), frozenset(chosen)
        if self.isVisible():
            self._fill()

    def open_below(self, at: QPoint | None = None) -> None:
        """Show them."""
        self._fill()
        super().open_below(at)

    def _fill(self) -> None:
        names = self._names
        if [box.text() for box in self._boxes] != list(names):
            for box in self._boxes:
                self._list.removeWidget(box)
                box.deleteLater()
            self._boxes = [CheckBox(name, name, f"Whether the network sees {name}") for name in names]
            for box in self._boxes:
                box.set_theme(self.theme)
                box.toggled_by_user.connect(self._on_box_toggled)
                self._list.addWidget(box)
            rows = min(len(names), MOST_ROWS_SHOWN)
            widest = max((box.sizeHint().width() for box in self._boxes), default=0)
            self._scroll.setFixedSize(max(widest + 24, 180), rows * ROW)
        for index, box in enumerate(self._boxes):
            box.set_checked(index in self._chosen)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._scroll, theme)
        for box in self._boxes:
            box.set_theme(theme)

    def _emit(self) -> None:
        self.inputs_chosen.emit(tuple(index for index, box in enumerate(self._boxes) if box.isChecked()))

    def _on_box_toggled(self, _on: bool) -> None:
        self._emit()

    def _on_all_clicked(self) -> None:
        for box in self._boxes:
            box.set_checked(True)
        self._emit()

    def _on_none_clicked(self) -> None:
        for box in self._boxes:
            box.set_checked(False)
        self._emit()
