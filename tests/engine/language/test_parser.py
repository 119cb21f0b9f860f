from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language import ExpressionError, parse
from engine.language.parser import DEEPEST, LONGEST_TEXT, functions
from engine.operations import OPERATIONS

VALUES: dict[str, Any] = {"x": 0.7, "y": -1.3, "x1": 2.0, "x2": 0.4}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("2^3^2", 512), ("-2^2", -4), ("(-2)^2", 4), ("2**3", 8),
        ("--3", 3), ("+3", 3), ("8 / 4 / 2", 1), ("10 - 4 - 3", 3), ("2^-1", 0.5), (".5 + 1.", 1.5),
        ("1e3", 1000), ("2E-2", 0.02), ("6 ÷ 2 × 4 − 1", 11), ("3²", 9),
        ("2³²", 2**32), ("2⁴", 16), ("2¹⁰", 1024), ("2⁰", 1), ("2 · 3", 6),
        ("pi", math.pi), ("π", math.pi), ("e", math.e), ("e^2", math.e**2), ("2pi", 2 * math.pi),
        ("max(1, 2)", 2), ("min(1, 2)", 1), ("abs(-3)", 3), ("ln(e)", 1), ("sqrt(16)", 4), ("4^0.5", 2),
    ],
)  # fmt: skip
def test_that_numbers_are_reckoned_as_on_paper(text: str, expected: float) -> None:
    assert float(parse(text).evaluate({})) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2x", "2 * x"), ("2 sin(x)", "2 * math.sin(x)"), ("(x)(y)", "x * y"), ("x y", "x * y"),
        ("x(y + 1)", "x * (y + 1)"), ("3x^2", "3 * x**2"), ("2x y²", "2 * x * y**2"), ("x₁x2", "x1 * x2"),
        ("-x^2", "-(x**2)"), ("1/2x", "1 / 2 * x"), ("sin(x)^2", "math.sin(x)**2"), ("x₁ + x₂", "x1 + x2"),
        ("2(x)", "2 * x"), ("x1 sin(x2)", "x1 * math.sin(x2)"),
        ("cos(x) sin(y)", "math.cos(x) * math.sin(y)"),
    ],
)  # fmt: skip
def test_that_signs_of_multiplication_may_be_left_out(text: str, meaning: str) -> None:

    assert float(parse(text).evaluate(VALUES)) == pytest.approx(eval(meaning, {"math": math}, VALUES))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("|y|", "abs(y)"), ("y > |x|", "y > abs(x)"), ("|x|*|y|", "abs(x) * abs(y)"),
        ("|x||y|", "abs(x) * abs(y)"), ("||y| - 1|", "abs(abs(y) - 1)"), ("|y|^2", "abs(y)**2"),
        ("|y|²", "abs(y)**2"), ("2^|y|", "2**abs(y)"), ("2|y|", "2 * abs(y)"), ("|y|x", "abs(y) * x"),
        ("|y|(x + 1)", "abs(y) * (x + 1)"), ("x|y|", "x * abs(y)"), ("-|y|", "-abs(y)"), ("|-y|", "abs(y)"),
        ("|x - |y||", "abs(x - abs(y))"), ("|x - |y + |x1 - 3|||", "abs(x - abs(y + abs(x1 - 3)))"),
        ("|(|y|)|", "abs(abs(y))"), ("sin(|y|)|x|", "math.sin(abs(y)) * abs(x)"), ("∣y∣", "abs(y)"),
        ("|max(|x|, |y|)|", "max(abs(x), abs(y))"), ("|x|/|y| + |x1|", "abs(x) / abs(y) + abs(x1)"),
        ("|y|x*|x1|x2", "abs(y) * x * abs(x1) * x2"), ("|x| + x y |y|", "abs(x) + x * y * abs(y)"),
        ("|x| < 1 and |y| > 1", "abs(x) < 1 and abs(y) > 1"), ("|2x|", "abs(2 * x)"),
    ],
)  # fmt: skip
def test_that_bars_are_absolute_values(text: str, meaning: str) -> None:
    expected = eval(meaning, {"math": math}, VALUES)
    assert float(parse(text).evaluate(VALUES)) == pytest.approx(float(expected))


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("|x", 0, 1, "this bar is never closed"), ("x|", 2, 3, "missing at the end"),
        ("|", 1, 2, "missing at the end"), ("||", 2, 3, "missing at the end"), ("(|x)", 3, 4, "never opened"),
        ("|x > 1|", 3, 4, "> is not expected"), ("|(x > 1)|", 1, 8, "true or false"),
        ("|x|y|x1|", 4, 5, "in two ways"), ("-|x|y|x1|", 5, 6, "in two ways"),
        ("2|x|y|x1|", 5, 6, "in two ways"), ("|x)|", 2, 3, "never opened"),
    ],
)  # fmt: skip
def test_that_bars_without_a_meaning_are_refused_at_their_place(
    text: str, start: int, end: int, words: str
) -> None:
    with pytest.raises(ExpressionError, match=words) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y < x", True), ("y > x", False), ("0 < x < 1", True), ("0 < x < 0.5", False), ("x <= 0.7", True),
        ("x = 0.7", True), ("x == 0.7", True), ("x ≠ 0.7", False), ("x ≥ 1 or y < 0", True),
        ("x > 0 and not y > 0", True), ("not (x > 0 or y > 0)", False), ("y ≤ -1.3", True),
        ("not not x > 0", True), ("x > 1 or x > 0 and y > 0", False),
    ],
)  # fmt: skip
def test_that_conditions_are_true_or_false(text: str, expected: bool) -> None:
    expression = parse(text)
    assert expression.is_condition
    assert bool(expression.evaluate(VALUES)) is expected


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("", 0, 1, "empty"), ("   ", 0, 1, "empty"), ("x +", 3, 4, "missing at the end"),
        ("sin(x", 3, 4, "never closed"), ("(x + 1", 0, 1, "never closed"), ("x)", 1, 2, "never opened"),
        ("sim(x)", 0, 3, "did you mean sin"), ("wobble(x)", 0, 6, "no function wobble"),
        ("x & y", 2, 3, "'&' has no meaning"), ("sqrt x", 0, 4, "needs brackets"), ("sin()", 0, 5, "takes 1"),
        ("max(x)", 0, 6, "takes 2 values, here are 1"), ("2 3", 2, 3, "3 is not expected"),
        ("x * / y", 4, 5, "/ is not expected"), ("1e999", 0, 5, "too large"),
        ("(x > 1) + 1", 0, 7, "true or false"),
        ("x and y > 0", 0, 1, "joins conditions"), ("sin(x > 0)", 4, 9, "true or false"),
        ("max(x,)", 6, 7, "never opened, or is empty"), ("not x", 4, 5, "joins conditions"),
        ("and", 0, 3, "and is not expected"), ("x > (y > 0)", 4, 11, "true or false"),
    ],
)  # fmt: skip
def test_that_an_error_points_at_its_place(text: str, start: int, end: int, words: str) -> None:
    with pytest.raises(ExpressionError, match=words) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == (start, end)


def error_of(text: str) -> ExpressionError | None:
    try:
        parse(text)
    except ExpressionError as error:
        return error
    return None


@given(st.text(max_size=60))
def test_that_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    error = error_of(text)
    if error is not None:
        assert 0 <= error.start < error.end <= len(text) + 1
        assert str(error)


@pytest.mark.parametrize(
    "text", ["(" * 5000, "-" * 5000, "2^" * 5000 + "2", "not " * 900, "sin(" * 4000, "|" * 5000, "|-" * 900]
)
def test_that_depth_is_limited_and_never_ends_the_program(text: str) -> None:
    with pytest.raises(ExpressionError, match=rf"more than {DEEPEST} deep|at most {LONGEST_TEXT}"):
        parse(text[:LONGEST_TEXT])
    with pytest.raises(ExpressionError):
        parse(text)


def below(frames: int, text: str) -> ExpressionError | None:
    return error_of(text) if frames == 0 else below(frames - 1, text)


@pytest.mark.parametrize("opened", ["sin(", "(", "(-", "x^(", "not (", "x(2^", "(|"])
def test_that_the_depth_allowed_fits_below_a_deep_stack(opened: str) -> None:
    for count in (DEEPEST // opened.count("(") // 2, DEEPEST, DEEPEST + 1):
        inner = "x > 0" if "not" in opened else "x"
        closed = "|)" if "|" in opened else ")"
        error = below(200, opened * count + inner + closed * count)
        assert error is None or "deep" in str(error)


def test_that_brackets_are_allowed_up_to_the_limit_and_no_deeper() -> None:
    assert error_of("(" * DEEPEST + "x" + ")" * DEEPEST) is None
    assert "deep" in str(error_of("(" * (DEEPEST + 1) + "x" + ")" * (DEEPEST + 1)))


def test_that_long_sums_are_no_depth() -> None:
    text = "+".join(["1"] * 900)
    assert float(parse(text).evaluate({})) == 900
    assert parse(text) == parse(text)
    assert text in repr(parse(text))


def test_that_every_function_of_the_table_can_be_called() -> None:
    assert {"sin", "cos", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu", "max", "min"} <= set(
        functions()
    )
    for name, operation in functions().items():
        count = OPERATIONS[operation].arity or 4
        assert np.isfinite(parse(f"{name}({', '.join(['0.5'] * count)})").evaluate({}))


@st.composite
def sums(draw: st.DrawFn, depth: int = 3) -> tuple[str, str]:
    """A formula and the same in Python."""
    if depth == 0 or draw(st.booleans()):
        leaf = draw(st.sampled_from(["x", "y", "x1", "2", "0.5", "3.25"]))
        return leaf, leaf
    kind = draw(st.sampled_from(["+", "-", "*", "neg", "sin", "cos", "abs", "||", "^2", "()"]))
    a, python_a = draw(sums(depth - 1))
    if kind in "+-*":
        b, python_b = draw(sums(depth - 1))
        return f"({a} {kind} {b})", f"({python_a} {kind} {python_b})"
    return {
        "neg": (f"(-{a})", f"(-{python_a})"),
        "sin": (f"sin({a})", f"math.sin({python_a})"),
        "cos": (f"cos({a})", f"math.cos({python_a})"),
        "abs": (f"abs({a})", f"abs({python_a})"),
        "||": (f"|{a}|", f"abs({python_a})"),
        "^2": (f"({a})^2", f"({python_a})**2"),
        "()": (f"({a})", f"({python_a})"),
    }[kind]


@settings(deadline=None)
@given(sums())
def test_that_formulas_mean_what_python_makes_of_them(pair: tuple[str, str]) -> None:
    text, python = pair
    expected = eval(python, {"math": math}, dict(VALUES))
    assert float(parse(text).evaluate(VALUES)) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("x.tanh()", "math.tanh(x)"), ("math.exp(x)", "math.exp(x)"), ("np.sin(x) + 1", "math.sin(x) + 1"),
        ("(x + y).relu()", "max(x + y, 0)"), ("x.exp().log()", "x"), ("-y.abs()", "-abs(y)"),
        ("x.maximum(y)", "max(x, y)"), ("ReLU(x)", "max(x, 0)"), ("max(x, y, x1, 0.1)", "max(x, y, x1, 0.1)"),
        ("min(x, y, x1)", "min(x, y, x1)"), ("x⁻¹", "1 / x"), ("x⁻²", "x**-2"), ("2x.abs()", "2 * abs(x)"),
    ],
)  # fmt: skip
def test_that_formulas_may_be_written_as_in_programs(text: str, meaning: str) -> None:
    assert float(parse(text).evaluate(VALUES)) == pytest.approx(eval(meaning, {"math": math}, VALUES))


@pytest.mark.parametrize(
    ("text", "start", "end"), [("x.foo()", 1, 5), ("x.", 1, 3), ("x.(y)", 1, 3), ("math.", 5, 6)]
)
def test_that_a_point_without_a_function_is_refused_at_its_place(text: str, start: int, end: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == (start, end)


def test_that_a_constant_is_a_variable_where_it_is_asked_for() -> None:
    assert parse("e + pi", {"e"}).names == {"e"}
    assert parse("e + pi").names == frozenset()
