from __future__ import annotations

import mpmath
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import Scalar, compile
from engine.language import Expression, ExpressionError, parse
from engine.language.rule import rule_of
from engine.operation_table import Operation, title_of
from engine.operations import OPERATIONS

formulas = st.recursive(
    st.sampled_from(["x", "y", "2", "0.5", "1", "0"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["tanh", "sigmoid", "sin", "softplus", "relu", "abs", "-"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        inner.map(lambda text: f"({text})^3"),
    ),
    max_leaves=12,
)
numbers = st.floats(-3.0, 3.0)


def operation(value: str, *derivatives: str, names: tuple[str, ...] = ("x",)) -> Operation:
    read: list[Expression] = [parse(text) for text in derivatives]
    return Operation("own", rule_of(parse(value), names, read), len(names), "own", value)


@given(formulas, numbers, numbers)
def test_that_value_and_derivatives_are_those_of_the_graph_of_the_formula(
    text: str, x: float, y: float
) -> None:
    row = operation(text, names=("x", "y"))
    leaves = {"x": Scalar(x), "y": Scalar(y)}
    output = parse(text).evaluate(leaves)
    assume(isinstance(output, Scalar))
    output.backward()
    value, *derivatives = row.on_floats(2)(x, y)
    assert value == pytest.approx(output.value, rel=1e-12, abs=1e-12)
    assert derivatives == pytest.approx([leaves["x"].grad, leaves["y"].grad], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("x * sigmoid(x)", lambda x: x / (1 + mpmath.exp(-x))),
        ("x * tanh(log(1 + exp(x)))", lambda x: x * mpmath.tanh(mpmath.log(1 + mpmath.exp(x)))),
        ("x / (1 + |x|)", lambda x: x / (1 + abs(x))),
        ("exp(-x^2)", lambda x: mpmath.exp(-(x**2))),
        ("sin(x) / x", lambda x: mpmath.sin(x) / x),
    ],
)
@pytest.mark.parametrize("at", [-3.1, -0.4, 0.3, 2.7])
def test_that_derivatives_are_those_of_mpmath(text, exact, at) -> None:
    value, derivative = operation(text).on_floats(1)(at)
    with mpmath.workdps(40):
        assert value == pytest.approx(float(exact(mpmath.mpf(at))), rel=1e-14)
        assert derivative == pytest.approx(float(mpmath.diff(exact, at)), rel=1e-13)


def test_that_a_typed_derivative_is_taken_as_it_is() -> None:
    assert operation("x^3", "2 x^2").on_floats(1)(2.0) == (8.0, 8.0)
    row = operation("x y", "y", "x", names=("x", "y"))
    assert row.on_floats(2)(2.0, 5.0) == (10.0, 5.0, 2.0)


def test_that_what_is_idle_is_left_out() -> None:
    expression = operation("0 * x + 1 * x").expression(1)
    assert repr(expression.derivatives) == "(1,)"
    assert repr(operation("3 x").expression(1).derivatives) == "(3,)"


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [("x + z", 4, "z is none of x"), ("log(-1) x", 0, "no value"), ("x > 0", 0, "no slope")],
)
def test_that_a_formula_that_makes_no_rule_is_refused_with_the_place(text, start, said) -> None:
    with pytest.raises(ExpressionError, match=said) as refused:
        rule_of(parse(text), ("x",))
    assert refused.value.start == start


def test_that_it_runs_as_machine_code_and_goes_by_its_title() -> None:
    name = "swish#of a test"
    OPERATIONS.add(Operation(name, rule_of(parse("x * sigmoid(x)"), ("x",)), 1, "swish", "x * sigmoid(x)"))
    try:
        v = Scalar(0.5, label="v")
        found = parse("swish(v)", own={"swish": name}).evaluate({"v": v})
        program = compile(found, inputs=[v], parameters=[])
        assert program.forward([[0.5], [-1.0]]).ravel() == pytest.approx(
            [0.5 / (1 + float(mpmath.exp(-0.5))), -1.0 / (1 + float(mpmath.exp(1)))], rel=1e-14
        )
        assert title_of(found.operation) == "swish"
    finally:
        OPERATIONS.remove(name)
