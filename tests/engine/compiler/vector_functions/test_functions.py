"""Each function on lanes against mpmath: where it is hard, for any number, and at its ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from engine.compiler import ir
from engine.compiler.vector_functions import trigonometry
from engine.compiler.vector_functions.arithmetic import absolute
from engine.compiler.vector_functions.erf import CENTRE, HIGHEST, erf
from engine.compiler.vector_functions.exp import exp
from engine.compiler.vector_functions.log import log
from engine.compiler.vector_functions.tanh import tanh
from tests.engine.compiler.vector_functions.measured import (
    Array,
    Run,
    around,
    bit_patterns,
    compiled,
    same,
    worst,
)

INF, NAN = math.inf, math.nan
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@dataclass(frozen=True, eq=False)
class Case:
    """A function and its truth.

    Attributes
    ----------
    allowed
        The largest error, in units of the last place.
    numbers
        Where the function is hard, and numbers all over.
    any_number
        What numbers are drawn from.
    ends, at_ends
        Special numbers, and the exact results.
    """

    function: Callable[[ir.Function, ir.Value], ir.Value]
    truth: Callable[[Any], Any]
    allowed: float
    numbers: Callable[[np.random.Generator], Array]
    any_number: st.SearchStrategy[float]
    ends: list[float]
    at_ends: list[float]


def exp_decaying(f: ir.Function, x: ir.Value) -> ir.Value:
    """Write exp(-|x|), whose argument is known never to be positive."""
    return exp(f, f.negate(absolute(f, x)))


def exp_numbers(random: np.random.Generator) -> Array:
    reduced = np.arange(-1076, 1025) * math.log(2)
    borders = around((np.arange(-40, 40) + 0.5) * math.log(2), 2)
    everywhere = [random.uniform(-1, 1, 800), random.uniform(-745, 709, 800), bit_patterns(800, 1)]
    below_normal = random.uniform(-745.2, -708.3, 1000)  # results are rounded there, not flushed to 0
    return np.concatenate([reduced, borders, *everywhere, below_normal])


def log_numbers(random: np.random.Generator) -> Array:
    powers = np.ldexp(1.0, np.arange(-1074, 1024))
    borders = around(np.sqrt(0.5) * np.ldexp(1.0, np.arange(-20, 20)), 2)  # where the exponent changes
    scales = [random.uniform(*limits, 500) for limits in ((0.5, 2.0), (0.999, 1.001), (1e-320, 1e-307))]
    x = np.concatenate([powers, borders, around([1.0]), *scales, np.abs(bit_patterns(800, 1))])
    return x[(x > 0) & np.isfinite(x)]


def tanh_numbers(random: np.random.Generator) -> Array:
    borders = around((np.arange(60) + 0.5) * math.log(2) / 2, 2)  # where 2|x| passes from one 2^n to the next
    scales = [random.uniform(-limit, limit, 600) for limit in (0.3, 1.0, 20.0)]
    return np.concatenate(
        [borders, -borders, *scales, 2.0 ** random.uniform(-60, 0, 300), bit_patterns(600, 1)]
    )


def erf_numbers(random: np.random.Generator) -> Array:
    borders = around([1.0, CENTRE, 5.0, 5.863584748755167, HIGHEST])  # the fourth: from there on erf is 1
    scales = [random.uniform(-limit, limit, 400) for limit in (1.0, 2.0, 6.5)]
    small = 2.0 ** random.uniform(-1074, 0, 200)
    return np.concatenate(
        [borders, -borders, small, *scales, random.uniform(0.98, 1.2, 400), bit_patterns(300, 1)]
    )


def angles(random: np.random.Generator) -> Array:
    quarters = np.concatenate([np.arange(1, 60), random.integers(1, 667_544, 300)])
    near_zeros = around(quarters * (math.pi / 2), 1)
    borders = around((np.arange(30) + 0.5) * (math.pi / 2), 1)  # where one quarter ends
    largest = trigonometry.LARGEST
    scales = [random.uniform(-limit, limit, 400) for limit in (1.0, 10.0, 1000.0, largest, 4 * largest)]
    return np.concatenate([near_zeros, borders, around([largest], 3), *scales, bit_patterns(300, 1)])


LAST, FIRST = 709.782712893384, -745.1332191019411  # of the results of exp that are neither infinite nor 0
CASES = {
    "exp": Case(
        exp,
        mp.exp,
        1.2,
        exp_numbers,
        st.floats(-745, 709.78),
        [0.0, -0.0, INF, -INF, NAN, LAST, math.nextafter(LAST, 1e3), FIRST, -745.14, 1e308, -1e308],
        [1, 1, INF, 0, NAN, 1.7976931348622732e308, INF, 5e-324, 0, INF, 0],
    ),
    "exp of what cannot be positive": Case(
        exp_decaying,
        lambda x: mp.exp(-abs(x)),
        1.2,
        exp_numbers,
        st.floats(-745, 709.78),
        [0.0, -0.0, INF, -INF, NAN, -744.44, 745.14, 1e308],
        [1, 1, 0, 0, NAN, 5e-324, 0, 0],
    ),
    "log": Case(
        log,
        mp.log,
        1.0,
        log_numbers,
        st.floats(0, exclude_min=True, allow_infinity=False),
        [0.0, -0.0, 1.0, INF, -INF, NAN, -5e-324, -1.0, -1e308],
        [-INF, -INF, 0.0, INF, *[NAN] * 5],
    ),
    "tanh": Case(
        tanh,
        mp.tanh,
        1.7,
        tanh_numbers,
        FINITE,
        [0.0, -0.0, 5e-324, -5e-324, 1e-310, 2.0**-1022, 1e-9, 19.1, -1e308, INF, -INF, NAN],
        [0.0, -0.0, 5e-324, -5e-324, 1e-310, 2.0**-1022, 1e-9, 1.0, -1.0, 1.0, -1.0, NAN],
    ),
    "erf": Case(
        erf,
        mp.erf,
        1.3,
        erf_numbers,
        FINITE | st.floats(-6, 6),
        [0.0, -0.0, 5e-324, -5e-324, 6.0, -1e308, INF, -INF, NAN],
        [0.0, -0.0, 5e-324, -5e-324, 1.0, -1.0, 1.0, -1.0, NAN],
    ),
    "sin": Case(
        trigonometry.sin,
        mp.sin,
        1.0,
        angles,
        FINITE | st.floats(-100, 100),
        [0.0, -0.0, 5e-324, -5e-324, 1e-310, 1e-9, INF, -INF, NAN],
        [0.0, -0.0, 5e-324, -5e-324, 1e-310, 1e-9, NAN, NAN, NAN],
    ),
    "cos": Case(
        trigonometry.cos,
        mp.cos,
        1.0,
        angles,
        FINITE | st.floats(-100, 100),
        [0.0, -0.0, 5e-324, -5e-324, 1e-310, 1e-9, INF, -INF, NAN],
        [*[1.0] * 6, NAN, NAN, NAN],
    ),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture(scope="module")
def run(case: Case) -> Run:
    return compiled(case.function)


def test_that_it_is_right_to_two_units_of_the_last_place(case: Case, run: Run) -> None:
    assert worst(run, case.truth, case.numbers(np.random.default_rng(0))) <= case.allowed


@given(st.data())
def test_that_it_holds_for_any_number(case: Case, run: Run, data: st.DataObject) -> None:
    with mp.workprec(1300):  # for what sine and cosine leave of numbers up to 2^1024
        assert worst(run, case.truth, [data.draw(case.any_number)]) <= case.allowed


def test_that_it_holds_at_its_ends(case: Case, run: Run) -> None:
    assert same(run(case.ends)[0], case.at_ends)


@pytest.mark.parametrize(
    "x", [[0.5, NAN, -800.0, 800.0, 3.0, 3.0, 3.0, 0.5], [0.5, 1e22, 2.0, -7.0, 1e6, 2e6, 3.0, NAN]]
)
def test_that_a_lane_does_not_depend_on_its_neighbours(run: Run, x: list[float]) -> None:
    assert same(run(x)[0], [float(run([number])[0][0]) for number in x])
