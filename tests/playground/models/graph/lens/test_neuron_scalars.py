from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import MLP, Scalar
from playground.models.graph.drawing import draw_network
from playground.models.graph.lens.neuron_scalars import (
    LineNumbers,
    NeuronScalars,
    neuron_of,
    numbers_of,
    opened_neuron,
)
from playground.models.graph.network_graph import network_graph
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import place_of, run_of, walk_on

NETWORK = {"dataset": "circle", "hidden": (3, 2), "activation": "tanh", "loss": "binary_cross_entropy"}


def walk_with(*opened: str, count: int = 1, level: int = 1) -> Walk:
    run = run_of(**NETWORK)
    network = network_graph(run.network, run.network.split.train_indices[:count].tolist())
    return walk_on(draw_network(network, network.grouping.levels[level] | set(opened)), run)


def numbers_after(walk: Walk, neuron: NeuronScalars, count: int, **values: Any) -> LineNumbers:
    """Return the numbers after so many backward steps."""
    known = np.zeros(len(walk.graph.nodes), bool)
    known[walk.graph.output] = True
    known[[walk.child_of(step) for step in walk.backward[:count]]] = True
    last = walk.backward[count - 1] if count else None
    arguments = {
        "gradients": walk.gradients_after(count),
        "has_value": np.ones(len(known), bool),
        "has_gradient": known,
        "reached": walk.route.ranks < count,
        "now": None if last is None else (last.node, last.operand),
        **values,
    }
    return numbers_of(neuron, walk, **arguments)


def test_that_a_closed_neuron_has_a_line_for_each_of_its_scalars() -> None:
    walk = walk_with()
    neuron = neuron_of(walk.graph, place_of(walk, "h2,1"))
    assert neuron is not None
    assert neuron.group.name == "h2,1"
    labels = [line.label for line in neuron.lines]
    assert labels[0] == "h₂,₁"
    assert [label for label in labels if label.startswith(("w", "h₁", "b"))] == [
        "w₂,₁,₁", "h₁,₁", "w₂,₁,₂", "h₁,₂", "w₂,₁,₃", "h₁,₃", "b₂,₁",
    ]  # fmt: skip
    assert [line.symbol for line in neuron.lines] == ["tanh", "Σ", *("×", "", "") * 3, ""]
    assert [line.depth for line in neuron.lines] == [0, 1, *(2, 3, 3) * 3, 2]


def test_that_a_card_inside_an_open_neuron_stands_for_that_neuron() -> None:
    walk = walk_with("h2,1")
    closed = neuron_of(walk_with().graph, place_of(walk_with(), "h2,1"))
    for name in ("h2,1", next(b.name for b in walk.graph.nodes if b.operation == "*")):
        assert neuron_of(walk.graph, place_of(walk, name)) == closed
    assert opened_neuron(walk.graph) == closed
    assert opened_neuron(walk_with().graph) is None


@pytest.mark.parametrize("name", ["x₁", "Hidden 1"])
def test_that_inputs_and_whole_layers_are_no_neuron(name: str) -> None:
    walk = walk_with(level=0 if name == "Hidden 1" else 1)
    assert neuron_of(walk.graph, place_of(walk, name)) is None


def test_that_of_a_batch_the_first_sample_is_shown() -> None:
    walk = walk_with(count=3)
    neuron = neuron_of(walk.graph, place_of(walk, "h1,1"))
    assert neuron is not None
    assert neuron.lines[0].label == "h₁,₁ #1"
    assert sum(line.symbol == "tanh" for line in neuron.lines) == 1


def test_that_all_numbers_are_those_of_the_engine_in_the_end() -> None:
    run = run_of(**NETWORK)
    row = int(run.network.split.train_indices[0])
    walk = walk_with()
    neuron = neuron_of(walk.graph, place_of(walk, "h2,1"))
    assert neuron is not None
    numbers = numbers_after(walk, neuron, len(walk.backward))
    model: MLP = run.network.new_model()
    leaves = model.parameters()
    for leaf, value in zip(leaves, run.trainer.parameters.tolist(), strict=True):
        leaf.value = value
    split = run.network.split
    inputs = [Scalar(value) for value in split.to_model(split.dataset.X[row : row + 1])[0].tolist()]
    target = split.target_to_model(split.dataset.y[row : row + 1])
    loss = run.network.loss.function(model(inputs), Scalar(float(target[0])))
    loss.backward()
    ours = model.layers[1].neurons[0]
    found = dict(zip([line.label for line in neuron.lines], numbers.gradients.tolist(), strict=True))
    assert [found[f"w₂,₁,{sub}"] for sub in "₁₂₃"] == pytest.approx([leaf.grad for leaf in ours.weights])
    assert found["b₂,₁"] == pytest.approx(ours.parameters()[-1].grad)
    values = dict(zip([line.label for line in neuron.lines], numbers.values.tolist(), strict=True))
    assert values["w₂,₁,₂"] == pytest.approx(ours.weights[1].value)


def test_that_what_is_inside_is_known_once_the_neuron_has_passed_everything_on() -> None:
    walk = walk_with()
    neuron = neuron_of(walk.graph, place_of(walk, "h2,1"))
    assert neuron is not None
    first = next(n for n, step in enumerate(walk.backward) if step.node == place_of(walk, "h2,1"))
    start = numbers_after(walk, neuron, 0)
    assert np.isnan(start.gradients).all()
    assert not start.is_now.any()
    on_the_way = numbers_after(walk, neuron, first + 1)
    assert np.isfinite(on_the_way.gradients[0])
    assert np.isnan(on_the_way.gradients[1])
    labels = [line.label for line, is_now in zip(neuron.lines, on_the_way.is_now, strict=True) if is_now]
    assert labels[0] == "h₂,₁"
    assert len(labels) == 2
    done = numbers_after(walk, neuron, first + 3)
    assert np.isfinite(done.gradients).all()


def test_that_values_come_with_the_forward_steps() -> None:
    walk = walk_with()
    neuron = neuron_of(walk.graph, place_of(walk, "h2,1"))
    assert neuron is not None
    known = np.array([not block.is_computed for block in walk.graph.nodes])
    before = numbers_after(walk, neuron, 0, has_value=known)
    names = [line.label for line in neuron.lines]
    assert np.isnan(before.values[[0, 1, names.index("h₁,₁")]]).all()
    assert np.isfinite(before.values[names.index("w₂,₁,₁")])
