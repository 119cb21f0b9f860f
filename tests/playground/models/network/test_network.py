from __future__ import annotations

import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP
from playground.models.experiment.choices import EQUAL_WEIGHT, LOSS_TITLES
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import OutputLayer, allowed_losses, output_layer
from playground.models.network import network as network_module
from playground.models.network.network import Network, arrows, build_model
from playground.models.run.training import Training

PROBABILITIES = OutputLayer(3, True, "softmax")


def new_model(structure: tuple[int, ...], experiment: Experiment, output: OutputLayer, seed: int) -> MLP:
    now = experiment
    return build_model(structure, now.activations, output, now.initializer, now.initial_range, seed)


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


def test_that_every_model_of_a_network_has_its_first_weights():
    network = Network.of(
        Experiment(dataset="iris", hidden=(4, 3), initializer="custom", weight_draws=2, backend="array")
    )
    models = network.new_model(), network.new_model()
    for model in models:
        values = [leaf.value for leaf in model.parameters()]
        np.testing.assert_array_equal(values, network.first_parameters)
    assert models[0] is not models[1]


def test_that_custom_weights_fill_their_range():
    network = Network.of(Experiment(initializer="custom", initial_range=0.02, hidden=(20,)))
    assert 0.018 < np.abs(network.first_parameters).max() <= 0.02


def test_that_the_names_of_parameters_last_as_long_as_the_network_has_the_same_ones():
    circle = Experiment(dataset="circle", backend="array")
    before = Network.of(circle)
    assert Network.of(circle.with_(seed=3, activation="relu"), before).parameter_map is before.parameter_map
    for change in ({"features": (0, 2)}, {"hidden": (5,)}):
        other = Network.of(circle.with_(**change), before)
        assert other.parameter_map is not before.parameter_map
        assert other.parameter_map.structure == other.structure
        assert other.parameter_map.inputs == other.split.features.chosen
        assert other.n_parameters == len(other.parameter_map.keys)


def test_that_the_data_is_kept_while_only_the_network_changes():
    before = Network.of(Experiment())
    assert Network.of(Experiment(hidden=(2,)), before).split is before.split
    assert Network.of(Experiment(noise=0.2), before).split is not before.split


def test_that_networks_that_compute_the_same_share_what_computes_it():
    before = Network.of(Experiment())
    same = Network.of(Experiment(noise=0.2, learning_rate=0.3, weight_draws=4), before)
    assert same.forward.neurons is before.forward.neurons
    other = Network.of(Experiment(hidden=(6, 7)), before)
    assert other.forward.neurons is not before.forward.neurons


def test_that_what_computes_small_networks_stays_and_a_large_one_goes_for_the_next(monkeypatch):
    monkeypatch.setattr(network_module, "MOST_PARAMETERS_READY", 300)
    circle = Experiment(dataset="circle")
    small = [Network.of(circle.with_(hidden=(size, 3))) for size in range(2, 8)]
    before = [network.forward.neurons for network in small]
    assert all(network.forward.neurons is neurons for network, neurons in zip(small, before, strict=True))
    seventh = Network.of(circle.with_(hidden=(8, 3))).forward
    assert seventh.neurons is Network.of(circle.with_(hidden=(8, 3))).forward.neurons
    assert small[0].forward.neurons is not before[0]
    large = Network.of(circle.with_(hidden=(20, 20)))
    assert large.forward.neurons is large.forward.neurons
    assert all(network.forward.neurons is not neurons for network, neurons in zip(small, before, strict=True))


def test_that_dropout_is_off_in_pictures_unless_eval_is_forgotten():
    plain = Network.of(Experiment())
    X, parameters = plain.split.X_train, plain.first_parameters
    wanted = plain.outputs(X, parameters)
    dropping = Network.of(Experiment(dropout=0.5), plain)
    np.testing.assert_allclose(dropping.outputs(X, parameters), wanted, rtol=1e-12)
    forgetful = Network.of(Experiment(dropout=0.5, forgets_eval=True), dropping)
    drawn = forgetful.outputs(X, parameters)
    assert not np.allclose(drawn, wanted)
    np.testing.assert_array_equal(forgetful.outputs(X, parameters), drawn)
    assert not np.allclose(forgetful.outputs(X, parameters + 1e-12), drawn)
    again = forgetful.asked_again(1)
    assert not np.allclose(again.outputs(X, parameters), drawn)
    np.testing.assert_array_equal(
        again.outputs(X, parameters), forgetful.asked_again(1).outputs(X, parameters)
    )
    np.testing.assert_array_equal(dropping.asked_again(1).outputs(X, parameters), wanted)


def test_that_the_loss_of_another_task_is_replaced_and_the_wish_remembered():
    for experiment, loss in (
        (Experiment(dataset="plane"), "squared_error"),
        (Experiment(loss="hinge"), "cross_entropy"),
    ):
        network = Network.of(experiment)
        assert network.experiment.loss == loss
        assert network.wanted is experiment


def test_that_the_number_of_classes_is_kept_within_what_a_data_set_can():
    assert Network.of(Experiment(dataset="blobs", n_classes=5)).structure[-1] == 5
    assert Network.of(Experiment(dataset="blobs", n_classes=10)).structure[-1] == 5
    assert Network.of(Experiment(dataset="iris", n_classes=5)).structure[-1] == 3


def test_that_it_tells_what_the_screen_needs():
    network = Network.of(Experiment())
    assert (network.structure, network.n_parameters) == ((4, 6, 6, 3), 93)
    assert network.dataset.name == "iris"
    assert network.axes == (2, 3)
    assert arrows(network.structure) == "4 → 6 → 6 → 3"


def test_that_losses_are_titled():
    assert set(allowed_losses("classification", 2)) == set(LOSS_TITLES)


def test_that_generated_data_have_as_many_points_as_wanted():
    assert Network.of(Experiment(dataset="circle", n_samples=50)).dataset.n_samples == 50
    assert Network.of(Experiment(n_samples=50)).dataset.n_samples == 150


def test_that_chosen_features_are_the_inputs():
    network = Network.of(Experiment(dataset="circle", features=(2, 3), hidden=(3,)))
    assert network.structure[0] == 2
    assert network.shown_structure[0] == 9
    assert network.split.input_names == ("x₁²", "x₂²")


def test_that_the_inputs_of_digits_are_shown_as_one_picture():
    network = Network.of(Experiment(dataset="digits"))
    assert network.structure[0] == 64
    assert network.shown_structure[0] == 1


def test_that_only_data_of_more_than_two_features_have_principal_components():
    assert Network.of(Experiment()).principal is not None
    assert Network.of(Experiment(dataset="circle")).principal is None


def test_that_a_machine_without_a_compiler_uses_arrays_and_says_why(monkeypatch) -> None:
    for module in ("engine.training.backends", "playground.models.network.network"):
        monkeypatch.setattr(sys.modules[module], "unavailable", lambda: "no llvmlite")
    network = Network.of(Experiment(dataset="circle", n_samples=40, hidden=(3,), backend="compiled"))
    assert (network.backend, network.compiler_problem) == ("array", "no llvmlite")
    on_arrays = Network.of(network.wanted.with_(backend="array"))
    X, parameters = network.split.X_test, network.first_parameters
    np.testing.assert_array_equal(network.outputs(X, parameters), on_arrays.outputs(X, parameters))


def test_that_weights_that_begin_equal_stay_equal():
    """The neurons of a layer get the same gradients, so training cannot part them."""
    experiment = Experiment(dataset="xor", hidden=(3,), initializer="equal", loss="binary_cross_entropy")
    assert (weights(experiment) == EQUAL_WEIGHT).all()
    training = Training.of(experiment)
    training.trainer.train_for(math.inf, 40)
    model = training.network.new_model()
    for parameter, value in zip(model.parameters(), training.trainer.parameters, strict=True):
        parameter.value = float(value)
    first, *others = ([one.value for one in neuron.parameters()] for neuron in model.layers[0].neurons)
    assert first[0] != EQUAL_WEIGHT
    assert all(other == pytest.approx(first) for other in others)
