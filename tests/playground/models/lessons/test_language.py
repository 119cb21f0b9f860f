"""The language of lessons says what Python's operators say, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.lessons.language import LONGEST, Place, Type, Value, When, read_expression

NUMBERS: dict[str, float] = {"loss": 0.25, "neurons": 3.0, "unknown": math.nan, "zero": 0.0}


class Run:
    """A run named a with the numbers above, a truth and a text; epochs give the loss of that epoch.

    A quantity with places is their number, or with a name there 100.
    """

    def type_of(self, run: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        if run != "a":
            raise ValueError(f"there is no run {run!r}")
        if quantity in NUMBERS:
            return "number"
        found: dict[str, Type] = {"failed": "truth", "optimizer": "text"}
        if quantity not in found:
            raise ValueError(f"there is no {quantity!r}")
        return found[quantity]

    def value_of(self, run: str, quantity: str, places: Sequence[Place], when: When) -> Value:
        if when is not None:
            return -1.0 if when == "cursor" else float(when)
        if places:
            return 100.0 if isinstance(places[0], str) else float(len(places))
        values: dict[str, Value] = {"failed": False, "optimizer": "adam", **NUMBERS}
        return values[quantity]


RUN = Run()


def value(text: str, wanted: Type = "number") -> Value:
    return read_expression(text, RUN, wanted).value(RUN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.loss", 0.25), ("a.loss@50", 50.0), ("a.loss @ 7 / 2", 3.5), ("2 * a.loss@50", 100.0),
        ("-a.loss + 1", 0.75), ("max(a.loss, 1, a.neurons)", 3.0), ("min(a.loss, 1)", 0.25),
        ("a.loss@cursor", -1.0), ("a.loss(1)", 1.0), ("a.loss(1, 2)", 2.0), ("a.loss(output) / 4", 25.0),
        ("a.loss(1)@50", 50.0), ("a.loss(1) @cursor + 1", 0.0),
        ("sqrt(a.loss)", 0.5), ("abs(-2)", 2.0), ("log(exp(2))", 2.0), ("(1 + 2) * 3", 9.0),
    ],
)  # fmt: skip
def test_that_numbers_are_computed(text, expected):
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.loss < 0.3 and a.neurons <= 3", True), ("a.loss < 0.2 or a.neurons == 3", True),
        ("not a.loss > 0.2", False), ("0 < a.loss < 1", True), ("0 < a.loss < 0.1", False),
        ('a.optimizer == "adam"', True), ('a.optimizer != "adam"', False), ("a.failed", False),
        ("True", True), ("a.unknown < 1", False), ("a.unknown > 1", False), ("a.unknown != 1", True),
    ],
)  # fmt: skip
def test_that_conditions_hold_or_not(text, expected):
    assert value(text, "truth") is expected
    assert read_expression(text, RUN, "truth").holds(RUN) is expected


@pytest.mark.parametrize("text", ["1 / a.zero", "log(0)", "exp(9999)", "sqrt(-1)", "a.unknown + 1"])
def test_that_what_has_no_value_is_not_a_number(text):
    assert math.isnan(float(value(text)))


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("", "number", "cannot be read"),
        ("a.loss <", "truth", "cannot be read"),
        ("loss < 1", "truth", "lacks its run"),
        ("b.loss", "number", "no run"),
        ("a.lost", "number", "no 'lost'"),
        ("a.loss", "truth", "must be a truth"),
        ("a.loss < 1", "number", "must be a number"),
        ("a.loss and True", "truth", "where a truth belongs"),
        ("a.optimizer + 1", "number", "where a number belongs"),
        ("a.optimizer < 1", "truth", "only numbers are"),
        ("a.optimizer == 1", "truth", "compares a text with a number"),
        ("a.loss is 1", "truth", "<, <=, >, >=, == and != only"),
        ("a.loss ** 2", "number", "cannot take"),
        ("max(1)", "number", "two or more"),
        ("abs(1, 2)", "number", "one number"),
        ("open('x')", "number", "cannot take"),
        ("__import__('os')", "number", "cannot take"),
        ("a.loss.real", "number", "cannot take"),
        ("[1][0]", "number", "cannot take"),
        ("a.loss@9999999999", "number", "epochs up to"),
        ("a.loss['x']", "number", "epochs up to"),
        ("a.loss@cursors", "number", "cannot take"),
        ("a.loss[-1]", "number", "epochs up to"),
        ("a.loss[True]", "number", "epochs up to"),
        ("a.loss(1.5)", "number", "a number or a name in brackets"),
        ("a.loss('x')", "number", "a number or a name in brackets"),
        ("a.loss(a.loss)", "number", "a number or a name in brackets"),
        ("a.loss(x=1)", "number", "cannot take"),
        ("a.loss(*a)", "number", "a number or a name in brackets"),
        ("a.loss(1)(2)", "number", "cannot take"),
        ("9" * 400, "number", "longer than"),
        ("1e999", "number", "too large"),
        ("-" * 40 + "1", "number", "nested too deeply"),
        ("lambda: 1", "number", "cannot take"),
    ],
)
def test_that_anything_else_is_refused_in_words(text, wanted, reason):
    with pytest.raises(ValueError, match=reason) as info:
        read_expression(text, RUN, wanted)
    assert len(str(info.value)) < 200


@given(st.text(alphabet="a.loss@cursor0123456789 ()+-*/<>=!andornot\"'[]{}\\\n\x00é", max_size=LONGEST + 20))
def test_that_no_text_does_more_than_be_refused(text):
    kinds: tuple[Type, ...] = ("number", "truth", "text")
    for wanted in kinds:
        with suppress(ValueError):
            read_expression(text, RUN, wanted).value(RUN)


def test_that_an_expression_knows_what_it_speaks_of():
    assert read_expression("a.loss@5", RUN, "number").single_quantity == "loss"
    assert read_expression("a.loss / a.neurons", RUN, "number").single_quantity == ""
    assert read_expression("a.loss / a.neurons", RUN, "number").quantities == {"loss", "neurons"}


@pytest.mark.parametrize(
    ("text", "does"),
    [("a.loss < 1", False), ("a.loss@cursor < 1", True), ("1 < a.cursor", True), ("a.loss@3 < 1", False)],
)
def test_that_an_expression_knows_whether_it_follows_the_cursor(monkeypatch, text, does):
    monkeypatch.setitem(NUMBERS, "cursor", 5.0)
    assert read_expression(text, RUN, "truth").follows_cursor is does
