from __future__ import annotations

import pytest

from engine import Scalar
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.formulas import EXAMPLES, FormulaError, graph_of_formulas
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk


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
def test_that_every_starting_point_agrees_with_finite_differences(example) -> None:
    graph = graph_of_formulas(example.text, example.leaves)
    walk = Walk(Route(BlockGraph(graph)), {})
    for node in graph.nodes:
        slope = walk.difference(node.index)
        assert slope is not None
        assert slope.value == pytest.approx(walk.gradients[node.index], rel=1e-4, abs=1e-6)
        assert slope.verdict(walk.gradients[node.index]) != "differs"


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
        ("", "type a formula", ""), ("y = x +* 2", "not expected", "*"), ("3 = x", "no name", "3 "),
        ("y = foo(x)", "no function foo", "foo"), ("x > 2", "no slope", "x > 2"),
        ("a = x*x\nb = y*y", "nothing uses a", "a"), ("y = 1 + 2", "needs a variable", " 1 + 2"),
        ("y = x*x\nz = log(y - y)", "above 0", " log(y - y)"), ("y = x\nL = y*y", "another name", "y = x"),
        ("y = x*x\ny = y*y", "has a value already", "y = y*y"), ("e = x*x", "means something", "e "),
        ("sin = x*x", "sin means something", "sin "), ("x1x2 = x*x", "means something", "x1x2 "),
        ("max = x*x", "means something", "max "), ("y = |x", "bar is never closed", "|"),
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
