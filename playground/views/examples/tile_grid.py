"""The tiles of all examples that were found, in rows; arrows go from one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from playground.models.examples.example import Example
from playground.style.theme import apply_to_tree
from playground.views.examples.example_tile import HEIGHT, WIDTH, ExampleTile
from playground.views.kit.themed import Themed

GAP = 8


class TileGrid(Themed, QWidget):
    """As wide as its columns.

    Signals
    -------
    opened
        An `Example`.
    left_above
        The arrow up was pressed in the first row.
    went_to
        The tile that has the keyboard now.
    """

    opened = Signal(object)
    left_above = Signal()
    went_to = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: list[ExampleTile] = []
        self.shown: list[ExampleTile] = []
        self._columns = 4
        self.setAccessibleName("Examples found")

    def set_examples(self, examples: Sequence[Example], folder: Path) -> None:
        """Make a tile for each example."""
        for tile in self.tiles:
            tile.hide()
            tile.deleteLater()
        self.tiles = [ExampleTile(example, folder, self) for example in examples]
        for tile in self.tiles:
            tile.clicked.connect(self._on_tile_clicked)
        apply_to_tree(self, self.theme)
        self.show_only(examples)

    def set_columns(self, columns: int) -> None:
        """Stand in so many columns."""
        self._columns = max(1, columns)
        self._place()

    def show_only(self, examples: Sequence[Example]) -> None:
        """Show the tiles of some examples."""
        keys = {example.key for example in examples}
        self.shown = [tile for tile in self.tiles if tile.example.key in keys]
        for tile in self.tiles:
            tile.setVisible(tile.example.key in keys)
        self._set_current(self.shown[0] if self.shown else None)
        self._place()

    def enter(self) -> None:
        """Give the keyboard to the first tile."""
        if self.shown:
            self._go_to(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from tile to tile, Home and End to the first and the last."""
        at = next((place for place, tile in enumerate(self.shown) if tile.hasFocus()), None)
        key = event.key()
        if at is None:
            super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_Up and at < self._columns:
            self.left_above.emit()
            return
        last = len(self.shown) - 1
        targets: dict[int, int] = {
            Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1, Qt.Key.Key_Up: at - self._columns,
            Qt.Key.Key_Down: at + self._columns, Qt.Key.Key_Home: 0, Qt.Key.Key_End: last,
        }  # fmt: skip
        if key not in targets:
            super().keyPressEvent(event)
            return
        # From a row above a shorter last one the arrow down goes to its end.
        self._go_to(min(max(targets[key], 0), last))

    def _go_to(self, place: int) -> None:
        tile = self.shown[place]
        self._set_current(tile)
        tile.setFocus(Qt.FocusReason.TabFocusReason)
        self.went_to.emit(tile)

    def _set_current(self, current: ExampleTile | None) -> None:
        for tile in self.tiles:
            tile.set_current(tile is current)

    def _place(self) -> None:
        for place, tile in enumerate(self.shown):
            row, column = divmod(place, self._columns)
            tile.move(column * (WIDTH + GAP), row * (HEIGHT + GAP))
        rows = -(-len(self.shown) // self._columns)
        self.setMinimumSize(QSize(width_of(self._columns), max(HEIGHT, rows * (HEIGHT + GAP) - GAP)))

    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, ExampleTile):
            self.opened.emit(tile.example)


def width_of(columns: int) -> int:
    """Return the width of so many columns."""
    return columns * (WIDTH + GAP) - GAP
