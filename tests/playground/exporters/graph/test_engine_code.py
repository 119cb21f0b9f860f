"""Exported programs for this engine are run: the same value, the same gradients, whatever names there are."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given

from engine import define_operation
from engine.operations import OPERATIONS
from engine.scalar import forget_functions
from engine.symbols import absolute, exp, select, symbol
from playground.exporters.graph.engine_code import EngineCode
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.formulas import EXAMPLES, Example, graph_of_formulas
from tests.playground.exporters.graph.formulas import (
    BRACKETED,
    BUILT_IN,
    close,
    graph_of_example,
    graph_of_operation,
    graph_of_own_operations,
    graphs,
    results,
    run,
)
from tests.playground.models.graph.networks import walk_of_network


def check(graph: ComputationGraph, values: dict[int, float] | None = None) -> None:
    """Run the program of a graph and compare what comes out."""
    code = EngineCode(graph, values or {})
    space = run(code.text())
    value, gradients = results(ComputationGraph(graph.nodes, {**graph.start, **(values or {})}))
    assert close(space[code.names[graph.output]].value, value)
    for leaf, gradient in gradients.items():
        assert close(space[code.names[leaf]].grad, gradient)
        assert space[code.names[leaf]].label == graph.nodes[leaf].name


@given(graphs())
def test_that_the_program_gives_the_same_value_and_gradients(graph: ComputationGraph) -> None:
    check(graph)


@pytest.mark.parametrize("formula", BRACKETED)
def test_that_brackets_are_kept_where_they_are_needed(formula: str) -> None:
    check(graph_of_formulas(f"y = {formula}", {"a": 1.7, "b": 0.6, "c": -1.3}))


@pytest.mark.parametrize("operation", [operation.name for operation in BUILT_IN])
def test_that_every_operation_of_the_table_is_written(operation: str) -> None:
    check(graph_of_operation(operation))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_that_every_example_is_written(example: Example) -> None:
    check(graph_of_example(example))


def test_that_lines_are_those_that_were_typed() -> None:
    text = EngineCode(graph_of_formulas("y = sigmoid(w1*x1 + b)\nL = (y - t)**2", {}), {}).text()
    assert "\ny = (w1 * x1 + b).sigmoid()\nL = (y - t) ** 2\n\nL.backward()\n" in text


def test_that_the_values_on_screen_are_those_of_the_program() -> None:
    graph = graph_of_formulas("y = x*x", {"x": 3.0})
    check(graph, {0: -7.25})


def test_that_words_of_the_language_and_names_used_twice_get_others() -> None:
    graph = graph_of_formulas("lambda = 2\nclass = lambda*in\nclass = class + class*lambda", {"in": 1.5})
    check(graph)
    names = set(EngineCode(graph, {}).names.values())
    assert names == {"lambda_", "in_", "class_", "class_2"}


def test_that_operations_defined_by_formulas_go_along() -> None:
    check(graph_of_own_operations())


@pytest.mark.parametrize("batch_norm", [(), (True, True)])
def test_that_the_loss_of_a_network_is_a_program_too(batch_norm: tuple[bool, ...]) -> None:
    walk = walk_of_network(
        dataset="circle", hidden=(4, 3), count=3, loss="binary_cross_entropy", batch_norm=batch_norm
    )
    check(walk.graph.scalars, walk.leaves)


def test_that_long_lines_are_wrapped_and_deep_formulas_take_several() -> None:
    wide = " + ".join(f"w{number}*x{number}" for number in range(60))
    deep = "sin(" * 25 + "x" + ")" * 25
    for text in (f"y = tanh({wide})", f"y = {deep}"):
        graph = graph_of_formulas(text, {})
        check(graph)
        assert max(map(len, EngineCode(graph, {}).text().split("\n"))) <= 100


def test_that_operations_of_the_user_are_defined_by_the_program() -> None:
    def rule(x, y):
        d = 1.0 + absolute(x)
        # A comparison, a constant made of constants, and a derivative that is a number.
        return x / d + select(x.equals(0.0), exp(symbol(1.0)), y), (1.0 / (d * d), 1.0)

    define_operation("own_of_the_engine_test", rule)
    try:
        text = EngineCode(graph_of_formulas("y = own_of_the_engine_test(a, b)*a", {}), {}).text()
        check(graph_of_formulas("y = own_of_the_engine_test(a, b)*a", {}))
        OPERATIONS.remove("own_of_the_engine_test")
        forget_functions("own_of_the_engine_test")
        space = run(text)  # where the operation is not known yet
        first = space["y"].value, space["a"].grad, space["b"].grad
        again = run(text)  # and once more, as a cell of a notebook
        assert (again["y"].value, again["a"].grad, again["b"].grad) == first
    finally:
        OPERATIONS.remove("own_of_the_engine_test")
        forget_functions("own_of_the_engine_test")
    a, b = 0.8, 0.5
    assert first[0] == pytest.approx((a / (1 + a) + b) * a)


@given(graphs())
def test_that_no_name_is_taken_twice_and_all_are_names(graph: ComputationGraph) -> None:
    code = EngineCode(graph, {})
    names = list(code.names.values())
    assert len(set(names)) == len(names)
    # Python compares names in its own form, which the parser returns.
    assert [ast.parse(name, mode="eval").body.id for name in names] == names  # type: ignore[attr-defined]
