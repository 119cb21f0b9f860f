from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.run.speed import (
    SPEEDS,
    WATCHABLE,
    Pace,
    Speed,
    speed_from_key,
    speed_text,
    speed_to_key,
)

NUMBERS = [0.05, 0.5, 1.0, 2.0, 5.0, 20.0, 60.0, 300.0, 10_000.0]
STARTS = st.floats(0.0, 1e5)
ALMOST = 1e-6

a_speed = pytest.mark.parametrize("speed", NUMBERS)


@given(st.sampled_from(NUMBERS), STARTS, st.lists(st.floats(0.0, 3.0), max_size=40))
def test_that_no_more_steps_are_due_than_fit_into_the_time(
    speed: float, start: float, gaps: list[float]
) -> None:
    pace, now, taken = Pace(speed, start), start, 0
    for gap in gaps:
        now += gap
        due = pace.take(now)
        assert due >= 0
        taken += due
        assert taken <= speed * (now - start) * (1.0 + 1e-9) + ALMOST


@pytest.mark.parametrize("speed", [1.0, *NUMBERS[1:]])
def test_that_one_who_looks_often_makes_all_steps(speed: float) -> None:
    pace, taken = Pace(speed, 0.0), 0
    for look in range(1, 1001):
        taken += pace.take(look * 0.004)
        assert taken == pytest.approx(speed * look * 0.004, abs=1.0 + ALMOST)
    assert taken >= int(speed * 4.0) - 1


@given(st.sampled_from(NUMBERS), STARTS, st.floats(0.0, 10.0))
def test_that_the_share_is_the_time_since_the_step_began_in_steps(
    speed: float, start: float, passed: float
) -> None:
    assert Pace(speed, start).share(start + passed) == pytest.approx(speed * passed, rel=1e-6, abs=1e-5)


@given(st.sampled_from(NUMBERS), st.lists(st.floats(0.0, 3.0), min_size=1, max_size=20))
def test_that_less_than_a_step_is_left_once_the_due_ones_are_taken(speed: float, gaps: list[float]) -> None:
    pace, now = Pace(speed, 0.0), 0.0
    for gap in gaps:
        now += gap
        pace.take(now)
        left = pace.share(now)
        assert -ALMOST <= left < 1.0 + ALMOST
        # Rounding may leave a whole step, to the last bits: then it is due at once.
        assert pace.take(now) == (1 if left >= 1.0 else 0)


@a_speed
def test_that_looking_at_the_share_takes_nothing(speed: float) -> None:
    pace = Pace(speed, 5.0)
    now = 5.0 + 1.5 / speed
    assert [pace.share(now), pace.share(now)] == pytest.approx([1.5, 1.5])
    assert pace.take(now) == 1


@pytest.mark.parametrize("speed", NUMBERS[1:])
def test_that_the_rest_of_a_step_counts_for_the_next(speed: float) -> None:
    pace = Pace(speed, 0.0)
    assert pace.take(1.75 / speed) == 1
    assert pace.share(1.75 / speed) == pytest.approx(0.75)
    assert pace.take(2.25 / speed) == 1


@pytest.mark.parametrize("speed", [1.0, 100.0, 5000.0])
def test_that_a_long_pause_is_not_caught_up_with(speed: float) -> None:
    assert Pace(speed, 0.0).take(60.0) <= max(1.0, speed)


@a_speed
def test_that_after_a_long_pause_time_goes_on_from_now(speed: float) -> None:
    pace = Pace(speed, 0.0)
    pace.take(60.0)
    assert pace.take(60.0) == 0
    assert pace.take(60.0 + 0.4 / speed) <= 1
    assert pace.take(60.0 + 1.2 / speed) <= 1


@given(st.sampled_from(NUMBERS), st.floats(0.0, 0.99))
def test_that_a_step_is_due_after_the_time_it_is_said_to_be_off(speed: float, share: float) -> None:
    pace, now = Pace(speed, 0.0), share / speed
    wait = pace.seconds_to_next(now)
    assert wait == pytest.approx((1.0 - share) / speed)
    assert pace.take(now + wait + ALMOST / speed) == 1


@given(st.sampled_from(NUMBERS), st.floats(1.0, 100.0))
def test_that_a_step_that_is_over_is_not_off(speed: float, share: float) -> None:
    assert Pace(speed, 0.0).seconds_to_next(share / speed) == pytest.approx(0.0, abs=1e-9)


def test_that_speeds_rise_to_as_fast_as_it_can() -> None:
    known = [speed for speed in SPEEDS if speed is not None]
    for unit in ("step", "epoch"):
        counts = [speed.count for speed in known if speed.unit == unit]
        assert counts == sorted(set(counts))
    assert [speed.unit for speed in known] == sorted((speed.unit for speed in known), reverse=True)
    assert SPEEDS[-1] is None
    assert WATCHABLE in SPEEDS


@pytest.mark.parametrize(
    ("speed", "text"),
    [
        (None, "Max"), (Speed(0.05), "20 s/step"), (Speed(0.5), "2 s/step"), (Speed(1.0), "1 step/s"),
        (Speed(2.0), "2 steps/s"), (Speed(60.0, "epoch"), "60 epochs/s"),
        (Speed(10_000.0, "epoch"), "10,000 epochs/s"),
    ],
)  # fmt: skip
def test_that_a_speed_is_said_in_words(speed: Speed | None, text: str) -> None:
    assert speed_text(speed) == text


@pytest.mark.parametrize("speed", SPEEDS, ids=str)
def test_that_a_speed_is_remembered(speed: Speed | None) -> None:
    assert speed_from_key(speed_to_key(speed)) == speed


@pytest.mark.parametrize("key", ["", "60", "60 steps", "61 epoch", "-1 step", "nan step", "Max"])
def test_that_no_other_word_is_a_speed(key: str) -> None:
    with pytest.raises(ValueError, match=r"speed|number"):
        speed_from_key(key)


def test_that_every_speed_has_words_of_its_own() -> None:
    assert len({speed_text(speed) for speed in SPEEDS}) == len(SPEEDS)


def test_that_only_the_slowest_speeds_are_slow_motion() -> None:
    slow = [speed.count for speed in SPEEDS if speed is not None and speed.is_slow_motion]
    assert slow == [0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0]
    assert not Speed(1.0, "epoch").is_slow_motion
