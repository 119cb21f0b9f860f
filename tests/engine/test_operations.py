"""The table of operations against mpmath, over the whole domain of each rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from mpmath import mp, mpf

from engine import Scalar, ScalarError, define_operation, log_sum_exp
from engine.lowering.lane_steps import array_function
from engine.operation_table import make_operation
from engine.operations import BUILT_IN, OPERATIONS
from engine.scalar import forget_functions, scalar_function
from engine.symbols import Symbol, absolute
from tests.engine.references import OPERATION_REFERENCES


def test_that_every_operation_of_the_table_has_a_reference() -> None:
    assert {operation.name for operation in BUILT_IN} - {"**"} <= OPERATION_REFERENCES.keys()


@pytest.mark.parametrize("name", OPERATION_REFERENCES)
def test_that_value_and_derivatives_agree_with_400_digits(name: str) -> None:
    reference = OPERATION_REFERENCES[name]
    function = OPERATIONS[name].on_floats(reference.count)

    @settings(max_examples=50, deadline=None)
    @given(reference.strategy)
    def check(operands: tuple[float, ...]) -> None:
        value, *derivatives = function(*operands)
        reference.check(operands, value, derivatives)

    check()


@pytest.mark.parametrize(
    ("name", "operands", "value", "derivatives"),
    [
        ("relu", (0.0,), 0.0, (0.0,)),
        ("abs", (0.0,), 0.0, (0.0,)),
        ("maximum", (2.0, 2.0), 2.0, (0.5, 0.5)),
        ("minimum", (2.0, 2.0), 2.0, (0.5, 0.5)),
        ("sigmoid", (0.0,), 0.5, (0.25,)),
        ("**0", (3.0,), 1.0, (0.0,)),
        ("**1", (3.0,), 3.0, (1.0,)),
    ],
)
def test_that_kinks_and_middles_have_the_stated_values(
    name: str, operands: tuple[float, ...], value: float, derivatives: tuple[float, ...]
) -> None:
    assert OPERATIONS[name].on_floats(len(operands))(*operands) == (value, *derivatives)


@pytest.mark.parametrize("x", [20.0, -20.0, 40.0, 300.0])
def test_that_the_slope_of_tanh_does_not_vanish_where_tanh_rounds_to_one(x: float) -> None:
    _, slope = OPERATIONS["tanh"].on_floats(1)(x)
    with mp.workdps(400):
        # Without abs=0 anything below 1e-12 would pass, also a slope of 0.
        assert slope == pytest.approx(float(1 / mp.cosh(mpf(x)) ** 2), rel=1e-14, abs=0.0)


@pytest.mark.parametrize("name", [name for name in OPERATION_REFERENCES if name not in ("**", "log_sum_exp")])
def test_that_nan_is_passed_on_and_never_hidden(name: str) -> None:
    count = OPERATION_REFERENCES[name].count
    for position in range(count):
        operands = [1.0] * count
        operands[position] = math.nan
        assert math.isnan(OPERATIONS[name].on_floats(count)(*operands)[0])
        with pytest.raises(ScalarError, match="not finite"):
            scalar_function(name)(*map(Scalar, operands))


def test_that_lanes_pass_nan_on_as_floats_do() -> None:
    lanes, ones = np.array([math.nan, 2.0]), np.array([1.0, 1.0])
    for name in ("relu", "abs", "sigmoid", "softplus"):
        assert np.isnan(array_function(name, (False,))(lanes)[0]).tolist() == [True, False]
    for name in ("maximum", "minimum"):
        for operands in ((lanes, ones), (ones, lanes)):
            assert np.isnan(array_function(name, (False, False))(*operands)[0]).tolist() == [True, False]


@pytest.fixture
def new_operation() -> Iterator[str]:
    name = "softsign_for_a_test"
    yield name
    if name in OPERATIONS:
        OPERATIONS.remove(name)
    forget_functions(name)


def softsign_rule(x: Symbol) -> tuple[Symbol, tuple[Symbol, ...]]:
    d = 1.0 + absolute(x)
    return x / d, (1.0 / (d * d),)


def test_that_an_operation_of_ones_own_works_after_one_call(new_operation: str) -> None:
    softsign = define_operation(new_operation, softsign_rule, formula="x / (1 + |x|)")
    x = Scalar(-3.0)
    y = softsign(x)
    y.backward()
    assert (y.value, x.grad) == (-0.75, 1 / 16)
    with pytest.raises(ValueError, match="exists already"):
        define_operation(new_operation, softsign_rule)


def test_that_a_rule_must_not_branch_in_python(new_operation: str) -> None:
    with pytest.raises(TypeError, match="select"):
        define_operation(new_operation, lambda x: (x if x > 0 else -x, (1.0,)))
    assert new_operation not in OPERATIONS


def test_that_a_rule_needs_one_derivative_an_operand(new_operation: str) -> None:
    with pytest.raises(ValueError, match="1 derivatives for 2 operands"):
        define_operation(new_operation, lambda x, y: (x * y, (y,)))


def test_that_a_wrong_number_of_operands_is_refused() -> None:
    with pytest.raises(ValueError, match="takes 2 operands, 3 were given"):
        OPERATIONS["+"].expression(3)
    assert make_operation("pair", lambda x, y: (x, (1.0, 0.0))).arity == 2


@pytest.mark.parametrize(
    ("compute", "operation", "reason"),
    [
        (lambda x: (x - 3).log(), "log", "above 0"),
        (lambda x: (x - 4).log(), "log", "above 0"),
        (lambda x: 1 / (x - 3), "/", "division by zero"),
        (lambda x: (x * 300).exp(), "exp", "overflow"),
        (lambda x: x * 1e308, "*", "overflow"),
        (lambda x: (x - 4).sqrt(), "sqrt", "above 0"),
        (lambda x: (x - 3) ** -1, "**-1", "division by zero"),
        (lambda x: (x * 1e-200) ** -2, "**-2", "overflow"),  # x * x vanishes, but x is not zero
        (lambda x: (x - 4) ** 0.5, "**0.5", "at least 0"),
        (lambda x: (x - 4) ** x, "**", "above 0"),
        (lambda x: x + float("nan"), "+", "not finite"),
    ],
)
def test_that_a_result_that_is_not_finite_names_its_operation(
    compute: Callable[[Scalar], Scalar], operation: str, reason: str
) -> None:
    x = Scalar(3.0, label="the input")
    with pytest.raises(ScalarError, match=reason) as caught:
        compute(x)
    assert caught.value.operation == operation
    assert all(isinstance(operand, Scalar) for operand in caught.value.operands)
    assert isinstance(caught.value, ArithmeticError)


def test_that_many_operands_are_no_more_than_many_operands() -> None:
    xs = [Scalar(float(i % 7)) for i in range(300)]
    total = log_sum_exp(xs)
    total.backward()
    assert total.value == pytest.approx(math.log(sum(math.exp(x.value) for x in xs)))
    assert sum(x.grad for x in xs) == pytest.approx(1.0)


@pytest.mark.parametrize("exponent", [math.nan, math.inf])
def test_that_an_exponent_that_is_not_finite_is_a_scalar_error(exponent: float) -> None:
    with pytest.raises(ScalarError, match=r"not finite|overflow"):
        Scalar(2.0) ** exponent


def test_that_only_numbers_make_an_operation_of_a_power() -> None:
    assert "**x" not in OPERATIONS
    assert "**2.5" in OPERATIONS
