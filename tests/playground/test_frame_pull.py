from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from playground import frame_pull
from playground.frame_pull import FramePull
from playground.models.picture.frame import Frame, FrameRequest
from playground.style.palette import LIGHT

VIEW = FrameRequest(0, LIGHT, 64)


class Pull:
    """A pull, what it asks for, and frames that answer it."""

    def __init__(self) -> None:
        self.parent = QObject()
        self.pull = FramePull(self.parent)
        self.asked: list[FrameRequest] = []
        self.pull.wanted.connect(self.asked.append)

    def open(self) -> FramePull:
        self.pull.set_view(VIEW)
        self.pull.is_open = True
        return self.pull

    def answer(self, *, shows: int | None = None, cursor: int | None = None, is_draft: bool = False) -> None:
        """Take the frame that was asked for last; it `shows` an epoch while the cursor is at another."""
        request = self.asked[-1]
        timeline = SimpleNamespace(cursor=shows)
        frame = SimpleNamespace(
            generation=request.generation, number=request.number, timeline=timeline, is_draft=is_draft,
            is_on_the_way=False,
        )  # fmt: skip
        assert not self.pull.is_late(cast(Frame, frame))
        self.pull.take(cast(Frame, frame), cursor)


@pytest.fixture
def pulled(qapp) -> Pull:
    return Pull()


def test_that_nothing_is_asked_for_before_there_is_something_to_paint(pulled):
    pulled.pull.pull()
    pulled.pull.set_view(VIEW)
    pulled.pull.hurry()
    assert pulled.asked == []
    pulled.pull.is_open = True
    pulled.pull.pull()
    assert len(pulled.asked) == 1


def test_that_one_frame_is_under_way_and_a_still_picture_needs_no_other(pulled):
    pull = pulled.open()
    for _ in range(3):
        pull.pull()
    assert len(pulled.asked) == 1
    pulled.answer()
    pull.pull()
    assert len(pulled.asked) == 1
    pull.is_playing = True
    pull.pull()
    assert len(pulled.asked) == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda pull: pull.set_view(VIEW),
        lambda pull: pull.look_again(),
        lambda pull: pull.want_optimizer(True),
        lambda pull: pull.hurry(),
        lambda pull: pull.renew(),
    ],
)
def test_that_a_change_is_asked_for_once(pulled, act):
    pull = pulled.open()
    pull.pull()
    pulled.answer()
    act(pull)
    for _ in range(2):
        pull.pull()
    assert len(pulled.asked) == 2


def test_that_what_was_asked_for_before_is_late_and_not_waited_for(pulled):
    pull = pulled.open()
    pull.pull()
    late = cast(Frame, SimpleNamespace(generation=pulled.asked[0].generation))
    pull.renew()
    assert pull.is_late(late)
    pull.pull()
    assert [request.generation for request in pulled.asked] == [0, 1]


def test_that_a_moving_cursor_waits_for_no_frame(pulled):
    pull = pulled.open()
    pull.pull()
    for _ in range(3):
        pull.move_cursor()
        pull.hurry()
    assert [request.is_passing for request in pulled.asked] == [False, True, True, True]
    assert [request.number for request in pulled.asked] == [1, 2, 3, 4]


def test_that_a_frame_of_the_newest_cursor_needs_no_other(pulled):
    pull = pulled.open()
    pull.pull()
    pull.hurry()  # waits for the frame under way
    assert len(pulled.asked) == 1
    pulled.answer(shows=7, cursor=7)
    pull.pull()
    assert len(pulled.asked) == 1


@pytest.mark.parametrize("is_draft", [True, False])
def test_that_a_draft_is_painted_once_more_when_the_cursor_rests(pulled, qtbot: QtBot, monkeypatch, is_draft):
    pull = pulled.open()
    pull._cursor_rest.setInterval(0)
    pull.move_cursor()
    pull.hurry()
    pulled.answer(shows=7, cursor=7, is_draft=is_draft)
    qtbot.waitUntil(lambda: not pull.is_passing)
    assert len(pulled.asked) == 1 + is_draft
    assert pulled.asked[-1].is_passing is not is_draft


def test_that_it_looks_at_every_frame_of_the_screen(pulled, qtbot: QtBot):
    assert frame_pull.FRAME_TIMER_MS == 16  # 60 a second
    pull = pulled.open()
    pull.start()
    qtbot.waitUntil(lambda: bool(pulled.asked))
    pull.stop()
