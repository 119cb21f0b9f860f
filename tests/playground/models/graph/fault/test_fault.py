from __future__ import annotations

import math

import numpy as np
import pytest

from engine import ScalarError
from engine.training.interpreted_backend import InterpretedBackend
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.fault.fault import Fault, find_fault
from playground.models.graph.fault.story import tell_fault
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.run.training import Training
from tests.playground.models.graph.networks import run_of


def run_with(weights: dict[int, float], **values: object) -> tuple[Training, np.ndarray]:
    """Return a run and parameters of which some layers have one and the same weight; biases are 0."""
    run = run_of(**{"dataset": "plane", "activation": "linear", "loss": "squared_error", **values})
    model = run.network.new_model()
    for layer, weight in weights.items():
        for neuron in model.layers[layer].neurons:
            *weights_in, bias = neuron.parameters()
            bias.value = 0.0
            for leaf in weights_in:
                leaf.value = weight
    return run, np.array([leaf.value for leaf in model.parameters()])


def names_of(fault: Fault, scalars: tuple[int, ...]) -> list[str]:
    return [fault.graph.graph.nodes[scalar].name for scalar in scalars]


@pytest.mark.parametrize("weights", [{0: 1e100, 1: 1e100}, {0: 1e200, 1: 1e200}])
def test_that_the_operation_is_the_one_at_which_the_engine_stops(weights: dict[int, float]) -> None:
    run, parameters = run_with(weights, hidden=(2,))
    split, rule = run.network.split, run.network.loss
    fault = find_fault(run.network, parameters)
    place = split.train_indices.tolist().index(fault.row)
    X = split.to_model(split.dataset.X[split.train_indices])
    T = split.target_to_model(split.dataset.y[split.train_indices]).reshape(-1, 1)
    engine = InterpretedBackend(run.network.new_model(), rule.function)
    if place:
        assert np.isfinite(engine.losses(parameters, X[:place], T[:place])).all()
    with pytest.raises(ScalarError) as caught:
        engine.losses(parameters, X[place : place + 1], T[place : place + 1])
    graph = fault.graph.graph
    failed = graph.nodes[fault.scalar]
    assert failed.operation == caught.value.operation
    values = graph.values(graph.start)
    assert [values[operand] for operand in failed.operands] == pytest.approx(
        [operand.value for operand in caught.value.operands]
    )


def test_that_the_graph_ends_at_the_fault_and_all_before_it_is_finite() -> None:
    run, parameters = run_with({0: 1e200, 1: 1e200}, hidden=(3,))
    fault = find_fault(run.network, parameters)
    graph = fault.graph.graph
    assert fault.backward_edge is None
    assert fault.scalar == graph.output == len(graph.nodes) - 1
    walk = Walk(Route(BlockGraph(graph, fault.graph.grouping)), graph.start)
    assert not math.isfinite(walk.values[-1])
    assert np.isfinite(walk.values[:-1]).all()
    assert "L" not in [node.name for node in graph.nodes]


def test_that_numbers_are_followed_back_to_the_largest_contribution() -> None:
    run, parameters = run_with({0: 1.0, 1: 1e160}, hidden=(2,))
    fault = find_fault(run.network, parameters)
    story = tell_fault(fault)
    names = names_of(fault, story.chain)
    assert names[:3] == ["L", "d1", "y1"]
    assert names[-1] in ("w2,1,1", "w2,1,2")
    values = fault.graph.graph.values(fault.graph.graph.start)
    for one, other in zip(story.chain, story.chain[1:], strict=False):
        operands = fault.graph.graph.nodes[one].operands
        assert other in operands
        assert abs(values[other]) == max(abs(values[operand]) for operand in operands)
    assert story.numbers[0] == "∞"
    assert f"point {fault.row + 1}" in story.words
    assert "beyond 1.8e308" in story.words
    assert [value for _, value in story.rows][-1] == "1e160"


def test_that_a_gradient_that_overflows_is_found_where_it_is_passed_on() -> None:
    # y = 0, so the loss is finite; its derivative by the first hidden layer is 2 (y - t) 1e200 1e200.
    run, parameters = run_with({0: 0.0, 1: 1e200, 2: 1e200}, hidden=(1, 1))
    fault = find_fault(run.network, parameters)
    graph = fault.graph.graph
    assert np.isfinite(graph.values(graph.start)).all()
    assert fault.backward_edge is not None
    node, operand = graph.sweep.edges[fault.backward_edge].tolist()
    assert {graph.nodes[node].name, graph.nodes[operand].name} & {"h1,1"}
    story = tell_fault(fault)
    assert story.way == "backward"
    assert names_of(fault, story.chain)[-1] == "L"
    assert "the loss is finite" in story.words


def test_that_the_way_back_is_drawn_without_gaps() -> None:
    run, parameters = run_with({0: 1.0, 1: 1e160}, hidden=(2,))
    fault = find_fault(run.network, parameters)
    story = tell_fault(fault)
    blocks = BlockGraph(fault.graph.graph, fault.graph.grouping, fault.graph.grouping.levels[-1])
    edges = story.edges(blocks)
    assert len(edges) == len(story.chain) - 1


def test_that_a_healthy_network_has_no_fault() -> None:
    run = run_of(dataset="circle", hidden=(2,))
    with pytest.raises(ValueError, match="finite loss and finite gradients"):
        find_fault(run.network, run.trainer.parameters)
