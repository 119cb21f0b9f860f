"""The table of operations against mpmath, over the whole domain of each rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from engine import Scalar, ScalarError, define_operation, log_sum_exp
from engine.lowering.lane_steps import array_function
from engine.operations import OPERATIONS, make_operation
from engine.scalar import _FUNCTIONS, derivative_function, scalar_function, value_function
from engine.symbols import Symbol, absolute

Reference = Callable[..., tuple[Any, tuple[Any, ...]]]


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_subnormal=False)


EVERYWHERE, POSITIVE = numbers(-700, 700), numbers(1e-200, 1e200)
ANY = numbers(-1e150, 1e150)
NONZERO = numbers(1e-100, 1e100) | numbers(-1e100, -1e-100)


def sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


# For each operation: where its operands live, and value and derivatives in 60 digits.
REFERENCES: dict[str, tuple[tuple[st.SearchStrategy[float], ...], Reference]] = {
    "+": ((ANY, ANY), lambda x, y: (x + y, (mpf(1), mpf(1)))),
    "-": ((ANY, ANY), lambda x, y: (x - y, (mpf(1), mpf(-1)))),
    "*": ((ANY, ANY), lambda x, y: (x * y, (y, x))),
    "/": ((NONZERO, NONZERO), lambda x, y: (x / y, (1 / y, -x / y**2))),
    "**": (
        (numbers(1e-3, 1e3), numbers(-50, 50)),
        lambda x, y: (x**y, (y * x ** (y - 1), x**y * mp.log(x))),
    ),
    "**2": ((ANY,), lambda x: (x**2, (2 * x,))),
    "**3": ((numbers(-1e80, 1e80),), lambda x: (x**3, (3 * x**2,))),
    "**-1": ((NONZERO,), lambda x: (1 / x, (-1 / x**2,))),
    "**-3": ((numbers(1e-70, 1e70),), lambda x: (x**-3, (-3 * x**-4,))),
    "**-8": ((numbers(-1e30, -1e-30),), lambda x: (x**-8, (-8 * x**-9,))),
    "**0.5": ((POSITIVE,), lambda x: (mp.sqrt(x), (1 / (2 * mp.sqrt(x)),))),
    "**2.5": ((numbers(1e-50, 1e50),), lambda x: (x ** mpf(2.5), (mpf(2.5) * x ** mpf(1.5),))),
    "neg": ((ANY,), lambda x: (-x, (mpf(-1),))),
    "exp": ((numbers(-700, 709),), lambda x: (mp.exp(x), (mp.exp(x),))),
    "log": ((POSITIVE,), lambda x: (mp.log(x), (1 / x,))),
    "sqrt": ((POSITIVE,), lambda x: (mp.sqrt(x), (1 / (2 * mp.sqrt(x)),))),
    "sigmoid": ((EVERYWHERE,), lambda x: (sigmoid(x), (sigmoid(x) * sigmoid(-x),))),
    "tanh": ((numbers(-350, 350),), lambda x: (mp.tanh(x), (1 / mp.cosh(x) ** 2,))),
    "relu": ((ANY,), lambda x: (max(x, mpf(0)), (mpf(x > 0),))),
    "leaky_relu": ((ANY,), lambda x: (x if x > 0 else x * 0.01, (mpf(1 if x > 0 else 0.01),))),
    "elu": ((EVERYWHERE,), lambda x: (x if x > 0 else mp.expm1(x), (mpf(1) if x > 0 else mp.exp(x),))),
    "silu": (
        (EVERYWHERE,),
        lambda x: (x * sigmoid(x), (sigmoid(x) * (1 + x * sigmoid(-x)),)),
    ),
    "gelu": (
        (numbers(-30, 30),),
        lambda x: (x * mp.ncdf(x), (mp.ncdf(x) + x * mp.npdf(x),)),
    ),
    "softplus": ((EVERYWHERE,), lambda x: (mp.log1p(mp.exp(-abs(x))) + max(x, mpf(0)), (sigmoid(x),))),
    "erf": ((numbers(-5, 5),), lambda x: (mp.erf(x), (2 / mp.sqrt(mp.pi) * mp.exp(-(x**2)),))),
    "sin": ((numbers(-1e4, 1e4),), lambda x: (mp.sin(x), (mp.cos(x),))),
    "cos": ((numbers(-1e4, 1e4),), lambda x: (mp.cos(x), (-mp.sin(x),))),
    "abs": ((ANY,), lambda x: (abs(x), (mp.sign(x),))),
    "maximum": ((ANY, ANY), lambda x, y: (max(x, y), shares(x, y))),
    "minimum": ((ANY, ANY), lambda x, y: (min(x, y), shares(y, x))),
    "log_sum_exp": (
        (EVERYWHERE, EVERYWHERE, EVERYWHERE),
        lambda *xs: (
            mp.log(sum(mp.exp(x) for x in xs)),
            tuple(mp.exp(x) / sum(mp.exp(z) for z in xs) for x in xs),
        ),
    ),
}


def shares(x: Any, y: Any) -> tuple[Any, Any]:
    first = mpf(0.5) if x == y else mpf(x > y)
    return first, 1 - first


def test_that_every_operation_of_the_table_has_a_reference() -> None:
    assert {name for name in OPERATIONS if not name.startswith("**")} <= REFERENCES.keys()


@pytest.mark.parametrize("name", REFERENCES)
def test_that_value_and_derivatives_agree_with_60_digits(name: str) -> None:
    domain, reference = REFERENCES[name]
    value_of = value_function(name, len(domain))
    derivatives_of = derivative_function(name, len(domain))

    @settings(max_examples=100, deadline=None)
    @given(st.tuples(*domain))
    def check(operands: tuple[float, ...]) -> None:
        with mp.workdps(400):
            value, derivatives = reference(*(mpf(x) for x in operands))
        # exp(-x^2) and pow amplify the rounding of their argument, sums cancel: the scale says by how much
        scale = max(abs(x) for x in operands)
        slack = 1e-13 * (1 + scale) if name in ("sin", "cos", "log_sum_exp", "silu", "gelu") else 0.0
        assert value_of(*operands) == pytest.approx(float(value), rel=2e-13, abs=max(slack, 1e-300))
        for got, wanted in zip(derivatives_of(*operands), derivatives, strict=True):
            assert got == pytest.approx(float(wanted), rel=2e-13, abs=max(slack, 1e-290))

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
    assert value_function(name, len(operands))(*operands) == value
    assert derivative_function(name, len(operands))(*operands) == derivatives


@pytest.mark.parametrize("x", [20.0, -20.0, 40.0, 300.0])
def test_that_the_slope_of_tanh_does_not_vanish_where_tanh_rounds_to_one(x: float) -> None:
    (slope,) = derivative_function("tanh", 1)(x)
    with mp.workdps(400):
        # Without abs=0 anything below 1e-12 would pass, also a slope of 0.
        assert slope == pytest.approx(float(1 / mp.cosh(mpf(x)) ** 2), rel=1e-14, abs=0.0)


@pytest.mark.parametrize("name", [name for name in REFERENCES if name not in ("**", "log_sum_exp")])
def test_that_nan_is_passed_on_and_never_hidden(name: str) -> None:
    count = len(REFERENCES[name][0])
    for position in range(count):
        operands = [1.0] * count
        operands[position] = math.nan
        assert math.isnan(value_function(name, count)(*operands))
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
    _FUNCTIONS.pop(name, None)


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
