from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import r2_score

from playground.models.diagnosis.r_squared import r_squared

NUMBERS = st.floats(-1e6, 1e6)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=30)


def columns(pairs: list[tuple[float, float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    targets, predicted = np.array(pairs).T
    # Where rounding or underflow is all there is, any answer is as good as another.
    assume(np.ptp(targets) > max(1e-6 * np.abs(targets).max(), 1e-100))
    return targets, predicted


@given(PAIRS)
def test_that_it_is_the_figure_of_scikit_learn(pairs):
    targets, predicted = columns(pairs)
    assert r_squared(targets, predicted) == pytest.approx(r2_score(targets, predicted), rel=1e-9, abs=1e-9)


@given(PAIRS)
def test_that_perfect_answers_get_1_and_the_mean_0(pairs):
    targets, _ = columns(pairs)
    assert r_squared(targets, targets) == 1.0
    assert r_squared(targets, np.full_like(targets, targets.mean())) == pytest.approx(0.0, abs=1e-9)


@given(st.integers(0, 40), NUMBERS)
def test_that_targets_that_do_not_vary_have_none(count, value):
    assert r_squared(np.full(count, value), np.zeros(count)) is None


def test_that_whole_numbers_do_as_targets():
    assert r_squared(np.array([0, 1, 1, 0]), np.array([0.0, 1.0, 0.5, 0.5])) == pytest.approx(0.5)


def test_that_a_spread_too_small_for_a_number_is_none():
    assert r_squared(np.array([0.0, 1e-200]), np.zeros(2)) is None
