from __future__ import annotations

from contextlib import suppress

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.operation_table import title_of
from engine.operations import OPERATIONS
from engine.symbols import operands
from playground.models.graph.functions.derivative_rules import derivative
from playground.models.graph.functions.function_list import derivative_texts
from playground.models.graph.update.formula import FormulaWriter, Quantity
from playground.models.operations.definition import define, install
from playground.models.operations.derivative_check import check_derivatives
from playground.models.operations.own_operation import OwnOperation, OwnOperationError, check_name

SWISH = OwnOperation("swish", "x * sigmoid(x)")
SOFT = OwnOperation("soft", "x / (1 + |x|)", ("1 / (1 + |x|)^2",))


@given(st.floats(-30.0, 30.0))
def test_that_a_defined_operation_has_the_value_and_slope_of_its_formula(x: float) -> None:
    value, slope = define(SWISH).on_floats(1)(x)

    def exact(at: mpmath.mpf) -> mpmath.mpf:
        return at / (1 + mpmath.exp(-at))

    with mpmath.workdps(40):
        assert value == pytest.approx(float(exact(mpmath.mpf(x))), rel=1e-14)
        assert slope == pytest.approx(float(mpmath.diff(exact, mpmath.mpf(x))), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        ("x sigmoid(x)", "x × sigmoid(x) × (1 − sigmoid(x)) + sigmoid(x)"),
        ("x^3", "3 × x²"),
        ("2x + 1", "2"),
        ("tanh(x)", "1 − tanh(x)²"),
        (
            "log_sum_exp(x, 1) + log_sum_exp(x, 2, 3)",
            "exp(x − log_sum_exp(x, 2, 3)) + exp(x − log_sum_exp(x, 1))",
        ),
    ],
)
def test_that_its_derivative_is_read_as_textbooks_write_it_and_is_the_one_that_runs(formula, read) -> None:
    row = define(OwnOperation("own_one", formula))
    x, out = operands(2)
    made = derivative(row, [x], out, 0)
    writer = FormulaWriter({x: Quantity("x", 0.7), out: Quantity("own_one(x)", row.on_floats(1)(0.7)[0])})
    *_, rule = writer.write(Quantity("", 0.0), made, "=")
    assert " ".join(term.name for term in rule[2:]) == read
    assert FormulaWriter({x: Quantity("x", 0.7)})._value(made) == pytest.approx(row.on_floats(1)(0.7)[1])


def test_that_edited_operations_are_others_and_equal_ones_the_same() -> None:
    first, again = install([SWISH]), install([OwnOperation("swish", "x * sigmoid(x)")])
    edited = install([OwnOperation("swish", "x * sigmoid(2x)")])
    assert first["swish"] == again["swish"] != edited["swish"]
    assert {title_of(found["swish"]) for found in (first, edited)} == {"swish"}
    assert OPERATIONS[first["swish"]].on_floats(1)(1.0) != OPERATIONS[edited["swish"]].on_floats(1)(1.0)


def test_that_one_operation_may_use_another_that_stands_before_it_and_changes_with_it() -> None:
    twice = OwnOperation("twice", "swish(swish(x))")
    one = install([SWISH, twice])
    other = install([OwnOperation("swish", "x * sigmoid(2x)"), twice])
    assert one["twice"] != other["twice"]
    inner = OPERATIONS[one["swish"]].on_floats(1)
    assert OPERATIONS[one["twice"]].on_floats(1)(0.7)[0] == pytest.approx(inner(inner(0.7)[0])[0])
    with pytest.raises(ValueError, match="“twice” cannot be defined: there is no function swish"):
        install([twice, SWISH])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "give it a name"),
        ("x", "how variables are called"),
        ("w12", "how variables are called"),
        ("relu", "means something already"),
        ("RELU", "means something already"),
        ("ln", "means something already"),
        ("pi", "means something already"),
        ("math", "means something already"),
        ("linear", "means something already"),
        ("and", "means something already"),
        ("swish", "is an operation “swish” already"),
        ("two words", "no name of a function"),
        ("sw#ish", "no name of a function"),
        ("x1y", "no name of a function"),
        ("__import__('os')", "no name of a function"),
        ("größe", "no name of a function"),
        ("a" * 25, "at most 24 letters"),
    ],
)
def test_that_a_name_that_cannot_be_called_is_refused(name: str, said: str) -> None:
    with pytest.raises(OwnOperationError, match=said) as refused:
        check_name(name, ["swish"])
    assert refused.value.part == "name"


@pytest.mark.parametrize(
    ("own", "part", "said"),
    [
        (OwnOperation("own_one", "x +"), "formula", "something is missing"),
        (OwnOperation("own_one", "x > 0"), "formula", "a condition has no slope"),
        (OwnOperation("own_one", "x + z"), "formula", "z is neither x nor y"),
        (OwnOperation("own_one", "y^2"), "formula", "needs x"),
        (OwnOperation("own_one", "3"), "formula", "needs x"),
        (OwnOperation("own_one", "x log(-1)"), "formula", "no value"),
        (OwnOperation("own_one", "own_one(x)"), "formula", "no function own_one"),
        (OwnOperation("own_one", "__import__('os')"), "formula", "no meaning"),
        (OwnOperation("own_one", "x^2", ("2 x", "1")), "derivative", "1 operand"),
        (OwnOperation("own_one", "x^2", ("2 y",)), "derivative", "has no y"),
        (OwnOperation("own_one", "x^2", ("2 x +",)), "derivative", "missing"),
        (OwnOperation("own_one", "x + " * 60 + "1"), "formula", "at most 200"),
    ],
)
def test_that_what_is_wrong_is_told_with_its_part(own: OwnOperation, part: str, said: str) -> None:
    with pytest.raises(OwnOperationError, match=said) as refused:
        define(own)
    assert refused.value.part == part


@given(st.text(max_size=30), st.text(max_size=60))
def test_that_any_text_is_defined_or_refused_in_a_sentence(name: str, formula: str) -> None:
    with suppress(OwnOperationError):
        define(OwnOperation(name, formula))


def test_that_right_typed_derivatives_pass_and_a_wrong_one_is_named_with_its_point() -> None:
    assert check_derivatives(define(OwnOperation("cubed", "x^3", ("3x^2",)))).wrong is None
    assert check_derivatives(define(SOFT)).wrong is None
    wrong = check_derivatives(define(OwnOperation("cubed", "x^3", ("2x^2",)))).wrong
    assert wrong is not None
    (x,) = wrong.operands
    assert wrong.analytic == pytest.approx(2 * x * x)
    assert wrong.numeric == pytest.approx(3 * x * x, rel=1e-6)
    assert wrong.words.startswith("The operation cubed has a wrong derivative: at x = ")


def test_that_of_two_operands_the_one_with_the_wrong_derivative_is_named() -> None:
    wrong = check_derivatives(define(OwnOperation("area", "x y", ("y", "y")))).wrong
    assert wrong is not None
    assert wrong.place == 1
    assert " by y" in wrong.words


def test_that_kinks_and_ends_of_domains_are_no_faults() -> None:
    for formula in ("max(0, x)", "min(max(0, x), 6)", "log(x)", "sqrt(x)", "1 / x", "|x|", "x^0.5 y"):
        assert check_derivatives(define(OwnOperation("own_one", formula))).wrong is None
    assert check_derivatives(define(OwnOperation("own_one", "log(x)"))).has_values
    assert not check_derivatives(define(OwnOperation("own_one", "sqrt(-1 - x^2)"))).has_values


@pytest.mark.parametrize(
    "data",
    [
        None, [], {"name": "own_one", "formula": "x"}, {"name": 1, "formula": "x", "derivatives": []},
        {"name": "a", "formula": "x\ny", "derivatives": []},
        {"name": "a", "formula": "x", "derivatives": "1"},
        {"name": "a", "formula": "x", "derivatives": [], "code": "import os"},
        {"name": "a", "formula": "x" * 201, "derivatives": []},
        {"name": "a", "formula": "x", "derivatives": ["1", "2", "3"]},
    ],
)  # fmt: skip
def test_that_damaged_text_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="operation"):
        OwnOperation.from_dict(data)


def test_that_it_is_written_and_read_again() -> None:
    own = OwnOperation("area", "x y", ("y", "x"))
    assert OwnOperation.from_dict(own.to_dict()) == own


def test_that_operations_that_call_others_twice_do_not_grow_without_end() -> None:
    chain = [OwnOperation("own_a", "x*x + sin(x)")]
    for letter in "bcdefghijk":
        before = chain[-1].name
        chain.append(OwnOperation(f"own_{letter}", f"{before}(x) * {before}(2x)"))
    with pytest.raises(ValueError, match="written out, with all that it calls"):
        install(chain)


@pytest.mark.parametrize(
    "formula", ["+".join(["x*x"] * 49), "(" * 30 + "x" + "+1)^2" * 30, "tanh(" * 30 + "x" + ")" * 30]
)
def test_that_long_and_deep_formulas_are_defined_and_written(formula: str) -> None:
    row = define(OwnOperation("own_one", formula))
    assert derivative_texts(row, ("x",))[0]
    assert check_derivatives(row).wrong is None
