from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.data.tile_group import TileGroup
from playground.views.kit.access.focus_ring import has_ring
from tests.playground.views.painted import settle

KEYS = ["circle", "xor", "gauss", "spiral", "moons"]


@pytest.fixture
def group(stage):
    made = TileGroup([(key, key.title(), None) for key in KEYS], "Data set", value="xor")
    stage(made)
    return made


@pytest.fixture
def seen(group):
    keys: list[str] = []
    group.tile_selected.connect(keys.append)
    return keys


def test_that_a_click_selects_and_is_announced_once(qtbot, group, seen) -> None:
    for _ in range(2):
        qtbot.mouseClick(group.tile("moons"), Qt.MouseButton.LeftButton)
    assert group.value() == "moons"
    assert seen == ["moons"]
    assert [key for key in KEYS if group.tile(key).isChecked()] == ["moons"]


def test_that_setting_is_silent(group, seen) -> None:
    group.set_value("gauss")
    group.set_value(None)
    assert group.value() is None
    assert seen == []


def test_that_an_unknown_tile_is_refused(group) -> None:
    with pytest.raises(ValueError, match="cube"):
        group.set_value("cube")
    assert group.value() == "xor"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Left, "circle"),
        (Qt.Key.Key_Right, "gauss"),
        (Qt.Key.Key_Down, "moons"),
        (Qt.Key.Key_Up, "xor"),
        (Qt.Key.Key_End, "moons"),
        (Qt.Key.Key_Home, "circle"),
    ],
)
def test_that_arrows_move_the_ring_through_the_grid(qtbot, group, seen, key: Qt.Key, expected: str) -> None:
    group.tile("xor").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(group.tile("xor"), key)
    assert QApplication.focusWidget() is group.tile(expected)
    assert has_ring(group.tile(expected))
    assert seen == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_a_key_selects_the_tile_with_the_ring(qtbot, group, seen, key: Qt.Key) -> None:
    group.tile("spiral").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(group.tile("spiral"), key)
    assert seen == ["spiral"]


def test_that_tab_stops_once(qtbot, group) -> None:
    window = group.window()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is group.tile("xor")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not group.isAncestorOf(QApplication.focusWidget())
    assert window.isAncestorOf(QApplication.focusWidget())


def test_that_it_does_nothing_while_disabled(qtbot, group, seen) -> None:
    group.setEnabled(False)
    qtbot.mouseClick(group.tile("moons"), Qt.MouseButton.LeftButton)
    assert group.value() == "xor"
    assert seen == []


def test_that_new_tiles_keep_the_selection_where_they_can(group, seen) -> None:
    group.set_tiles([("xor", "XOR", None), ("iris", "Iris", None)])
    assert group.value() == "xor"
    group.set_tiles([("iris", "Iris", None)])
    assert group.value() is None
    assert seen == []


def test_that_a_selected_tile_has_the_accent_border(group) -> None:
    def border(key: str) -> str:
        tile = group.tile(key)
        return tile.grab().toImage().pixelColor(tile.width() // 2, 1).name().upper()

    assert border("xor") == LIGHT.accent
    assert border("circle") != LIGHT.accent


def test_that_a_thumbnail_is_a_picture_or_paints_itself_in_the_theme(group) -> None:
    def fill(painter: QPainter, rect: QRectF, theme: Theme) -> None:
        painter.fillRect(rect, QColor(theme.negative))

    def middle() -> str:
        tile = group.tile("circle")
        return tile.grab().toImage().pixelColor(tile.width() // 2, 33).name().upper()

    group.set_thumbnail("circle", fill)
    assert middle() == LIGHT.negative
    group.tile("circle").set_theme(DARK)
    assert middle() == DARK.negative
    pixmap = QPixmap(10, 10)
    pixmap.fill(QColor("#00FF00"))
    group.set_thumbnail("circle", pixmap)
    assert middle() == "#00FF00"


def test_that_lower_tiles_make_a_lower_group(group) -> None:
    before = group.sizeHint().height()
    group.set_gap(6)
    group.set_thumb_height(44, rows=4)
    assert group.sizeHint().height() < before


@pytest.mark.parametrize("gap", [8, 10])
@pytest.mark.parametrize("height", [44, 66])
def test_that_a_row_more_takes_no_more_height_than_there_is(stage, gap: int, height: int) -> None:
    tiles = [(str(number), f"Tile {number}", None) for number in range(13)]
    group = TileGroup(tiles[:12], "Data set")
    stage(group)
    group.set_gap(gap)
    group.set_thumb_height(height, rows=4)
    before = group.sizeHint().height()
    group.set_tiles(tiles)
    settle()
    group.set_thumb_height(height, rows=4)
    settle()
    assert before - 5 < group.sizeHint().height() <= before
