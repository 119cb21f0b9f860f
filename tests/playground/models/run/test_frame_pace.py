from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.run.frame_pace import FramePace, frame_interval


def steady(cost: float, frames: int = 200) -> FramePace:
    pace = FramePace()
    for _ in range(frames):
        pace.record(0.0, cost)
    return pace


@given(st.floats(0.0, 2.0))
def test_that_frames_take_two_fifths_of_the_time_at_most(cost: float) -> None:
    assert cost <= 0.4001 * frame_interval(cost)


@pytest.mark.parametrize(("cost", "slowest", "fastest"), [(0.001, 60, 65), (0.01, 39, 43), (0.04, 9, 11)])
def test_that_cheap_frames_come_often_and_dear_ones_rarely(
    cost: float, slowest: float, fastest: float
) -> None:
    assert slowest <= 1.0 / steady(cost).next_at <= fastest


@given(st.floats(0.0, 0.0055))
def test_that_cheap_frames_come_40_times_a_second_and_only_very_cheap_ones_more_often(cost: float) -> None:
    interval = frame_interval(cost)
    assert interval <= 1 / 40
    assert cost <= 0.25 * interval
    if interval < 1 / 42.5:
        assert cost <= 0.1501 * interval


def test_that_one_slow_frame_does_not_slow_down_those_that_follow() -> None:
    pace = steady(0.004)
    usual = pace.next_at
    pace.record(0.0, 3.0)
    assert pace.next_at <= 1.25 * usual
    assert steady(0.5).next_at == pytest.approx(1.25, rel=1e-3)


def test_that_the_next_frame_counts_from_the_beginning_of_the_last() -> None:
    pace = FramePace()
    assert pace.next_at == 0.0
    pace.record(100.0, 0.004)
    assert pace.next_at == pytest.approx(100.0 + frame_interval(0.004))
