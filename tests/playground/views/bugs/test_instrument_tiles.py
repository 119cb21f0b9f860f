"""The instruments, and the looks that are left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.bugs.instruments.table import INSTRUMENTS
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.bugs.instrument_tiles import TWIN, InstrumentTiles
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tiles(qtbot):
    tiles = InstrumentTiles()
    qtbot.addWidget(tiles)
    apply_to_tree(tiles, LIGHT)
    tiles.resize(748, 130)
    tiles.set_state(3, (), "", is_ready=True, is_over=False)
    tiles.show()
    return tiles


def test_that_every_title_has_room_and_a_number(tiles):
    shown = [text.text for text in painted_texts(tiles)]
    assert {one.title for one in INSTRUMENTS.values()} | {"Healthy twin", "3 looks left"} <= set(shown)
    assert {str(number) for number in range(1, len(INSTRUMENTS) + 2)} <= set(shown)


def test_that_a_click_or_a_number_looks(tiles, qtbot):
    with qtbot.waitSignal(tiles.wanted) as told:
        qtbot.mouseClick(tiles.tiles["steps"], LEFT)
    assert told.args == ["steps"]
    with qtbot.waitSignal(tiles.wanted) as told:
        assert tiles.press(9)
    assert told.args == [TWIN]
    assert not tiles.press(0)
    assert not tiles.press(10)


def test_that_without_looks_only_what_was_seen_is_open(tiles):
    tiles.set_state(0, {"steps", TWIN}, "steps", is_ready=True, is_over=False)
    assert [key for key, tile in tiles.tiles.items() if tile.isEnabled()] == ["steps"]
    assert tiles.tiles["steps"].accessibleDescription() == "looked at already"
    assert tiles.looks.text() == "0 looks left"


def test_that_looks_are_free_after_the_end(tiles):
    tiles.set_state(0, {"steps", TWIN}, "steps", is_ready=True, is_over=True)
    assert all(tile.isEnabled() for key, tile in tiles.tiles.items() if key != TWIN)
    assert tiles.looks.text() == "Looks are free now"


def test_that_nothing_can_be_looked_at_while_something_is_measured(tiles):
    tiles.set_state(3, {"steps"}, "steps", is_ready=False, is_over=False)
    assert not any(tile.isEnabled() for tile in tiles.tiles.values() if not tile.hasFocus())


def test_that_the_keyboard_stays_where_it_was(tiles, qtbot):
    tiles.activateWindow()
    tile = tiles.tiles["steps"]
    tile.setFocus()
    qtbot.waitUntil(tile.hasFocus)
    for is_ready in (False, True):
        tiles.set_state(3, {"steps"}, "steps", is_ready=is_ready, is_over=False)
        assert tile.hasFocus()
        assert tile.isEnabled()
