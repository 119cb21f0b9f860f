"""A grid of tiles of which one is selected."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from playground.views.data.dataset_tile import DatasetTile, Thumbnail
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Veil


class TileGroup(Veil, QWidget):
    """Tab reaches one tile; arrows, Home and End move on from it; Space or Enter selects.

    Parameters
    ----------
    tiles
        ``(key, caption, thumbnail)`` of each tile.
    tips
        What tiles stand for, by their keys.
    """

    tile_selected = Signal(str)

    def __init__(
        self,
        tiles: Sequence[tuple[str, str, Thumbnail | None]],
        name: str,
        tip: str = "",
        *,
        tips: Mapping[str, str] | None = None,
        value: str | None = None,
        columns: int = 3,
        thumb_height: int = 66,
        gap: int = 10,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._tips = tips or {}
        self._thumb_height = thumb_height
        self._tiles: list[DatasetTile] = []
        self._value: str | None = None
        self.setAccessibleName(name)
        set_tip(self, tip or name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)
        self.set_tiles(tiles)
        if value is not None:
            self.set_value(value)

    def value(self) -> str | None:
        """The key of the selected tile, if one is."""
        return self._value

    def tile(self, key: str) -> DatasetTile:
        """The tile with this key.

        Raises
        ------
        ValueError
            If there is none.
        """
        for tile in self._tiles:
            if tile.key == key:
                return tile
        raise ValueError(f"No such tile: {key!r}")

    def set_tiles(self, tiles: Sequence[tuple[str, str, Thumbnail | None]]) -> None:
        """Replace all tiles without a signal; the selection stays where its key still exists."""
        for old in self._tiles:
            self._grid.removeWidget(old)
            old.hide()  # else the layout's pending show would make a window of it
            old.setParent(None)
            old.deleteLater()
        self._tiles = []
        for index, (key, text, thumbnail) in enumerate(tiles):
            tip = self._tips.get(key, "")
            tile = DatasetTile(key, text, thumbnail, tip, thumb_height=self._thumb_height, parent=self)
            tile.clicked.connect(self._on_tile_clicked)
            tile.installEventFilter(self)
            self._grid.addWidget(tile, index // self._columns, index % self._columns)
            self._tiles.append(tile)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)
        if self._value not in [tile.key for tile in self._tiles]:
            self._value = None
        self._show_value()

    def set_value(self, key: str | None) -> None:
        """Select a tile, or none, without a signal.

        Raises
        ------
        ValueError
            If there is no such tile.
        """
        if key is not None:
            self.tile(key)
        self._value = key
        self._show_value()

    def set_thumbnail(self, key: str, thumbnail: Thumbnail | None) -> None:
        self.tile(key).set_thumbnail(thumbnail)

    def set_gap(self, gap: int) -> None:
        """Set the gap between rows."""
        self._grid.setVerticalSpacing(gap)

    def set_thumb_height(self, height: int, rows: int) -> None:
        """Make all pictures so high, or lower where the tiles would take more room than so many rows."""
        used = max(rows, math.ceil(len(self._tiles) / self._columns))
        gap = self._grid.verticalSpacing()
        caption = max((tile.sizeHint().height() - tile.thumb_height for tile in self._tiles), default=0)
        room = rows * (height + caption) + (rows - 1) * gap
        self._thumb_height = min(height, (room - (used - 1) * gap) // used - caption)
        for tile in self._tiles:
            tile.set_thumb_height(self._thumb_height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self._tiles:
            return self._take_key(self._tiles.index(watched), event)
        return False

    def _take_key(self, index: int, event: QKeyEvent) -> bool:
        last = len(self._tiles) - 1
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tiles[index].click()
            return True
        target = {
            Qt.Key.Key_Left: index - 1,
            Qt.Key.Key_Right: index + 1,
            Qt.Key.Key_Up: index - self._columns,
            Qt.Key.Key_Down: index + self._columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(key)
        if target is None:
            return False
        if 0 <= target <= last:
            self._tiles[target].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        assert isinstance(tile, DatasetTile)
        changed = tile.key != self._value
        self._value = tile.key
        self._show_value()
        if changed:
            self.tile_selected.emit(tile.key)

    def _show_value(self) -> None:
        for index, tile in enumerate(self._tiles):
            selected = tile.key == self._value
            tile.setChecked(selected)
            stops = selected or (self._value is None and index == 0)
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)
