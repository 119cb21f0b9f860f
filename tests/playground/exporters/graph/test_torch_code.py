"""Exported programs for PyTorch: run where it is installed, and read by Python's parser everywhere."""

from __future__ import annotations

import ast
from importlib.util import find_spec

import pytest
from hypothesis import given, settings

from engine import Scalar, ScalarError, define_operation
from engine.operations import OPERATIONS
from engine.scalar import forget_functions, scalar_function
from engine.symbols import absolute, exp, power, select, symbol
from playground.exporters.graph.torch_code import TorchCode
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.tracing import graph_of
from tests.playground.exporters.graph.formulas import (
    BUILT_IN,
    close,
    graph_of_operation,
    graph_of_own_operations,
    graphs,
    results,
    run,
)
from tests.playground.models.graph.networks import walk_of_network

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch (the extra bench) is missing")


def check(graph: ComputationGraph, values: dict[int, float] | None = None) -> None:
    code = TorchCode(graph, values or {})
    space = run(code.text())
    value, gradients = results(ComputationGraph(graph.nodes, {**graph.start, **(values or {})}))
    assert close(space[code.names[graph.output]].item(), value)
    for leaf, gradient in gradients.items():
        assert close(space[code.names[leaf]].grad.item(), gradient)


@needs_torch
@settings(deadline=None)
@given(graphs())
def test_that_pytorch_gives_the_same_value_and_gradients(graph: ComputationGraph) -> None:
    check(graph)


@needs_torch
@pytest.mark.parametrize("operation", [operation.name for operation in BUILT_IN])
def test_that_pytorch_agrees_on_every_operation(operation: str) -> None:
    for at in (0.7, -0.7, 0.0, 25.0):
        x, y = Scalar(at), Scalar(at if at > 0.0 else 1.3)
        count = OPERATIONS[operation].arity or 2
        try:
            result = scalar_function(operation)(*(x, y)[:count]) * 2.0
        except ScalarError:
            continue  # outside of its domain
        graph, _ = graph_of(result, {x: "x", y: "y", result: "out"})
        check(graph)


@needs_torch
def test_that_operations_of_the_user_are_defined_by_the_program() -> None:
    def rule(x, y):
        d = power(2.0, x) + absolute(x)
        return x / d + select(x.equals(0.0), exp(symbol(1.0)), y), (1.0 / (d * d), select(x > 0.0, 1.1, 0.1))

    define_operation("own_of_the_torch_test", rule)
    try:
        check(graph_of_formulas("y = own_of_the_torch_test(a, b)*a + own_of_the_torch_test(2, b)", {}))
    finally:
        OPERATIONS.remove("own_of_the_torch_test")
        forget_functions("own_of_the_torch_test")


@needs_torch
def test_that_operations_defined_by_formulas_go_along() -> None:
    check(graph_of_own_operations())


@needs_torch
@pytest.mark.parametrize("operation", [row.name for row in BUILT_IN if row.name.isidentifier()])
def test_that_the_rule_comes_along_where_pytorch_has_no_such_function(
    operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for an operation that is added to the table."""
    monkeypatch.setattr(TorchCode, "known", ())
    graph = graph_of_operation(operation)
    assert operation == "neg" or "torch.autograd.Function" in TorchCode(graph, {}).text()
    check(graph)


@needs_torch
@pytest.mark.parametrize("batch_norm", [(), (True, True)])
def test_that_the_loss_of_a_network_is_a_program_too(batch_norm: tuple[bool, ...]) -> None:
    walk = walk_of_network(
        dataset="circle", hidden=(4, 3), count=3, loss="binary_cross_entropy", batch_norm=batch_norm
    )
    check(walk.graph.scalars, walk.leaves)


@given(graphs())
def test_that_the_program_is_python_and_prints_every_gradient(graph: ComputationGraph) -> None:
    code = TorchCode(graph, {})
    tree = ast.parse(code.text())
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert assigned == set(code.names.values())
    loop = tree.body[-1]
    assert isinstance(loop, ast.For)
    assert len({node.id for node in ast.walk(loop.iter) if isinstance(node, ast.Name)} & assigned) == sum(
        not leaf.is_constant for leaf in graph.leaves
    )
