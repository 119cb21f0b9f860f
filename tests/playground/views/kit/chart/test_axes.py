from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from playground.style.theme import font
from playground.views.kit.chart.axes import ticks_beside
from playground.views.kit.chart.scale import Scale
from playground.views.kit.drawing import text_width


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e4), st.integers(120, 500))
def test_that_numbers_beside_each_other_never_touch(qapp, low, span, width):
    ticks = ticks_beside(Scale(), low, low + span, width)
    ends = []
    for place, text in ticks:
        middle, half = (place - low) / span * width, text_width(text, font("tick")) / 2
        ends.append((middle - half, middle + half))
    assert all(right[0] - left[1] >= 6 for left, right in pairwise(ends))


def test_that_wide_numbers_are_fewer(qapp):
    short = ticks_beside(Scale(), 0.0, 1.0, 340)
    long = ticks_beside(Scale(), 0.0, 100_000.0, 220)
    assert [text for _, text in short] == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert [text for _, text in long] == ["0", "50,000", "100,000"]
