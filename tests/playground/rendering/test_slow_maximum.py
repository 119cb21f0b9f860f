from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.rendering.slow_maximum import SlowMaximum, robust_maximum


def test_that_a_robust_maximum_ignores_a_few_outliers() -> None:
    values = np.concatenate([np.linspace(-1.0, 1.0, 98), [1e6, -1e6]])
    assert 0.9 < robust_maximum(values) < 1.01


def test_that_a_robust_maximum_is_the_96th_percentile_of_the_sizes() -> None:
    assert robust_maximum(-np.arange(101.0)) == pytest.approx(96.0)


def test_that_values_that_are_not_finite_do_not_count() -> None:
    assert robust_maximum([np.nan, np.inf, 2.0, -2.0]) == 2.0
    assert robust_maximum([[np.nan, np.nan], [3.0, np.inf]], per_item=True).tolist() == [0.0, 3.0]


def test_that_the_first_update_is_taken_at_once_and_later_ones_slowly() -> None:
    maximum = SlowMaximum(rate=0.25)
    assert maximum.update([1.0]) == 1.0
    assert maximum.update([3.0]) == pytest.approx(1.5)
    assert maximum.update([3.0]) == pytest.approx(1.875)


def test_that_the_limit_settles_at_a_constant_maximum() -> None:
    maximum = SlowMaximum()
    maximum.update([1.0])
    for _ in range(100):
        limit = maximum.update([5.0])
    assert limit == pytest.approx(5.0, rel=1e-3)


def test_that_a_reset_forgets_the_past() -> None:
    maximum = SlowMaximum()
    maximum.update([100.0])
    maximum.reset()
    assert maximum.update([1.0]) == 1.0


def test_that_the_first_values_after_zeros_are_taken_at_once() -> None:
    maximum = SlowMaximum()
    assert maximum.update([0.0, 0.0]) == 1.0
    assert maximum.update([4.0]) == 4.0


def test_that_each_item_has_its_own_limit() -> None:
    maximum = SlowMaximum(rate=0.5, per_item=True)
    assert maximum.update([[1.0, -1.0], [4.0, 4.0]]).tolist() == [1.0, 4.0]
    assert maximum.update([[3.0, 3.0], [4.0, -4.0]]).tolist() == [2.0, 4.0]


@given(st.lists(arrays(np.float64, 5, elements=st.floats(width=64)), min_size=1, max_size=5))
def test_that_a_limit_is_always_positive_and_finite(frames: list[np.ndarray]) -> None:
    maximum = SlowMaximum()
    for values in frames:
        limit = maximum.update(values)
        assert 0.0 < limit < np.inf


@pytest.mark.parametrize("rate", [0.0, -0.1, 1.5])
def test_that_a_rate_outside_its_range_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        SlowMaximum(rate)
