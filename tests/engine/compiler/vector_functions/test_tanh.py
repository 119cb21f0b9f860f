"""The hyperbolic tangent on lanes, and the rules that share its exponential, against mpmath."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from engine.compiler import ir, native
from engine.compiler.kernels.expressions import LaneWriter
from engine.compiler.vector_functions.tanh import tanh
from engine.operations import OPERATIONS
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
    return compiled(tanh)


def numbers() -> Array:
    borders = around((np.arange(60) + 0.5) * math.log(2) / 2, 2)  # where 2|x| passes from one 2^n to the next
    scales = [RANDOM.uniform(-limit, limit, 600) for limit in (0.3, 1.0, 20.0)]
    return np.concatenate(
        [borders, -borders, *scales, 2.0 ** RANDOM.uniform(-60, 0, 300), bit_patterns(600, 1)]
    )


def test_that_tanh_is_right_to_two_units_of_the_last_place(run: Run) -> None:
    assert worst(run, mp.tanh, numbers()) <= 1.7


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_that_tanh_holds_for_any_number(run: Run, x: float) -> None:
    assert worst(run, mp.tanh, [x]) <= 1.7


@given(st.floats(-20, 20))
def test_that_tanh_is_odd_to_the_last_bit(run: Run, x: float) -> None:
    both = run([x, -x])[0]
    assert same(both[:1], -both[1:])


def test_that_tanh_holds_at_its_ends(run: Run) -> None:
    x = [0.0, -0.0, 5e-324, -5e-324, 1e-310, 2.0**-1022, 1e-9, 19.1, -1e308, math.inf, -math.inf, math.nan]
    assert same(run(x)[0], [*x[:7], 1.0, -1.0, 1.0, -1.0, math.nan])


def test_that_tanh_shares_one_exponential_and_one_division_with_its_derivative() -> None:
    x = ir.Value("%x", ir.VECTOR)
    alone, both = ir.Function("f", [x], ir.VECTOR), ir.Function("f", [x], ir.VECTOR)
    rule = OPERATIONS["tanh"].expression(1)
    tanh(alone, x)
    writer = LaneWriter(both, [x])
    writer.write(rule.value)
    writer.write(rule.derivatives[0])
    assert both.text().count("fdiv") == 1
    assert both.size == alone.size + 3  # the derivative adds the products of 4, e and r twice
