"""Random texts as formulas: each is computed, or refused in one short sentence that points into the text."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from engine.language import ExpressionError
from engine.language.parser import functions
from playground.models.data.formula_data import FormulaData
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.formulas import EXAMPLES, FormulaError, graph_of_formulas
from playground.models.graph.functions.function_list import derivative_texts
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.operations.definition import define
from playground.models.operations.derivative_check import check_derivatives
from playground.models.operations.operation_preview import operation_preview
from playground.models.operations.own_operation import OPERANDS, OwnOperation, OwnOperationError
from tests.playground.fuzz.mutations import mutated

FEW, MANY, CHUNK = 100, 3000, 500
NAMES = ("x", "y", "x1", "x2", "z", "e", "pi", "π", "x₁", "a", "out", "é", "and", "or", "not", "neg")
PIECES = (
    *functions(), *NAMES, *"+-*/^=<>()|,.;:&%!?#'\"\\ \t\n0123456789²³⁻₂−×÷≤≠·…",
    "**", "==", "!=", "<=", "||", "1e308", "1e-320", "0.1", "9" * 400, "(" * 45, "|" * 9, "= ", "\x00",
    "\ud800", "😀", "\u202e", "<b>", "__import__('os')", "x" * 60, " = x*x\n", "sin = ", "\nL = y*y",
)  # fmt: skip
CONDITIONS = (
    "y > sin(x)", "|x| + |y| < 3", "x^2 + y^2 < 9 and not x > 0", "z = sin(x) cos(y)", "x1 x2 > 0 or y = 1",
    "max(x, y) / (2 + |x - 1|)", "0 < x <= 2 != y", "z = exp(-(x^2 + y^2) / 4)", "||x| - 1| > y²",
)  # fmt: skip
VALUES = (
    "x sigmoid(x)", "x / (1 + |x|)", "exp(-x²) sin(3x)", "sqrt(x^2 + y^2)", "min(max(0, x), 6)",
    "log(exp(x) + exp(y))", "x^y", "2^x", "tanh(x) - softplus(-y)", "-x", "erf(x / sqrt(2))",
)  # fmt: skip
GRAPHS = (*(example.text for example in EXAMPLES), "sin = x*x", "y = |x|*|x - 1|\nL = y^2")


def text_of(seed: int, corpus: tuple[str, ...]) -> str:
    rng = random.Random(seed)
    if rng.random() < 0.1:
        return "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 30)))
    return mutated(rng.choice(corpus), PIECES, rng)


def check(error: ValueError, text: str) -> None:
    """The sentence is one line that can be shown, and its place is in the text."""
    words = str(error)
    assert 0 < len(words) < 300
    assert words.isprintable()
    if isinstance(error, ExpressionError | FormulaError | OwnOperationError):
        assert 0 <= error.start < error.end <= len(text) + 1


def learn(text: str) -> bool:
    """Make data of a formula, as its dialog does; return whether there are any."""
    try:
        source = FormulaData(text)
        dataset = source.load(0.1, 3, 60)
    except ValueError as error:
        check(error, text)
        return False
    assert np.isfinite(dataset.X).all()
    assert np.isfinite(dataset.y).all()
    assert FormulaData.from_dict(source.to_dict()).text == text
    return True


def draw(text: str) -> bool:
    """Make a graph of formulas, as their editor does; return whether there is one."""
    try:
        graph = graph_of_formulas(text, {"x": -0.7})
    except FormulaError as error:
        check(error, text)
        return False
    walk = Walk(Route(BlockGraph(graph)), {})
    assert len(walk.values) == len(graph.nodes)
    return True


def operate(text: str) -> bool:
    """Define an operation, as its dialog does; return whether there is one."""
    try:
        row = define(OwnOperation("operation_of_a_test", text))
    except OwnOperationError as error:
        check(error, text)
        return False
    assert all(derivative_texts(row, OPERANDS[: row.arity]))
    if check_derivatives(row).has_values:
        preview = operation_preview(row)
        assert preview.low < 0.0 < preview.high
    return True


def run(take: Callable[[str], bool], corpus: tuple[str, ...], seeds: range) -> None:
    taken = 0
    for seed in seeds:
        text = text_of(seed, corpus)
        try:
            taken += take(text)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {text!r}") from error
    print(f"{len(seeds)} texts, {taken} taken, {len(seeds) - taken} refused")
    # Texts that are all refused, or all taken, would try nothing.
    assert len(seeds) / 20 < taken < len(seeds) * 19 / 20


TAKEN = [(learn, CONDITIONS), (draw, GRAPHS), (operate, VALUES)]


@pytest.mark.parametrize(("take", "corpus"), TAKEN)
def test_that_random_formulas_are_computed_or_refused_in_words(take, corpus) -> None:
    run(take, corpus, range(FEW))


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(0, MANY, CHUNK))
@pytest.mark.parametrize(("take", "corpus"), TAKEN)
def test_that_many_random_formulas_are_computed_or_refused_in_words(take, corpus, first: int) -> None:
    run(take, corpus, range(FEW + first, FEW + first + CHUNK))
