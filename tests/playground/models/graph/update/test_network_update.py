"""The way from the graph on screen to the network and back: the same numbers as a step of training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.models.experiment.choices import OPTIMIZERS
from playground.models.experiment.experiment import Experiment
from playground.models.graph.network_graph import NetworkGraph, network_graph
from playground.models.graph.update.network_update import network_update, parameter_gradients
from playground.models.graph.update.update_table import Array
from playground.models.network.parameter_map import BIAS
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.session import Session


def gradients_of(network: NetworkGraph, parameters: Array) -> Array:
    """The gradients of all scalars, by the graph."""
    graph = network.graph
    values = graph.values({**graph.start, **network.leaves(parameters)})
    return np.asarray(graph.gradients(graph.local_derivatives(values)))


def next_batch(session: Session) -> NetworkGraph:
    """The graph of the loss of the samples that training would take next."""
    run = session.training
    rows = run.network.split.train_indices[run.trainer.look_ahead().samples]
    return network_graph(run.network, rows.tolist())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "values",
    [
        {"dataset": "iris", "hidden": (3,)},
        {"dataset": "iris", "hidden": (2, 2), "regularization": "l2", "clip_norm": 0.1},
        {"dataset": "circle", "hidden": (2,), "activation": "relu", "frozen": ((1, 0),)},
        {"dataset": "plane", "hidden": (3,), "regularization": "l1", "switched_off": ((1, 1),)},
        {"dataset": "iris", "hidden": (), "loss": "squared_error"},
        {"dataset": "iris", "hidden": (2,), "forgets_zero_grad": True, "clip_norm": 0.5},
        {"dataset": "iris", "hidden": (2,), "softmax_twice": True, "labels_off_by_one": True},
    ],
)
def test_that_applying_the_graph_of_the_next_batch_is_a_step_of_training(
    optimizer: str, values: dict[str, Any]
) -> None:
    session = Session(Experiment(batch_size=4, learning_rate=0.05, optimizer=optimizer, **values))
    session.train_steps(3)
    trainer, network = session.training.trainer, next_batch(session)
    start, report = trainer.state(), OptimizerReport.of(trainer)
    made = network_update(network, gradients_of(network, report.parameters), report)
    session.train_steps(1)
    stepped = trainer.state()
    trainer.go_back(start)
    assert session.apply_update(report, made.raw) is not None
    applied = trainer.state()
    np.testing.assert_array_equal(applied.parameters, made.new_values)
    np.testing.assert_allclose(applied.parameters, stepped.parameters, rtol=1e-7, atol=1e-9)
    for got, wanted in zip(applied.optimizer_state, stepped.optimizer_state, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-7, atol=1e-12)
    assert (applied.step, applied.updates) == (stepped.step, stepped.updates)
    assert (applied.left_gradients is not None) == bool(values.get("forgets_zero_grad"))
    if applied.left_gradients is not None and stepped.left_gradients is not None:
        np.testing.assert_allclose(applied.left_gradients, stepped.left_gradients, rtol=1e-7, atol=1e-12)


def test_that_parameters_are_named_as_in_the_graph_and_in_the_order_of_the_network() -> None:
    session = Session(Experiment(hidden=(2,), batch_size=2))
    network, report = next_batch(session), OptimizerReport.of(session.training.trainer)
    names = network_update(network, gradients_of(network, report.parameters), report).names
    assert names[:6] == ("w₁,₁,₁", "w₁,₁,₂", "w₁,₁,₃", "w₁,₁,₄", "b₁,₁", "w₁,₂,₁")
    biases = [key[2] == BIAS for key in session.network.parameter_map.keys]
    assert [name.startswith("b") for name in names] == biases


def test_that_the_graph_of_one_neuron_makes_no_update() -> None:
    session = Session(Experiment(hidden=(2,)))
    network = network_graph(session.network, [0], (1, 0))
    report = OptimizerReport.of(session.training.trainer)
    with pytest.raises(ValueError, match="gradient of a loss"):
        network_update(network, gradients_of(network, report.parameters), report)


def test_that_a_report_of_another_network_is_refused() -> None:
    session, other = Session(Experiment(hidden=(2,))), Session(Experiment(hidden=(3,)))
    network = next_batch(session)
    found = gradients_of(network, session.training.trainer.parameters)
    with pytest.raises(ValueError, match="all parameters"):
        network_update(network, found, OptimizerReport.of(other.training.trainer))
    n_parameters = len(session.training.trainer.parameters)
    assert len(parameter_gradients(network, found, n_parameters)) == n_parameters
