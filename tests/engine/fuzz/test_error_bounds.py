"""The running bounds against results in high precision."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Scalar
from engine.symbols import PRIMITIVES, Symbol, log1p, operands, select
from tests.engine.fuzz.bounded import UNIT, Bounded, evaluate, exactly, log1p_operand
from tests.engine.fuzz.case import Case, known, run_interpreted
from tests.engine.fuzz.error_bounds import error_bounds
from tests.engine.fuzz.exact import FUNCTIONS, exact
from tests.engine.fuzz.random_graphs import random_graph


@pytest.mark.parametrize("seed", range(60))
def test_that_results_lie_within_their_bounds_of_the_exact_ones(seed: int) -> None:
    case = random_graph(seed, 6)
    case = Case(case.name, case.outputs, case.inputs, case.parameters, case.samples[:2], case.operations)
    with known(case.operations):
        got, bounds, (values, gradients) = run_interpreted(case), error_bounds(case), exact(case)
    for row, errors, true in zip(got.values, bounds.value_errors, values, strict=True):
        for value, error, number in zip(row, errors, true, strict=True):
            assert abs(mpmath.mpf(float(value)) - number) <= error
    for gradient, error, number in zip(got.gradients, bounds.gradient_errors, gradients, strict=True):
        assert abs(mpmath.mpf(float(gradient)) - number) <= error


def test_that_the_bounds_are_not_far_above_the_errors() -> None:
    shares = []
    for seed in range(30):
        case = random_graph(seed, 6)
        case = Case(case.name, case.outputs, case.inputs, case.parameters, case.samples[:2], case.operations)
        with known(case.operations):
            got, bounds, (values, _) = run_interpreted(case), error_bounds(case), exact(case)
        errors = [
            float(abs(mpmath.mpf(float(value)) - number))
            for value, number in zip(got.values[-1], values[-1], strict=True)
        ]
        shares += [e / bound for e, bound in zip(errors, bounds.value_errors[-1], strict=True) if bound > 0.0]
    assert np.median(shares) > 0.005
    assert max(shares) > 0.05


small = st.floats(0.0, 1e-3)


@given(st.sampled_from(PRIMITIVES), st.floats(0.1, 5.0), st.floats(-3.0, 3.0), small, st.floats(-1.0, 1.0))
def test_that_functions_pass_errors_on_in_full(
    name: str, x: float, y: float, error: float, part: float
) -> None:
    """Wherever in its interval the operand lies, the function there is within the bound."""
    count = 2 if name == "power" else 1
    symbol = Symbol(name, operands(count))
    (bounded,) = evaluate([symbol], [Bounded(np.float64(v), np.float64(error)) for v in (x, y)])
    with mpmath.workdps(40):
        moved = [mpmath.mpf(v) + mpmath.mpf(part) * mpmath.mpf(error) for v in (x, y)]
        true = FUNCTIONS[name](*moved[:count])
        assert abs(mpmath.mpf(float(bounded.value)) - true) <= bounded.error


@given(st.sampled_from("+-*/"), st.floats(-5.0, 5.0), st.floats(0.1, 5.0), small, st.floats(-1.0, 1.0))
def test_that_arithmetic_passes_errors_on_in_full(
    name: str, x: float, y: float, error: float, part: float
) -> None:
    (bounded,) = evaluate(
        [Symbol(name, operands(2))], [Bounded(np.float64(v), np.float64(error)) for v in (x, y)]
    )
    with mpmath.workdps(40):
        for sign in (-1, 1):
            moved = [
                mpmath.mpf(x) + part * mpmath.mpf(error),
                mpmath.mpf(y) + sign * part * mpmath.mpf(error),
            ]
            # The bound is a rounded number itself.
            most = mpmath.mpf(float(bounded.error)) * (1 + mpmath.mpf(2) ** -50)
            assert abs(mpmath.mpf(float(bounded.value)) - FUNCTIONS[name](*moved)) <= most


@given(st.floats(1e-300, 1.0))
def test_that_log1p_is_taken_as_one_function(x: float) -> None:
    (argument,) = operands(1)
    symbol = log1p(argument)
    assert log1p_operand(symbol) is argument
    (bounded,) = evaluate([symbol], [exactly(x)])
    with mpmath.workdps(40):
        assert abs(mpmath.mpf(math.log1p(x)) - mpmath.log1p(x)) <= bounded.error
    assert bounded.error <= 20 * UNIT * x + 1e-323


def test_that_an_uncertain_comparison_allows_both_branches() -> None:
    x, y = operands(2)
    chosen = select(x > y, x + 10.0, y)
    near = evaluate([chosen], [Bounded(np.float64(1.0), np.float64(0.1)), exactly(0.95)])[0]
    far = evaluate([chosen], [Bounded(np.float64(1.0), np.float64(0.01)), exactly(0.95)])[0]
    assert near.error > 10.0
    assert far.error < 0.011


def test_that_a_number_compared_with_itself_is_certain() -> None:
    x, y = operands(2)
    same = Bounded(np.float64(1.0), np.float64(0.1))
    assert evaluate([select(x > y, 5.0, 7.0)], [same, same])[0].error == 0.0


def test_that_a_sum_is_bounded_in_any_order() -> None:
    """Large terms that cancel leave an error in one order that they do not leave in another."""
    terms = [Scalar(value) for value in (1e16, -1e16, 1.0, 1.0)]
    total = terms[0] + terms[1] + terms[2] + terms[3]
    bounds = error_bounds(Case("sum", (total,), (), tuple(terms), np.empty((1, 0))))
    other_order = (1.0 + 1e16) + 1.0 - 1e16
    assert 0.0 < abs(other_order - 2.0) <= bounds.value_errors[0, 0]
