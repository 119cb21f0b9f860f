from __future__ import annotations

from playground.models.picture.reading_pace import READING_SECONDS, ReadingPace
from tests.playground.clocks import Clock


def test_that_numbers_change_ten_times_a_second_while_it_plays():
    clock = Clock(50.0)
    pace = ReadingPace(clock)
    written = 0
    for _ in range(200):  # 2 s of frames, one every 10 ms
        written += pace.is_due(is_playing=True)
        clock.now += 0.01
    assert 17 <= written <= 20


def test_that_each_frame_of_a_pause_is_written():
    pace = ReadingPace(Clock(50.0))
    assert [pace.is_due(is_playing=False) for _ in range(3)] == [True] * 3


def test_that_the_first_frame_and_one_after_a_hurry_are_written():
    clock = Clock(50.0)
    pace = ReadingPace(clock)
    assert pace.is_due(is_playing=True)
    clock.now += READING_SECONDS / 2
    assert not pace.is_due(is_playing=True)
    pace.hurry()
    assert pace.is_due(is_playing=True)
