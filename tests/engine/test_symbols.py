"""Abstract numbers and the source text made of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import symbols
from engine.source_code import FLOAT_NAMES, SourceWriter, array_names, build_function
from engine.symbols import Symbol, operands, select


def evaluate(expression: Symbol, values: dict[str, object], *, arrays: bool = False) -> object:
    writer = SourceWriter(values, arrays=arrays)
    result = writer.write(expression)
    text = "\n".join(
        [f"def f({', '.join(values)}):", *(f"    {line}" for line in writer.lines), f"    return {result}"]
    )
    return build_function(text, "f", array_names() if arrays else FLOAT_NAMES)(*values.values())


@given(st.floats(-100, 100), st.floats(-100, 100).filter(lambda y: abs(y) > 1e-3))
def test_that_arithmetic_is_pythons(a: float, b: float) -> None:
    x, y = operands(2)
    expression = (2 - x) * y + x / y - (-x) * 3.0
    expected = (2 - a) * b + a / b - (-a) * 3.0
    assert evaluate(expression, {"a": a, "b": b}) == expected
    lanes = evaluate(expression, {"a": np.array([a, a]), "b": np.array([b, b])}, arrays=True)
    assert np.array_equal(np.asarray(lanes), [expected, expected])


@given(st.floats(-10, 10))
def test_that_select_chooses_sample_by_sample(a: float) -> None:
    (x,) = operands(1)
    expression = select(x > 1.0, x, select(x <= -1.0, -x, 0.5))
    expected = a if a > 1 else -a if a <= -1 else 0.5
    assert evaluate(expression, {"a": a}) == expected
    assert np.asarray(evaluate(expression, {"a": np.array([a])}, arrays=True)).tolist() == [expected]


@given(st.floats(0.0, 1.0))
def test_that_log1p_keeps_small_numbers(a: float) -> None:
    (x,) = operands(1)
    assert evaluate(symbols.log1p(x), {"a": a}) == pytest.approx(math.log1p(a), rel=1e-15, abs=0.0)
    assert evaluate(symbols.log1p(x), {"a": a * 1e-20}) == pytest.approx(a * 1e-20, rel=1e-15, abs=0.0)


def test_that_shared_parts_are_written_once() -> None:
    (x,) = operands(1)
    writer = SourceWriter(["a"], arrays=False)
    writer.write(symbols.exp(x) + symbols.exp(x) * symbols.exp(x))
    assert sum("exp(" in line for line in writer.lines) == 1


def test_that_python_branches_are_refused_and_texts_are_readable() -> None:
    x, y = operands(2)
    with pytest.raises(TypeError, match="select"):
        bool(x > y)
    assert repr(select(x >= 0.0, symbols.exp(-abs(x)), y)) == "select((x >= 0), exp((-0 - absolute(x))), y)"
