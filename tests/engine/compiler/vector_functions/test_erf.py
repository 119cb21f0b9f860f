"""The error function on lanes against mpmath."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from engine.compiler import native
from engine.compiler.vector_functions.erf import CENTRE, HIGHEST, erf
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
def run() -> Run:
    return compiled(erf)


def numbers() -> Array:
    borders = around([1.0, CENTRE, 5.0, 5.863584748755167, HIGHEST])  # the fourth: from there on erf is 1
    scales = [RANDOM.uniform(-limit, limit, 400) for limit in (1.0, 2.0, 6.5)]
    small = 2.0 ** RANDOM.uniform(-1074, 0, 200)
    return np.concatenate(
        [borders, -borders, small, *scales, RANDOM.uniform(0.98, 1.2, 400), bit_patterns(300, 1)]
    )


def test_that_erf_is_right_to_two_units_of_the_last_place(run: Run) -> None:
    assert worst(run, mp.erf, numbers()) <= 1.3


@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-6, 6))
def test_that_erf_holds_for_any_number(run: Run, x: float) -> None:
    assert worst(run, mp.erf, [x]) <= 1.3


def test_that_erf_holds_at_its_ends(run: Run) -> None:
    x = [0.0, -0.0, 5e-324, -5e-324, 6.0, -1e308, math.inf, -math.inf, math.nan]
    assert same(run(x)[0], [*x[:4], 1.0, -1.0, 1.0, -1.0, math.nan])
