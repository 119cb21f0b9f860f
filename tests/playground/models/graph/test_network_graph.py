from __future__ import annotations

import numpy as np
import pytest

from playground.models.graph.drawing import draw_network
from playground.models.graph.network_graph import network_graph
from playground.models.graph.update.network_update import parameter_gradients
from tests.playground.models.graph.networks import drawing_of, run_of, walk_on

CASES = [
    {"dataset": "circle", "hidden": (3, 2), "loss": "binary_cross_entropy"},
    {"dataset": "circle", "hidden": (3,), "loss": "squared_error", "features": (1, 4, 6)},
    {"dataset": "circle", "hidden": (3,), "loss": "hinge", "activation": "relu"},
    {"dataset": "blobs", "hidden": (4,), "loss": "cross_entropy", "activation": "gelu"},
    {"dataset": "blobs", "hidden": (), "loss": "squared_error"},
    {"dataset": "plane", "hidden": (3,)},
    {"dataset": "iris", "hidden": (3,), "softmax_twice": True, "labels_off_by_one": True},
    {"dataset": "circle", "hidden": (3,), "loss": "binary_cross_entropy", "softmax_twice": True},
]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("values", CASES, ids=str)
def test_that_loss_and_gradients_of_a_batch_are_those_of_the_trainer(values, count) -> None:
    run = run_of(batch_size=count, **values)
    report = run.trainer.look_ahead()
    rows = run.network.split.train_indices[report.samples].tolist()
    found = network_graph(run.network, rows)
    parameters = run.trainer.parameters
    graph = found.graph
    all_values = graph.values({**graph.start, **found.leaves(parameters)})
    gradients = graph.gradients(graph.local_derivatives(all_values))
    assert all_values[-1] == pytest.approx(report.loss, rel=1e-9, abs=1e-12)
    for leaf, place in found.places:
        assert gradients[leaf] == pytest.approx(report.gradients[place], rel=1e-7, abs=1e-11)
    missing = set(range(len(report.gradients))) - {place for _, place in found.places}
    assert all(report.gradients[place] == 0.0 for place in missing)


def test_that_a_neuron_has_the_value_it_has_in_the_network() -> None:
    run = run_of(dataset="circle", hidden=(3, 2))
    row = int(run.network.split.train_indices[0])
    walk = walk_on(drawing_of(run, neuron=(2, 1)), run)
    inputs = run.network.split.to_model(run.network.split.dataset.X[row : row + 1])
    value = run.network.forward.values(run.trainer.parameters, inputs, [run.network.forward.neurons[1][1]])
    assert walk.values[-1] == pytest.approx(float(value[0, 0]))
    assert walk.graph.nodes[-1].name == "h2,2"


def test_that_a_neuron_that_is_switched_off_answers_zero() -> None:
    run = run_of(dataset="circle", hidden=(3,), switched_off=((1, 1),))
    walk = walk_on(drawing_of(run), run)
    names = {node.name: node.index for node in walk.graph.scalars.nodes}
    assert walk.values[names["h1,2"]] == 0.0
    assert walk.values[names["h1,1"]] != 0.0


@pytest.mark.parametrize(
    ("loss", "symbol", "last"), [("cross_entropy", "Σ", "z"), ("squared_error", "S", "p")]
)
def test_that_softmax_is_drawn_where_the_loss_is_made_of_it(loss, symbol, last) -> None:
    walk = walk_on(drawing_of(run := run_of(dataset="blobs", hidden=(2,), loss=loss), level=0), run)
    output = next(node for node in walk.graph.nodes if node.name == "Output")
    assert output.symbol == symbol
    assert {walk.graph.scalars.nodes[scalar].name[0] for scalar in output.outputs} == {last}


def test_that_weights_are_drawn_once_with_all_their_edges() -> None:
    graph = drawing_of(run_of(dataset="circle", hidden=(2,)), count=3).scalars
    names = [node.name for node in graph.nodes if not node.is_constant]
    assert len(names) == len(set(names))
    weight = next(node for node in graph.leaves if node.name == "w1,1,1")
    assert len(graph.uses[weight.index]) == 3


def test_that_samples_of_a_batch_are_told_apart_and_a_single_one_has_no_number() -> None:
    run = run_of(dataset="circle", hidden=(2,))
    several = {node.name for node in drawing_of(run, count=2).scalars.nodes}
    one = {node.name for node in drawing_of(run).scalars.nodes}
    assert {"h1,1 #1", "h1,1 #2", "L1", "L2", "L"} <= several
    assert {"h1,1", "L"} <= one
    assert "L1" not in one


def test_that_a_network_too_large_to_draw_is_refused_with_a_sentence() -> None:
    run = run_of(dataset="digits", hidden=(32, 32), n_samples=100)
    rows = run.network.split.train_indices[:10].tolist()
    with pytest.raises(ValueError, match=r"its graph for 10 samples would have about \d\d,\d\d\d values"):
        network_graph(run.network, rows)
    assert len(network_graph(run.network, rows[:1]).graph.nodes) > 5000
    assert np.isfinite(run.trainer.parameters).all()


def test_that_a_neuron_of_a_large_network_can_be_drawn_if_little_feeds_it() -> None:
    run = run_of(dataset="digits", hidden=(64, 64))
    graph = network_graph(run.network, [0], (1, 5)).graph
    assert graph.nodes[-1].name == "h1,6"
    with pytest.raises(ValueError, match="this network has 8,970 parameters"):
        network_graph(run.network, [0])
    # 64 · 65 weights and biases below, 65 of its own, each with a product
    assert len(network_graph(run.network, [0], (2, 0)).graph.nodes) < 9000


def test_that_the_samples_of_a_batch_share_the_cards_of_one_network() -> None:
    run = run_of(dataset="circle", hidden=(3,), loss="squared_error")
    network = network_graph(run.network, run.network.split.train_indices[:4].tolist())
    blocks = draw_network(network, network.grouping.first_opened(1, len(network.graph.nodes))).blocks
    names = [block.name for block in blocks.nodes]
    assert sorted(names) == sorted(["x₁", "x₂", "h1,1", "h1,2", "h1,3", "y1", "t", "Losses", "L"])
    shapes = {block.name: block.shape for block in blocks.nodes}
    assert shapes["h1,2"] == shapes["x₁"] == shapes["Losses"] == (4, 1)
    assert shapes["L"] == (1, 1)


def test_that_the_gradient_of_a_batch_is_the_mean_of_those_of_its_samples() -> None:
    run = run_of(dataset="circle", hidden=(3,), loss="squared_error")
    rows = run.network.split.train_indices[:3].tolist()

    def gradients(chosen: list[int]) -> np.ndarray:
        network = network_graph(run.network, chosen)
        leaves = {**network.graph.start, **network.leaves(run.trainer.parameters)}
        found = network.graph.gradients(network.graph.local_derivatives(network.graph.values(leaves)))
        return parameter_gradients(network, found, run.network.n_parameters)

    each = [gradients([row]) for row in rows]
    assert gradients(rows) == pytest.approx(np.mean(each, axis=0))


NORMED = {"dataset": "circle", "hidden": (3, 2), "loss": "squared_error", "batch_norm": (True, False)}


@pytest.mark.parametrize("values", [{}, {"bias_before_norm": True}, {"switched_off": ((1, 1),)}], ids=str)
@pytest.mark.parametrize("more", [{}, {"batch_norm": (True, True), "dataset": "blobs", "output_bias": False}])
def test_that_a_batch_is_normalised_by_its_own_statistics_as_training_does(values, more) -> None:
    run = run_of(batch_size=4, **{**NORMED, **values, **more})
    report = run.trainer.look_ahead()
    found = network_graph(run.network, run.network.split.train_indices[report.samples].tolist())
    graph, leaves = found.graph, found.leaves(run.trainer.parameters)
    all_values = graph.values({**graph.start, **leaves})
    gradients = graph.gradients(graph.local_derivatives(all_values))
    assert all_values[-1] == pytest.approx(report.loss, rel=1e-9)
    learned = parameter_gradients(found, gradients, run.network.parameter_map.count)
    assert learned == pytest.approx(report.gradients, rel=1e-7, abs=1e-11)
    names = {node.name for node in graph.nodes}
    assert {"mean1,1", "var1,1", "norm1,1 #1", "norm1,1 #4", "gamma1,1", "beta1,1"} <= names
    assert not names & {"m1,1", "v1,1"}, "no running statistics in train mode"


def test_that_one_sample_is_normalised_by_running_statistics_that_follow_training() -> None:
    run = run_of(batch_size=4, **NORMED)
    row = int(run.network.split.train_indices[0])
    walk = walk_on(drawing_of(run, neuron=(1, 1)), run)
    inputs = run.network.split.to_model(run.network.split.dataset.X[row : row + 1])
    forward = run.network.forward
    value = forward.values(run.trainer.parameters, inputs, [forward.neurons[0][1]])
    assert walk.values[-1] == pytest.approx(float(value[0, 0]), rel=1e-12)
    names = {node.name for node in walk.graph.scalars.nodes}
    assert {"m1,2", "v1,2", "gamma1,2", "beta1,2"} <= names
    assert not names & {"b1,2", "mean1,2"}


def test_that_an_update_by_one_sample_is_refused_where_training_needs_a_batch() -> None:
    run = run_of(batch_size=4, **NORMED)
    found = network_graph(run.network, [0])
    with pytest.raises(ValueError, match="gradient of a loss"):
        parameter_gradients(found, np.zeros(len(found.graph.nodes)), run.network.parameter_map.count)
