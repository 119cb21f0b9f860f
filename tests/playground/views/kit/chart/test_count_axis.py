from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.views.kit.chart.count_axis import TICK_GAP, CountAxis

BENDS = st.sampled_from([None, 1.0, 20.0, 100.0])


@given(bend=BENDS, count=st.floats(0.0, 1e7))
def test_that_a_place_is_that_of_its_count(bend, count):
    axis = CountAxis(bend)
    assert axis.count_at(float(axis.places(count))) == pytest.approx(count, rel=1e-9, abs=1e-9)


def test_that_a_bent_axis_is_linear_at_first_and_logarithmic_beyond():
    axis = CountAxis(100.0)
    assert float(axis.places(1.0)) == pytest.approx(1 / 100, rel=0.01)
    decade = float(axis.places(1e7) - axis.places(1e6))
    assert decade == pytest.approx(math.log(10), rel=1e-3)


@given(bend=BENDS, end=st.floats(1.0, 1e7))
def test_that_never_more_than_the_whole_axis_is_the_least_to_see(bend, end):
    axis = CountAxis(bend)
    assert 0.0 < axis.narrowest(end) <= float(axis.places(end))


@given(end=st.floats(1.0, 1e7), width=st.floats(100.0, 1000.0))
def test_that_the_labels_of_a_bent_axis_are_round_and_apart(end, width):
    axis = CountAxis(20.0)
    whole = float(axis.places(end))

    def x_of(count: float) -> float:
        return float(axis.places(count)) / whole * width

    ticks = [count for count, _ in axis.ticks(0.0, end, width, x_of)]
    assert ticks[0] == 0.0
    assert all(x_of(b) - x_of(a) >= TICK_GAP for a, b in pairwise(ticks))
    assert all(str(int(count)).strip("0") in ("1", "2", "5") for count in ticks[1:])
    assert ticks[-1] <= end
