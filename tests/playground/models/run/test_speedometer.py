from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.run.speedometer import Speedometer


def test_that_it_reads_zero_before_anything_was_recorded():
    assert Speedometer().rate == 0.0


@given(st.floats(0.1, 1e6), st.lists(st.floats(1e-3, 1.0), min_size=1, max_size=50))
def test_that_a_steady_speed_is_read_however_it_is_cut(rate, spans):
    meter = Speedometer()
    for seconds in spans:
        meter.add(rate * seconds, seconds)
    assert meter.rate == pytest.approx(rate)


def test_that_it_forgets_what_is_older_than_its_window():
    meter = Speedometer(window=1.0)
    for _ in range(20):
        meter.add(100, 0.1)
    for _ in range(12):
        meter.add(1, 0.1)
    assert meter.rate == pytest.approx(10)


def test_that_one_span_longer_than_the_window_counts():
    meter = Speedometer(window=1.0)
    meter.add(1, 10.0)
    assert meter.rate == pytest.approx(0.1)
