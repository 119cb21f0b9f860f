from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from playground.views.kit.chart.apart import apart

LINE = 16.0
HEIGHTS = st.lists(st.floats(0.0, 300.0), min_size=1, max_size=8).map(sorted)


@given(heights=HEIGHTS)
def test_that_labels_are_a_line_apart_within_the_bounds(heights):
    spots = apart(heights, 0.0, 300.0, LINE)
    assert all(b - a >= LINE - 1e-9 for a, b in pairwise(spots))
    assert spots[0] >= -1e-9
    assert spots[-1] <= 300.0 + 1e-9


def test_that_what_is_apart_already_stays():
    assert apart([10.0, 40.0, 90.0], 0.0, 100.0, LINE) == [10.0, 40.0, 90.0]


def test_that_labels_that_touch_share_the_way():
    assert apart([50.0, 54.0], 0.0, 100.0, LINE) == [44.0, 60.0]
    assert apart([0.0, 4.0], 0.0, 100.0, LINE) == [0.0, 16.0]
