"""The exponential function on lanes against mpmath."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from engine.compiler import ir, native
from engine.compiler.vector_functions.arithmetic import absolute
from engine.compiler.vector_functions.exp import exp, is_never_positive
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
    return compiled(exp)


@pytest.fixture(scope="module")
def run_decaying() -> Run:
    return compiled(lambda f, x: exp(f, f.negate(absolute(f, x))))


def numbers() -> Array:
    reduced = np.arange(-1076, 1025) * math.log(2)
    borders = around((np.arange(-40, 40) + 0.5) * math.log(2), 2)
    everywhere = [RANDOM.uniform(-1, 1, 800), RANDOM.uniform(-745, 709, 800), bit_patterns(800, 1)]
    return np.concatenate([reduced, borders, *everywhere])


def test_that_exp_is_right_to_two_units_of_the_last_place(run: Run) -> None:
    assert worst(run, mp.exp, numbers()) <= 1.2


def test_that_exp_of_what_cannot_be_positive_is_as_exact(run_decaying: Run) -> None:
    assert worst(run_decaying, lambda x: mp.exp(-abs(x)), numbers()) <= 1.2


@given(st.floats(-745, 709.78))
def test_that_exp_holds_for_any_number(run: Run, x: float) -> None:
    assert worst(run, mp.exp, [x]) <= 1.2


def test_that_exp_holds_at_its_ends(run: Run, run_decaying: Run) -> None:
    last, first = 709.782712893384, -745.1332191019411  # of the results that are neither infinite nor 0
    x = [
        0.0,
        -0.0,
        math.inf,
        -math.inf,
        math.nan,
        last,
        math.nextafter(last, 1e3),
        first,
        -745.14,
        1e308,
        -1e308,
    ]
    largest = 1.7976931348622732e308
    expected = [1, 1, math.inf, 0, math.nan, largest, math.inf, 5e-324, 0, math.inf, 0]
    assert same(run(x)[0], expected)
    x = [0.0, -0.0, math.inf, -math.inf, math.nan, -744.44, 745.14, 1e308]
    assert same(run_decaying(x)[0], [1, 1, 0, 0, math.nan, 5e-324, 0, 0])


def test_that_results_below_the_normal_numbers_are_rounded_not_flushed(run: Run, run_decaying: Run) -> None:
    x = RANDOM.uniform(-745.2, -708.3, 1000)
    assert worst(run, mp.exp, x) <= 1.2
    assert worst(run_decaying, mp.exp, x) <= 1.2


def test_that_a_lane_does_not_depend_on_its_neighbours(run: Run) -> None:
    x = np.array([0.5, math.nan, -800.0, 800.0, 3.0, 3.0, 3.0, 0.5])
    together = run(x)[0]
    assert same(together, [float(run([number])[0][0]) for number in x])


def test_that_only_arguments_that_cannot_be_positive_are_taken_for_such() -> None:
    x = ir.Value("%x", ir.VECTOR)
    y = ir.Value("%y", ir.VECTOR)
    f = ir.Function("f", [x, y], ir.VECTOR)
    never = [
        f.negate(absolute(f, x)),
        f.multiply(ir.vector(-2.0), absolute(f, x)),
        f.negate(f.multiply(x, x)),
        f.multiply(ir.vector(-0.5), f.multiply(y, y)),
    ]
    perhaps = [
        x,
        absolute(f, x),
        f.negate(x),
        f.multiply(ir.vector(2.0), absolute(f, x)),
        f.multiply(x, absolute(f, x)),
        f.negate(f.multiply(x, y)),
        f.add(ir.vector(-2.0), absolute(f, x)),
        f.negate(f.load(ir.Value("%p", ir.POINTER), ir.VECTOR)),
    ]
    assert [is_never_positive(f, value) for value in never] == [True] * len(never)
    assert [is_never_positive(f, value) for value in perhaps] == [False] * len(perhaps)
