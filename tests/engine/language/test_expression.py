from __future__ import annotations

import numpy as np
import pytest

from engine import Scalar
from engine.language import ExpressionError, parse

FORMULAS = [
    "sin(x) cos(y)", "x^3 - 2x y + y²", "exp(-(x^2 + y^2) / 4)", "sigmoid(3x) + relu(y)", "x / (y + 4)",
    "max(x, y) - abs(x)", "2^x + y^1.5",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_that_arrays_and_scalars_give_the_same_values(text: str) -> None:
    x, y = np.array([0.3, 1.2, -0.4]), np.array([0.9, 0.2, 1.7])
    together = parse(text).evaluate({"x": x, "y": y})
    for index in range(3):
        alone = parse(text).evaluate({"x": Scalar(x[index]), "y": Scalar(y[index])})
        assert isinstance(alone, Scalar)
        assert alone.value == pytest.approx(together[index], rel=1e-12)


@pytest.mark.parametrize("text", FORMULAS)
def test_that_gradients_of_a_formula_are_its_slopes(text: str) -> None:
    expression, step = parse(text), 1e-6
    x, y = Scalar(0.8), Scalar(0.35)
    expression.evaluate({"x": x, "y": y}).backward()
    for name, leaf in (("x", x), ("y", y)):
        values = {"x": 0.8, "y": 0.35}
        higher, lower = (values | {name: values[name] + way * step} for way in (1, -1))
        slope = (expression.evaluate(higher) - expression.evaluate(lower)) / (2 * step)
        assert leaf.grad == pytest.approx(float(slope), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("exponent", ["2", "(1 + 1)", "(6/3)", "²"])
def test_that_exponents_without_variables_have_a_slope_at_negative_bases(exponent: str) -> None:
    x = Scalar(-3.0)
    sign = "" if exponent == "²" else "^"
    y = parse(f"x{sign}{exponent}").evaluate({"x": x})
    y.backward()
    assert (y.value, x.grad) == (9.0, -6.0)


def test_that_steps_go_from_operands_to_the_outcome() -> None:
    expression = parse("sin(x) + 2 y")
    steps = [
        (expression.text[node.start : node.end], float(outcome))
        for node, outcome in expression.steps({"x": 0.0, "y": 3.0})
    ]
    assert steps == [
        ("x", 0), ("sin(x)", 0), ("2", 2), ("y", 3), ("2 y", 6), ("sin(x) + 2 y", 6),
    ]  # fmt: skip


def test_that_the_names_of_variables_are_known() -> None:
    assert parse("sin(x1) + pi x2 - e").names == {"x1", "x2"}


def test_that_a_variable_without_a_value_is_pointed_at() -> None:
    with pytest.raises(ExpressionError, match="q has no value") as caught:
        parse("x + q").evaluate({"x": 1.0})
    assert (caught.value.start, caught.value.end) == (4, 5)


def test_that_conditions_have_no_slope() -> None:
    with pytest.raises(ExpressionError, match="not for a graph"):
        parse("x > 0").evaluate({"x": Scalar(1.0)})


def test_that_places_without_a_value_are_nan_or_infinite_on_arrays() -> None:
    values = parse("log(x)").evaluate({"x": np.array([-1.0, 0.0, 1.0])})
    assert np.isnan(values[0])
    assert values[1] == -np.inf
    assert values[2] == 0.0
