"""Counting of units, interleaving and fits, with a clock of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks import measure
from tests.benchmarks.measure import Contender, Task, enough, growth_exponent, interleave, median_ratio


@pytest.mark.parametrize(
    ("seconds_a_unit", "most", "expected"),
    [(0.01, 1000, 30), (1.0, 1000, 1), (0.0001, 100_000, 3000), (0.0001, 50, 50)],
)
def test_that_units_fill_the_portion(
    monkeypatch: pytest.MonkeyPatch, seconds_a_unit: float, most: int, expected: int
) -> None:
    done = [0]

    def fake_seconds(work: object) -> float:
        done[0] = 0
        work()  # type: ignore[operator]
        return done[0] * seconds_a_unit

    def run(units: int) -> None:
        done[0] += units

    monkeypatch.setattr(measure, "seconds", fake_seconds)
    assert enough(run, most, 0.3) == expected


def test_that_contenders_take_turns_and_prepare_outside_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def fake_seconds(work: object) -> float:
        calls.append("start")
        work()  # type: ignore[operator]
        return 6.0

    monkeypatch.setattr(measure, "seconds", fake_seconds)
    first = Contender(Task(lambda: calls.append("a"), 3, lambda: calls.append("prepare a")).measure)
    second = Contender(Task(lambda: calls.append("b"), 0.5).measure)
    interleave([first, second], 2)
    assert calls == ["prepare a", "start", "a", "start", "b"] * 2
    assert first.times == [2.0, 2.0]
    assert second.times == [12.0, 12.0]


def test_that_ratios_are_taken_within_a_round() -> None:
    slower, faster = Contender(lambda: 0.0, [4.0, 80.0, 6.0]), Contender(lambda: 0.0, [1.0, 10.0, 2.0])
    assert median_ratio(slower, faster) == 4.0


@given(st.floats(0.1, 3.0), st.floats(1e-6, 10.0))
def test_that_the_exponent_of_a_power_law_is_found(exponent: float, factor: float) -> None:
    times = {size: factor * size**exponent for size in (100, 1_000, 10_000)}
    assert growth_exponent(times) == pytest.approx(exponent, abs=1e-6)
