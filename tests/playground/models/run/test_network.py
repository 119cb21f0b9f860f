from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.experiment.experiment import Experiment, OutputLayer, output_layer
from playground.models.run.network import new_model
from playground.models.run.run import Run

PROBABILITIES = OutputLayer(3, True, "softmax")


def weights(experiment: Experiment, seed: int = 5) -> np.ndarray:
    """The weights between 40 inputs and 60 hidden neurons."""
    layer = new_model((40, 60, 3), experiment, PROBABILITIES, seed).layers[0]
    return np.array([weight.value for neuron in layer.neurons for weight in neuron.weights])


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.integers(0, 99))
def test_that_it_has_the_wanted_layers(structure, seed):
    hidden = tuple(structure[1:-1])
    model = new_model(
        tuple(structure), Experiment(hidden=hidden), OutputLayer(structure[-1], False, "tanh"), seed
    )
    assert [len(layer.neurons) for layer in model.layers] == structure[1:]


@pytest.mark.parametrize(
    ("task", "n_classes", "loss", "expected"),
    [
        ("regression", 0, "squared_error", "linear"), ("classification", 3, "cross_entropy", "softmax"),
        ("classification", 2, "cross_entropy", "softmax"), ("classification", 2, "squared_error", "tanh"),
        ("classification", 2, "hinge", "linear"),
    ],
)  # fmt: skip
def test_that_the_output_fits_the_loss(task, n_classes, loss, expected):
    output = output_layer(task, n_classes, loss)
    model = new_model((2, 4, output.size), Experiment(hidden=(4,)), output, 0)
    assert model.output_activation == expected


def test_that_every_hidden_layer_has_its_own_activation():
    experiment = Experiment(hidden=(2, 3, 2), activation="tanh", layer_activations=("", "relu"))
    assert new_model((2, 2, 3, 2, 3), experiment, PROBABILITIES, 0).activations == ("tanh", "relu", "tanh")


@pytest.mark.parametrize(
    ("initializer", "limit"),
    [
        ("uniform", 1.0), ("xavier", math.sqrt(6 / (40 + 60))), ("he", math.sqrt(6 / 40)), ("zeros", 0.0),
        ("custom", 0.05),
    ],
)  # fmt: skip
def test_that_first_weights_fill_the_range_of_their_initialisation(initializer, limit):
    drawn = weights(Experiment(hidden=(60,), initializer=initializer, initial_range=0.05))
    assert np.abs(drawn).max() <= limit
    assert np.abs(drawn).max() >= 0.99 * limit
    assert drawn.std() == pytest.approx(limit / math.sqrt(3), rel=0.05)


def test_that_the_range_counts_for_custom_weights_only():
    one, other = (weights(Experiment(hidden=(60,), initial_range=limit)) for limit in (0.05, 2.0))
    np.testing.assert_array_equal(one, other)


def test_that_the_seed_decides_the_weights():
    experiment = Experiment(hidden=(60,))
    np.testing.assert_array_equal(weights(experiment, 5), weights(experiment, 5))
    assert (weights(experiment, 5) != weights(experiment, 6)).all()


def test_that_what_a_run_tells_of_itself_makes_its_network_again():
    run = Run(
        Experiment(dataset="iris", hidden=(4, 3), initializer="custom", weight_draws=2, backend="array")
    )
    info = run.info()
    model = new_model(info.structure, info.experiment, info.output, info.experiment.weight_seed)
    np.testing.assert_array_equal([leaf.value for leaf in model.parameters()], run.initial)
