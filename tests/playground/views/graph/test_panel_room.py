from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from playground.views.graph.panel_room import PanelRoom


@pytest.fixture
def panels(qtbot):
    first, second = QWidget(), QWidget()
    room = PanelRoom(first, second)
    qtbot.addWidget(room)
    return room, first, second


def test_that_it_takes_no_room_until_a_panel_is_opened(panels):
    room, first, second = panels
    assert room.isHidden()
    room.open(first)
    assert not room.isHidden()
    assert not first.isHidden()
    assert second.isHidden()


def test_that_one_panel_takes_the_place_of_the_other_which_is_told(panels):
    room, first, second = panels
    closed: list[QWidget] = []
    room.closed.connect(closed.append)
    room.open(first)
    room.open(first)
    assert closed == []
    room.open(second)
    assert closed == [first]
    assert first.isHidden()
    assert not second.isHidden()


def test_that_a_panel_that_is_not_open_closes_nothing(panels):
    room, first, second = panels
    closed: list[QWidget] = []
    room.open(first)
    room.closed.connect(closed.append)
    room.close_panel(second)
    assert closed == []
    assert not first.isHidden()
    room.close_panel(first)
    assert closed == [first]
    assert room.isHidden()


def test_that_an_opened_panel_is_told_once_and_can_be_cleared_away(panels):
    room, first, second = panels
    told: list[tuple[str, QWidget]] = []
    room.opened.connect(lambda panel: told.append(("opened", panel)))
    room.closed.connect(lambda panel: told.append(("closed", panel)))
    room.open(first)
    room.open(first)
    room.open(second)
    room.clear()
    room.clear()
    assert told == [("opened", first), ("closed", first), ("opened", second), ("closed", second)]
    assert room.isHidden()


def test_that_the_last_one_opened_is_shown_alone_even_from_within_the_signal(panels):
    room, first, second = panels
    room.open(first)
    room.closed.connect(lambda closed: room.open(first) if closed is first else None)
    room.open(second)
    assert [panel.isHidden() for panel in (first, second)] == [False, True]


def test_that_a_panel_about_to_open_takes_the_room(panels):
    room, first, second = panels
    assert room.is_free
    room.open(first)
    seen: list[bool] = []
    room.closed.connect(lambda _: seen.append(room.is_free))
    room.open(second)
    room.close_panel(second)
    assert seen == [False, True]
