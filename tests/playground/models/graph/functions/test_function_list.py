from __future__ import annotations

import pytest

from engine.language import parse
from engine.language.parser import functions
from engine.operation_table import make_operation
from engine.operations import OPERATIONS
from playground.models.graph.functions.function_list import found, function_list
from playground.models.operations.definition import install
from playground.models.operations.own_operation import OwnOperation

ENTRIES = {entry.operation: entry for entry in function_list()}


def test_that_every_function_and_operator_of_formulas_is_listed_once() -> None:
    listed = [entry.operation for entry in function_list()]
    assert len(listed) == len(set(listed))
    assert set(functions().values()) | {"+", "-", "*", "/", "**", "neg"} == set(listed)


@pytest.mark.parametrize("entry", function_list(), ids=lambda entry: entry.operation)
def test_that_what_is_put_into_a_formula_can_be_read(entry) -> None:
    root = parse(entry.called(entry.operands)).root
    assert (root.kind, root.text) == ("operation", entry.operation)
    assert len(entry.derivatives) == len(entry.operands) == len(root.parts)


@pytest.mark.parametrize(
    ("operation", "derivatives"),
    [
        ("tanh", ("1 − tanh(x)²",)), ("*", ("y", "x")), ("/", ("1 ÷ y", "−(x ÷ (y²))")), ("log", ("1 ÷ x",)),
        ("sigmoid", ("sigmoid(x) × (1 − sigmoid(x))",)), ("**", ("y × x^(y − 1)", "x ** y × log(x)")),
        ("relu", ("1 if x > 0, else 0",)), ("sin", ("cos(x)",)), ("neg", ("−1",)),
    ],
)  # fmt: skip
def test_that_derivatives_are_written_as_in_textbooks(operation: str, derivatives: tuple[str, ...]) -> None:
    assert ENTRIES[operation].derivatives == derivatives


def test_that_an_operation_of_ones_own_is_listed_as_soon_as_it_is_there() -> None:
    OPERATIONS.add(make_operation("cubed", lambda x: (x * x * x, (3.0 * x * x,)), "x³", "x * x * x"))
    try:
        entry = next(entry for entry in function_list() if entry.operation == "cubed")
        assert (entry.typed, entry.formula, entry.derivatives) == ("cubed(x)", "x * x * x", ("3 × x²",))
    finally:
        OPERATIONS.remove("cubed")
    assert "cubed" not in {entry.operation for entry in function_list()}


def test_that_a_power_with_a_fixed_exponent_is_no_entry_of_its_own() -> None:
    assert OPERATIONS["**3"].name == "**3"
    assert "**3" not in {entry.operation for entry in function_list()}


@pytest.mark.parametrize(
    ("text", "first"),
    [("tanh", "tanh"), ("Max", "maximum"), ("ln", "log"), ("^", "**"), ("lea", "leaky_relu"), ("√", "gelu")],
)
def test_that_functions_are_found_by_name_by_other_names_and_by_formula(text: str, first: str) -> None:
    assert found(function_list(), text)[0].operation == first


def test_that_an_exact_name_comes_before_names_that_contain_it() -> None:
    assert [entry.operation for entry in found(function_list(), "relu")][:2] == ["relu", "leaky_relu"]
    assert found(function_list(), "no such thing") == []
    assert found(function_list(), " ") == list(function_list())


def test_that_those_of_the_user_come_first_by_the_name_people_call_them() -> None:
    own = install([OwnOperation("swish", "x sigmoid(x)"), OwnOperation("area", "x y")])
    first, second, *others = function_list(own)
    assert (first.typed, second.typed) == ("swish(x)", "area(x, y)")
    assert first.formula == "x sigmoid(x)"
    assert first.derivatives == ("x × sigmoid(x) × (1 − sigmoid(x)) + sigmoid(x)",)
    assert first.called(["a"]) == "swish(a)"
    assert first.is_own
    assert not any(entry.is_own for entry in others)
    assert [entry.title for entry in found(function_list(own), "swi")][:1] == ["swish"]
    # Of all that was ever defined, only what the experiment has is listed.
    assert "swish" not in {entry.title for entry in function_list()}
