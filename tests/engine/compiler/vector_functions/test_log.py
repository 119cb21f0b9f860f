"""The logarithm on lanes against mpmath."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from engine.compiler import native
from engine.compiler.vector_functions.log import log
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
    return compiled(log)


def numbers() -> Array:
    powers = np.ldexp(1.0, np.arange(-1074, 1024))
    borders = around(np.sqrt(0.5) * np.ldexp(1.0, np.arange(-20, 20)), 2)  # where the exponent changes
    scales = [RANDOM.uniform(*limits, 500) for limits in ((0.5, 2.0), (0.999, 1.001), (1e-320, 1e-307))]
    return np.concatenate([powers, borders, around([1.0]), *scales, np.abs(bit_patterns(800, 1))])


def test_that_log_is_right_to_one_unit_of_the_last_place(run: Run) -> None:
    x = numbers()
    assert worst(run, mp.log, x[(x > 0) & np.isfinite(x)]) <= 1.0


@given(st.floats(0, exclude_min=True, allow_infinity=False))
def test_that_log_holds_for_any_number(run: Run, x: float) -> None:
    assert worst(run, mp.log, [x]) <= 1.0


def test_that_log_holds_at_its_ends(run: Run) -> None:
    x = [0.0, -0.0, 1.0, math.inf, -math.inf, math.nan, -5e-324, -1.0, -1e308]
    assert same(run(x)[0], [-math.inf, -math.inf, 0.0, math.inf, *[math.nan] * 5])
