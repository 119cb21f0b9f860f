"""Sine and cosine on lanes against mpmath."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from engine.compiler import native
from engine.compiler.vector_functions.trigonometry import LARGEST, cos, sin
from tests.engine.compiler.vector_functions.measured import (
    Array,
    Run,
    around,
    bit_patterns,
    compiled,
    same,
    worst,
)

pytestmark = pytest.mark.skipif(bool(native.unavailable()), reason=native.unavailable())
RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def sine() -> Run:
    return compiled(sin)


@pytest.fixture(scope="module")
def cosine() -> Run:
    return compiled(cos)


def numbers() -> Array:
    quarters = np.concatenate([np.arange(1, 60), RANDOM.integers(1, 667_544, 300)])
    near_zeros = around(quarters * (math.pi / 2), 1)
    borders = around((np.arange(30) + 0.5) * (math.pi / 2), 1)  # where one quarter ends
    scales = [RANDOM.uniform(-limit, limit, 400) for limit in (1.0, 10.0, 1000.0, LARGEST, 4 * LARGEST)]
    return np.concatenate([near_zeros, borders, around([LARGEST], 3), *scales, bit_patterns(300, 1)])


def test_that_sine_and_cosine_are_right_to_one_unit_of_the_last_place(sine: Run, cosine: Run) -> None:
    x = numbers()
    assert worst(sine, mp.sin, x) <= 1.0
    assert worst(cosine, mp.cos, x) <= 1.0


@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-100, 100))
def test_that_sine_and_cosine_hold_for_any_number(sine: Run, cosine: Run, x: float) -> None:
    with mp.workprec(1300):  # for the remainder of numbers up to 2^1024
        assert worst(sine, mp.sin, [x]) <= 1.0
        assert worst(cosine, mp.cos, [x]) <= 1.0


def test_that_sine_and_cosine_hold_at_their_ends(sine: Run, cosine: Run) -> None:
    x = [0.0, -0.0, 5e-324, -5e-324, 1e-310, 1e-9, math.inf, -math.inf, math.nan]
    assert same(sine(x)[0], [*x[:6], *[math.nan] * 3])
    assert same(cosine(x)[0], [*[1.0] * 6, *[math.nan] * 3])


def test_that_a_number_beyond_the_limit_changes_no_other_lane(sine: Run) -> None:
    x = np.array([0.5, 1e22, 2.0, -7.0, 1e6, 2e6, 3.0, math.nan])
    assert same(sine(x)[0], [float(sine([number])[0][0]) for number in x])
