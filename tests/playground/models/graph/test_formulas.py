from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Scalar
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.checking.gradient_check import check_gradients
from playground.models.graph.formulas import (
    EXAMPLES,
    FormulaError,
    graph_of_formulas,
    read_formulas,
    with_values,
)
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.operations.definition import install
from playground.models.operations.own_operation import OwnOperation


def gradients(text: str, leaves: dict[str, float], *, fold_sums: bool = True) -> dict[str, float]:
    graph = graph_of_formulas(text, leaves, fold_sums=fold_sums)
    walk = Walk(Route(BlockGraph(graph)), {})
    return {node.name: walk.gradients[node.index] for node in graph.nodes}


@pytest.mark.parametrize("fold_sums", [True, False])
def test_that_a_neuron_has_the_gradients_the_engine_finds(fold_sums: bool) -> None:
    example = EXAMPLES[0]
    s = {name: Scalar(value) for name, value in example.leaves.items()}
    loss = ((s["w1"] * s["x1"] + s["w2"] * s["x2"] + s["b"]).sigmoid() - s["t"]) ** 2
    loss.backward()
    found = gradients(example.text, dict(example.leaves), fold_sums=fold_sums)
    assert {name: found[name] for name in s} == pytest.approx({name: leaf.grad for name, leaf in s.items()})


def test_that_the_test_expression_has_its_known_results() -> None:
    example = next(example for example in EXAMPLES if example.key == "mixed")
    graph = graph_of_formulas(example.text, example.leaves)
    walk = Walk(Route(BlockGraph(graph)), {})
    found = {node.name: walk.gradients[node.index] for node in graph.nodes}
    assert walk.values[-1] == pytest.approx(24.7041, abs=5e-5)
    assert found["a"] == pytest.approx(138.8338, abs=5e-5)
    assert found["b"] == pytest.approx(645.5773, abs=5e-5)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_that_every_starting_point_agrees_with_finite_differences_but_the_one_that_is_wrong(example) -> None:
    graph = read_formulas(example.text, example.leaves, own=install(example.operations)).graph
    check = check_gradients(Walk(Route(BlockGraph(graph)), {}))
    assert {gradient.verdict for gradient in check.gradients} <= {"agrees", "differs"}
    wrong = {"w", "x", "m₁", "b", "u"} if example.key == "wrong_rule" else set()
    assert {gradient.name for gradient in check.wrong} == wrong


def test_that_a_second_softmax_shrinks_the_gradient() -> None:
    once, twice = (
        gradients(example.text, dict(example.leaves))
        for key in ("softmax", "softmax_twice")
        for example in EXAMPLES
        if example.key == key
    )
    for name in ("z1", "z2", "z3"):
        assert abs(twice[name]) < 0.4 * abs(once[name])


def test_that_a_node_used_twice_is_one_node() -> None:
    graph = graph_of_formulas("y = x*x", {"x": 3.0})
    assert [node.name for node in graph.nodes] == ["x", "y"]
    assert graph.nodes[1].operands == (0, 0)


def test_that_a_chain_of_sums_folds_into_one_node_and_unfolds() -> None:
    text = "y = a + b + c + d"
    assert [node.symbol for node in graph_of_formulas(text, {}).nodes if node.operation] == ["Σ"]
    assert len(graph_of_formulas(text, {}, fold_sums=False).nodes) == 7


def test_that_a_named_sum_keeps_its_card() -> None:
    graph = graph_of_formulas("s = a + b\ny = s + c", {})
    assert [node.name for node in graph.nodes] == ["a", "b", "s", "c", "y"]


def test_that_known_leaves_keep_their_values() -> None:
    graph = graph_of_formulas("y = a*b", {"b": -7.0})
    assert graph.start[1] == -7.0


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("", "type a formula", ""), ("y = x +* 2", "not expected", "*"), ("3 = x", "3 is no name", "3 "),
        ("y = foo(x)", "no function foo", "foo"), ("x > 2", "no slope", "x > 2"),
        ("a = x*x\nb = y*y", "nothing uses this a", "a"), ("1 + 2", "needs a variable", "1 + 2"),
        ("a = 2\nb = 3\ny = b*b", "nothing uses this a", "a"), ("a = 2", "needs an operation", "a = 2"),
        ("y = x*x\nz = log(y - y)", "above 0", " log(y - y)"), ("y = x", "needs an operation", "y = x"),
        ("sin = x*x", "sin means something already: take another name, such as s", "sin"),
        ("x1x2 = x*x", "means something", "x1x2"), ("max = x*x", "means something", "max"),
        ("and = x*x", "and means something", "and"), ("not = x*x", "not means something", "not"),
        ("a or b = x", "a or b is no name", "a or b "), ("y = |x", "bar is never closed", "|"),
        ("a = b = c*c", "second =", "="), ("y += x*x", "y has no value yet", "y"),
        ("y = x.foo()", "behind a point", ".foo"), ("y = x*x\n= y*y", "nothing is no name", ""),
        ("x = 1/0\ny = x*x", "x has no value", " 1/0"),
        ("x" * 2001, "2000 characters", "x"),
    ],
)  # fmt: skip
def test_that_what_makes_no_graph_is_named_with_its_place(text: str, words: str, place: str) -> None:
    with pytest.raises(FormulaError, match=words) as caught:
        graph_of_formulas(text, {})
    if place:
        assert text[caught.value.start : caught.value.end] == place


def test_that_bars_are_a_node_with_the_slope_of_the_absolute_value() -> None:
    graph = graph_of_formulas("y = x*|x|", {"x": -3.0})
    assert Walk(Route(BlockGraph(graph)), {}).values[-1] == -9.0
    assert gradients("y = x*|x|", {"x": -3.0})["x"] == 6.0


def values_of(text: str, leaves: dict[str, float] | None = None) -> dict[str, float]:
    graph = graph_of_formulas(text, leaves or {})
    walk = Walk(Route(BlockGraph(graph)), {})
    return {node.name: float(walk.values[node.index]) for node in graph.nodes}


FIRST_GRAPH = "a = 2\nb = -3\nc = 10\ne = a*b\nd = e + c\nf = -2\nL = d*f"
"""The first graph of Karpathy's lecture on micrograd, with the results that he writes below it."""


def test_that_the_first_graph_everybody_knows_works_as_typed() -> None:
    values, found = values_of(FIRST_GRAPH), gradients(FIRST_GRAPH, {})
    assert values == {"a": 2.0, "b": -3.0, "c": 10.0, "e": -6.0, "d": 4.0, "f": -2.0, "L": -8.0}
    assert found == {"a": 6.0, "b": -4.0, "c": -2.0, "e": -2.0, "d": -2.0, "f": 4.0, "L": 1.0}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("y = x.tanh()", "tanh(x)"), ("y = math.exp(x)", "exp(x)"), ("y = np.sin(x) * 2", "sin(x) * 2"),
        ("y = abs(x)", "abs(x)"), ("y = |x| + x", "abs(x) + x"), ("y = max(x, w, 0.5)", "max(x, w, 0.5)"),
        ("y = softmax(x, w)", "exp(x) / (exp(x) + exp(w))"), ("y = ReLU(x)", "max(x, 0)"),
        ("y = relu(x)", "max(x, 0)"), ("y = x² + x", "x**2 + x"), ("y = x⁻¹ + x", "1 / x + x"),
        ("y = x*w  # the product", "x * w"), ("# a comment\n\ny = x*w", "x * w"),
        ("y = x*x\ny += x", "x**2 + x"), ("y = x*x\ny *= w", "x**2 * w"), ("y = x*x\ny -= w", "x**2 - w"),
        ("x = x + 1\ny = x*x", "(x + 1)**2"), ("y = x\nL = y*y", "x**2"), ("e = x*x\ny = e + e", "2 * x**2"),
        ("y = x + max(0, 7)", "x + 7"), ("y = sin(2)*x", "sin(2) * x"),
        ("pi = x*w\ny = pi*2", "x * w * 2"), ("y = (x - w).relu()**2", "max(x - w, 0)**2"),
    ],
)  # fmt: skip
def test_that_what_learners_type_is_understood(text: str, meaning: str) -> None:
    x, w = 0.8, -0.7
    graph = graph_of_formulas(text, {"x": x, "w": w})
    names = {name: getattr(math, name) for name in ("tanh", "exp", "sin")}
    expected = eval(meaning, {**names, "x": x, "w": w})
    assert Walk(Route(BlockGraph(graph)), {}).values[-1] == pytest.approx(expected)


def test_that_a_name_used_again_is_another_node() -> None:
    graph = graph_of_formulas("x = x + 1\nx = x*x\ny = x + 2", {"x": 3.0})
    names = [node.name for node in graph.nodes if not node.is_constant]
    assert names == ["x", "x′", "x′′", "y"]
    assert Walk(Route(BlockGraph(graph)), {}).values[-1] == 18.0


def test_that_a_line_with_a_number_is_where_its_leaf_gets_a_value() -> None:
    text = "a = 2  # the first\nb = -3\ny = a*b"
    assert with_values(text, {"a": "2.5"}) == "a = 2.5  # the first\nb = -3\ny = a*b"
    assert values_of(with_values(text, {"b": "−0.25"}))["y"] == -0.5
    assert with_values(text, {"y": "7"}) == with_values(text, {"c": "7"}) == text
    twice = "a = 2\nb = a*3\na = 5\ny = a*b"
    assert values_of(twice)["y"] == 30.0
    assert with_values(twice, {"a′": "7"}) == "a = 2\nb = a*3\na = 7\ny = a*b"
    late = "b = x*2\nx = 3\ny = b*x"  # the first x is a leaf that no line gives a value
    assert with_values(late, {"x": "7"}) == late
    assert with_values(late, {"x′": "7"}) == "b = x*2\nx = 7\ny = b*x"
    assert with_values(text, {"b": "1", "a": "4"}) == "a = 4  # the first\nb = 1\ny = a*b"
    for broken in (
        "a = 2\ny = tanh(a",
        "y = ",
        "a = 2\ny = a = b",
    ):  # the picture is still that of the text before
        assert with_values(broken, {"a": "7"}) == broken


WORDS = ("x", "y", "e", "a1", "sin", "max", "tanh", "math", "and", "not", "log", "2", "0", "1e999", "π", "′")
SIGNS = (
    "=",
    "==",
    "+=",
    "+",
    "-",
    "*",
    "/",
    "**",
    "^",
    "²",
    "⁻¹",
    "(",
    ")",
    "|",
    ",",
    ".",
    "#",
    "\n",
    " ",
    "<",
)


def outcome_of(text: str) -> int | FormulaError:
    try:
        return graph_of_formulas(text, {}).n_operations
    except FormulaError as error:
        return error


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(WORDS + SIGNS), max_size=14).map("".join) | st.text(max_size=40))
def test_that_any_text_makes_a_graph_or_a_sentence_with_a_place(text: str) -> None:
    outcome = outcome_of(text)
    if isinstance(outcome, int):
        assert outcome > 0
    else:
        assert str(outcome)
        assert 0 <= outcome.start < outcome.end


def test_that_a_value_of_a_line_can_be_the_loss_where_the_graph_ends() -> None:
    text = "y = w*x\nz = y + b\nL = (z - t)**2"
    whole = read_formulas(text, {})
    assert whole.losses == ("y", "z", "L")
    assert whole.loss == whole.graph.nodes[-1].name == "L"
    part = read_formulas(text, {"w": 2.0, "x": 3.0, "b": 1.0}, "z")
    assert part.losses == whole.losses
    assert [node.name for node in part.graph.nodes] == ["w", "x", "y", "b", "z"]
    assert part.graph.values({})[-1] == 7.0
    assert read_formulas(text, {}, "no such").loss == "L"
    assert read_formulas("x*x", {}).losses == ("out",)


def test_that_formulas_call_operations_of_the_user_and_name_one_that_is_unknown() -> None:
    text = "y = swish(a) + b"
    with pytest.raises(FormulaError, match="no function swish") as refused:
        read_formulas(text, {})
    assert refused.value.unknown == "swish"
    own = install([OwnOperation("swish", "x sigmoid(x)")])
    graph = read_formulas(text, {"a": 0.7, "b": 1.0}, own=own).graph
    values = graph.values({})
    assert values[-1] == pytest.approx(0.7 / (1 + math.exp(-0.7)) + 1.0)
    assert [node.symbol for node in graph.nodes if node.operation] == ["swish", "+"]
    assert with_values("a = 2\ny = swish(a)", {"a": "3"}, own) == "a = 3\ny = swish(a)"
    with pytest.raises(FormulaError, match="means something already"):
        read_formulas("swish = a", {}, own=own)
