from __future__ import annotations

import numpy as np
import pytest

from playground.models.experiment import Experiment
from playground.models.graph.network_graph import network_graph
from playground.models.graph.steps import Walk
from playground.models.run import Run

CASES = [
    {"dataset": "circle", "hidden": (3, 2), "loss": "binary_cross_entropy"},
    {"dataset": "circle", "hidden": (3,), "loss": "squared_error", "features": (1, 4, 6)},
    {"dataset": "circle", "hidden": (3,), "loss": "hinge", "activation": "relu"},
    {"dataset": "blobs", "hidden": (4,), "loss": "cross_entropy", "activation": "gelu"},
    {"dataset": "blobs", "hidden": (), "loss": "squared_error"},
    {"dataset": "plane", "hidden": (3,)},
]


@pytest.mark.parametrize("values", CASES, ids=str)
def test_that_loss_and_gradients_of_a_sample_are_those_of_the_trainer(values) -> None:
    run = Run(Experiment(n_samples=40, batch_size=1, backend="array", **values))
    for _ in range(5):
        run.trainer.train_batch()
    report = run.trainer.look_ahead()
    row = int(run.split.train_indices[report.samples[0]])
    found = network_graph(run.info(), row)
    walk = Walk(found.graph, {**found.graph.start, **found.leaves(run.trainer.parameters)})
    assert walk.values[-1] == pytest.approx(report.loss, rel=1e-9, abs=1e-12)
    for leaf, place in found.places:
        assert walk.gradients[leaf] == pytest.approx(report.gradients[place], rel=1e-7, abs=1e-11)
    missing = set(range(len(report.gradients))) - {place for _, place in found.places}
    assert all(report.gradients[place] == 0.0 for place in missing)


def test_that_a_neuron_has_the_value_it_has_in_the_network() -> None:
    run = Run(Experiment(dataset="circle", hidden=(3, 2), n_samples=40))
    row = int(run.split.test_indices[0])
    found = network_graph(run.info(), row, (2, 1))
    walk = Walk(found.graph, {**found.graph.start, **found.leaves(run.trainer.parameters)})
    inputs = run.split.to_model(run.split.dataset.X[row : row + 1])
    value = run.forward.values(run.trainer.parameters, inputs, [run.forward.neurons[1][1]])
    assert walk.values[-1] == pytest.approx(float(value[0, 0]))
    assert found.graph.nodes[-1].name == "h2,2"


def test_that_weights_are_drawn_once_with_all_their_edges() -> None:
    run = Run(Experiment(dataset="circle", hidden=(2,), n_samples=40))
    graph = network_graph(run.info(), 0).graph
    names = [node.name for node in graph.nodes if not node.is_constant]
    assert len(names) == len(set(names))
    inputs = [node for node in graph.leaves if node.name in run.split.input_names]
    assert [len(graph.uses[node.index]) for node in inputs] == [2, 2]


def test_that_a_network_too_large_to_read_is_refused_with_a_sentence() -> None:
    run = Run(Experiment(dataset="digits", hidden=(10,)))
    with pytest.raises(ValueError, match="too many to be read one by one"):
        network_graph(run.info(), 0)
    assert np.isfinite(run.trainer.parameters).all()
