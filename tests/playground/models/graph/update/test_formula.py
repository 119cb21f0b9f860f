"""Expressions as texts, against what Python makes of the same texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.symbols import Symbol, operands, power, select, sqrt, symbol, tanh
from playground.models.graph.update.formula import (
    MOST_DIGITS,
    USUAL_DIGITS,
    FormulaWriter,
    Quantity,
    enough_digits,
    without_idle_parts,
)

A, B, C = operands(3)
VALUES = {"a": 0.5, "b": -1.25, "c": 3.0}
SUPERSCRIPTS = {"²": "**2", "³": "**3", "⁴": "**4"}
PYTHON = {"−": "-", "×": "*", "÷": "/", **SUPERSCRIPTS}


def formula(made: Symbol) -> tuple[str, float]:
    """The names of a formula, and what its terms make."""
    names = {operand: Quantity(*pair) for operand, pair in zip((A, B, C), VALUES.items(), strict=True)}
    [rule] = FormulaWriter(names).write(Quantity("r", 0.0), made, "=")
    parts = [
        PYTHON.get(term.number, term.number) if term.value is None else repr(term.value) for term in rule[2:]
    ]
    return " ".join(term.name for term in rule[2:]), float(eval(" ".join(parts)))


def as_python(text: str) -> float:
    for ours, pythons in PYTHON.items():
        text = text.replace(ours, pythons)
    return float(eval(text, {}, dict(VALUES)))


def sums(parts: st.SearchStrategy[Symbol]) -> st.SearchStrategy[Symbol]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        pairs.map(lambda p: p[0] + p[1]), pairs.map(lambda p: p[0] - p[1]), pairs.map(lambda p: p[0] * p[1]),
        pairs.map(lambda p: p[0] / (p[1] * p[1] + 0.5)),
        parts.map(lambda p: -p), parts.map(lambda p: p * p * p),
    )  # fmt: skip


def value_of(made: Symbol) -> float:
    if made.kind == "operand":
        return list(VALUES.values())[int(made.detail)]
    if made.kind == "number":
        return made.detail
    left, right = map(value_of, made.parts)
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right if right else 0.0}[
        made.kind
    ]


@given(st.recursive(st.sampled_from([A, B, C, symbol(2.0), symbol(-0.5)]), sums, max_leaves=6))
def test_that_names_and_terms_say_what_the_expression_is(made: Symbol) -> None:
    text, outcome = formula(made)
    assert outcome == pytest.approx(value_of(made), rel=1e-9, abs=1e-9)
    if not any(sign in text for sign in "⁰¹⁵⁶⁷⁸⁹"):
        assert as_python(text) == pytest.approx(value_of(made), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (A - (B - C), "a − (b − c)"),
        (A + (B - C), "a + b − c"),
        (A / (B * C), "a ÷ (b × c)"),
        (-A + B, "−a + b"),
        (A + -B, "a + (−b)"),
        (A * -2.0, "a × (−2)"),
        ((A + B) * (A + B), "(a + b) × (a + b)"),
        (A * A * B, "a² × b"),
        (sqrt(A * A + 1.0), "√(a² + 1)"),
        (power(C, B), "c^b"),
        (power(C, symbol(12.0)), "c¹²"),
        (tanh(A - B), "tanh(a − b)"),
        (select(A <= B, C, 0.0) + 1.0, "(c if a ≤ b, else 0) + 1"),
    ],
)
def test_that_brackets_stand_only_where_they_are_needed(made: Symbol, text: str) -> None:
    assert formula(made)[0] == text


def test_that_what_adds_nothing_is_left_out() -> None:
    assert without_idle_parts(A + symbol(1.0) * (B * 0.0 + C)).parts == (A, C)
    assert without_idle_parts(0.0 * A + B) is B
    assert without_idle_parts(A * B).parts == (A, B)


@given(st.floats(1e-6, 1e6), st.floats(1e-12, 1e3))
def test_that_a_change_shows_in_the_digits_of_the_value(value: float, change: float) -> None:
    digits = enough_digits(value, -change)
    assert USUAL_DIGITS <= digits <= MOST_DIGITS
    if value / change < 10 ** (MOST_DIGITS - 2):
        assert f"{value:.{digits}g}" != f"{value - change:.{digits}g}"


@pytest.mark.parametrize(("value", "change"), [(0.0, 1.0), (1.0, 0.0), (np.inf, 1.0), (1.0, np.nan)])
def test_that_no_digits_are_counted_where_there_is_nothing_to_see(value: float, change: float) -> None:
    assert enough_digits(value, change) == USUAL_DIGITS
