"""What is measured inside a network is what the graph of scalars has."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine import Scalar
from engine.losses import encode_targets
from playground.models.experiment.experiment import Experiment
from playground.models.lessons.insight import InsightMeter
from playground.models.network.parameter_map import BIAS
from playground.models.run.session import Session


def session_of(**changes) -> Session:
    """Return a session of a small network on the array backend."""
    settings = {"dataset": "circle", "n_samples": 20, "hidden": (3, 2), "backend": "array", "seed": 1}
    return Session(Experiment(**{**settings, **changes}, rests=False))


def sample_losses(session: Session, rows: list[int]) -> list[Scalar]:
    """Return the losses of rows of the data set as Scalars of one model with the session's parameters."""
    network = session.network
    model = network.new_model()
    leaves = model.parameters()
    for leaf, value in zip(leaves, session.training.trainer.parameters.tolist(), strict=True):
        leaf.value = value
    X = network.split.to_model(network.dataset.X[rows])
    targets = encode_targets(
        network.dataset.y[rows], network.loss, network.output.size, network.output.activation
    )
    losses = []
    for x, target in zip(X.tolist(), targets.tolist(), strict=True):
        outputs = model(x)
        losses.append(network.loss.function(outputs, target if isinstance(outputs, list) else target[0]))
    session.leaves = leaves  # type: ignore[attr-defined]
    return losses


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_that_norms_are_those_of_the_gradients_of_the_scalars(activation):
    session = session_of(activation=activation)
    session.train_up_to(3, lambda: None, 1.0)
    insight = InsightMeter(session.network).measure(session.training)
    losses = sample_losses(session, session.network.split.train_indices.tolist())
    mean = losses[0]
    for loss in losses[1:]:
        mean = mean + loss
    (mean / len(losses)).backward()
    gradients = [leaf.grad for leaf in session.leaves]  # type: ignore[attr-defined]
    names = session.network.parameter_map.keys
    for place, layer in enumerate((1, 2, -1)):
        for neuron, norm in enumerate(insight.neuron_norms[place]):
            own = [g for g, (of, n, _) in zip(gradients, names, strict=True) if (of, n) == (layer, neuron)]
            assert norm == pytest.approx(math.hypot(*own), rel=1e-9)
        own = [g for g, (of, *_) in zip(gradients, names, strict=True) if of == layer]
        assert insight.layer_norms[place] == pytest.approx(math.hypot(*own), rel=1e-9)
        own = [
            g for g, (of, _, source) in zip(gradients, names, strict=True) if (of, source) == (layer, BIAS)
        ]
        assert insight.bias_norms[place] == pytest.approx(math.hypot(*own), rel=1e-9)
    assert insight.gradient_norm == pytest.approx(math.hypot(*gradients), rel=1e-9)


def test_that_a_bias_before_batch_norm_has_no_gradient_and_a_layer_without_biases_none_to_have():
    session = session_of(batch_norm=(True, True), bias_before_norm=True)
    session.train_up_to(2, lambda: None, 1.0)
    norms = InsightMeter(session.network).measure(session.training).bias_norms
    assert max(norms[:2]) < 1e-14 < 1e-6 < norms[2]
    session = session_of(batch_norm=(True, False))
    norms = InsightMeter(session.network).measure(session.training).bias_norms
    assert math.isnan(norms[0])
    assert norms[1] > 1e-6


def test_that_every_sample_has_its_own_loss():
    session = session_of()
    session.train_up_to(2, lambda: None, 1.0)
    insight = InsightMeter(session.network, (1, 4)).measure(session.training)
    rows = [*range(20)]
    expected = [loss.value for loss in sample_losses(session, rows)]
    assert insight.losses == pytest.approx(expected, rel=1e-9)
    assert {*insight.samples} == {0, 3}
    assert insight.samples[3].loss == pytest.approx(expected[3], rel=1e-9)


def test_that_a_relu_without_an_answer_is_dead():
    session = session_of(activation="relu", hidden=(3,))
    names = session.network.parameter_map
    parameters = session.training.trainer.parameters.copy()
    parameters[names.of_neuron(1, 1)] = 0.0
    parameters[names.index_of((1, 1, -1))] = -5.0
    session.training.trainer.set_parameters(parameters)
    insight = InsightMeter(session.network).measure(session.training)
    assert [marks.tolist() for marks in insight.dead] == [[False, True, False]]
    assert insight.dead_counts == (1,)
    assert insight.neuron_norms[0][1] == 0.0


def test_that_a_network_without_hidden_layers_has_one_layer():
    session = session_of(hidden=())
    insight = InsightMeter(session.network, (999,)).measure(session.training)
    assert len(insight.layer_norms) == 1
    assert insight.dead == ()
    assert insight.samples == {}


def test_that_numbers_beyond_the_range_are_not_known():
    session = session_of(loss="squared_error", hidden=(2,), activation="linear", dataset="plane")
    session.training.trainer.set_parameters(np.full(session.network.n_parameters, 1e200))
    insight = InsightMeter(session.network, (1,)).measure(session.training)
    assert math.isnan(insight.gradient_norm)
    assert insight.samples == {}
