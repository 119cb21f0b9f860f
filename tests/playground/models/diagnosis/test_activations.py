from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.diagnosis.activations import BINS, MOST_SAMPLES, Activations, measure_activations
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training
from tests.playground.plain_network import Array, layer_values

CASES: list[dict[str, Any]] = [
    {"dataset": "iris", "hidden": (5,)},
    {"dataset": "circle", "hidden": (4, 3), "layer_activations": ("relu", "sigmoid")},
    {"dataset": "plane", "hidden": (3, 2, 2), "activation": "sigmoid"},
    {"dataset": "circle", "hidden": (4, 2), "activation": "relu", "switched_off": ((1, 2), (2, 0))},
]
a_case = pytest.mark.parametrize("values", CASES, ids=lambda values: f"{values['dataset']}{values['hidden']}")


def make_run(**values: Any) -> Training:
    return Training.of(Experiment(**{"dataset": "circle", "backend": "array", **values}))


def measured(run: Training, parameters: Array | None = None) -> Activations:
    found = measure_activations(run.network, run.trainer.parameters if parameters is None else parameters)
    assert found is not None
    return found


def plain_values(run: Training, parameters: Array) -> Array:
    """Return a row for each hidden neuron."""
    return np.concatenate(layer_values(run.network, parameters, run.network.split.X_train)[:-1], axis=1).T


def set_neuron(run: Training, layer: int, neuron: int, weights: float, bias: float) -> None:
    parameters = run.trainer.parameters.copy()
    place = run.network.parameter_map.of_neuron(layer, neuron)
    parameters[place] = weights
    parameters[place.stop - 1] = bias
    run.trainer.set_parameters(parameters)


@a_case
@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_statistics_are_those_of_a_plain_forward_pass(values: dict[str, Any], backend: str) -> None:
    run = make_run(**values, backend=backend)
    run.trainer.train_for(9.0, 3)
    found, truth = measured(run), plain_values(run, run.trainer.parameters)
    assert len(truth) == sum(run.network.experiment.hidden)
    for array, expected in (
        (found.mean, truth.mean(axis=1)), (found.spread, truth.std(axis=1)),
        (found.low, truth.min(axis=1)), (found.high, truth.max(axis=1)),
    ):  # fmt: skip
        np.testing.assert_allclose(array, expected, rtol=1e-9, atol=1e-12)


@a_case
def test_that_histograms_are_those_of_numpy(values: dict[str, Any]) -> None:
    run = make_run(**values)
    found, truth = measured(run), plain_values(run, run.trainer.parameters)
    assert found.counts.shape == (len(truth), BINS)
    for counts, row in zip(found.counts, truth, strict=True):
        if row.min() < row.max():
            np.testing.assert_array_equal(counts, np.histogram(row, BINS, (row.min(), row.max()))[0])


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.floats(0.01, 50.0))
def test_that_every_sample_is_counted_once_whatever_the_weights(seed: int, scale: float) -> None:
    run = SMALL
    drawn = scale * np.random.default_rng(seed).normal(size=len(run.trainer.parameters))
    found, truth = measured(run, drawn), plain_values(run, drawn)
    np.testing.assert_allclose(found.mean, truth.mean(axis=1), rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(found.spread, truth.std(axis=1), rtol=1e-8, atol=1e-10)
    assert (found.counts >= 0).all()
    assert (found.counts.sum(axis=1) == len(run.network.split.X_train)).all()
    # The least and the largest value lie in the first and the last bin.
    varies = found.low < found.high
    assert (found.counts[:, 0] >= 1).all()
    assert (found.counts[varies, -1] >= 1).all()
    assert (found.flat >= 0.0).all()
    assert (found.flat <= 1.0).all()


SMALL = make_run(hidden=(3, 3), layer_activations=("relu", "tanh"), n_samples=60)


def test_that_the_given_parameters_count_and_not_those_of_the_trainer() -> None:
    run = make_run(hidden=(3,))
    before = measured(run)
    found = measured(run, 2.0 * run.trainer.parameters)
    assert (found.spread > before.spread).all()
    np.testing.assert_array_equal(measured(run).spread, before.spread)


def test_that_only_so_many_samples_are_looked_at() -> None:
    run = make_run(hidden=(3,), n_samples=1000, train_fraction=0.7)
    assert len(run.network.split.X_train) == 700
    found = measured(run)
    truth = plain_values(run, run.trainer.parameters)[:, :MOST_SAMPLES]
    assert found.counts.sum(axis=1).tolist() == [MOST_SAMPLES] * 3
    np.testing.assert_allclose(found.mean, truth.mean(axis=1), rtol=1e-9, atol=1e-12)


def test_that_without_hidden_layers_there_is_nothing_to_measure() -> None:
    run = make_run(hidden=())
    assert measure_activations(run.network, run.trainer.parameters) is None


def test_that_a_constant_neuron_fills_one_bin() -> None:
    run = make_run(hidden=(2,))
    set_neuron(run, 1, 1, 0.0, 0.3)
    found = measured(run)
    assert found.low[1] == found.high[1] == pytest.approx(np.tanh(0.3))
    assert found.spread[1] == pytest.approx(0.0, abs=1e-12)
    assert found.counts[1].tolist() == [len(run.network.split.X_train)] + [0] * (BINS - 1)


def test_that_a_relu_that_is_never_above_zero_is_dead() -> None:
    run = make_run(hidden=(3, 2), activation="relu")
    set_neuron(run, 1, 0, 0.0, 1.0)
    set_neuron(run, 1, 1, 0.0, -0.5)
    set_neuron(run, 1, 2, 0.0, 0.0)
    set_neuron(run, 2, 0, -1.0, 0.0)
    set_neuron(run, 2, 1, 1.0, 0.0)
    found = measured(run)
    assert found.dead.tolist() == [False, True, True, True, False]
    assert found.flat.tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]
    assert not found.saturated.any()


def test_that_a_relu_that_lives_for_a_single_sample_is_not_dead() -> None:
    run = make_run(hidden=(2,), activation="relu")
    first = np.sort(run.network.split.X_train[:, 0])
    parameters = run.trainer.parameters.copy()
    place = run.network.parameter_map.of_neuron(1, 0)
    parameters[place] = [1.0, 0.0, -0.5 * (first[-1] + first[-2])]
    run.trainer.set_parameters(parameters)
    found = measured(run)
    assert found.flat[0] == pytest.approx(1.0 - 1.0 / len(first))
    assert not found.dead[0]


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_that_huge_weights_saturate(activation: str) -> None:
    run = make_run(hidden=(3,), activation=activation)
    parameters = run.trainer.parameters.copy()
    parameters[run.network.parameter_map.of_neuron(1, 0)] = [1e5, 1e5, 0.0]
    parameters[run.network.parameter_map.of_neuron(1, 1)] = [0.1, 0.1, 0.0]
    parameters[run.network.parameter_map.of_neuron(1, 2)] = [0.0, 0.0, -30.0]
    run.trainer.set_parameters(parameters)
    found = measured(run)
    assert found.saturated.tolist() == [True, False, True]
    assert not found.dead.any()


@pytest.mark.parametrize("activation", ["relu", "linear", "leaky_relu", "softplus"])
def test_that_unbounded_activations_never_saturate(activation: str) -> None:
    run = make_run(hidden=(3,), activation=activation)
    found = measured(run, 1e5 * run.trainer.parameters)
    assert not found.saturated.any()
    assert not found.dead.any()


@pytest.mark.parametrize(("activation", "steepest"), [("tanh", 1.0), ("sigmoid", 0.25)])
@pytest.mark.parametrize("scale", [0.5, 2.0, 5.0, 20.0])
def test_that_flat_is_where_hardly_any_slope_is_left(activation: str, steepest: float, scale: float) -> None:
    run = make_run(hidden=(4,), activation=activation)
    parameters = scale * run.trainer.parameters
    values = plain_values(run, parameters)
    slopes = 1.0 - values**2 if activation == "tanh" else values * (1.0 - values)
    found = measured(run, parameters)
    np.testing.assert_allclose(found.flat, (slopes <= 0.0397 * steepest).mean(axis=1), atol=0.02)
    np.testing.assert_array_equal(found.saturated, found.flat >= 0.95)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_that_a_neuron_switched_off_is_neither_dead_nor_saturated(activation: str) -> None:
    run = make_run(hidden=(2, 2), activation=activation, switched_off=((1, 1), (2, 0)))
    for layer in (1, 2):
        for neuron in (0, 1):
            set_neuron(run, layer, neuron, 0.0, -50.0)
    found = measured(run)
    assert (found.dead | found.saturated).tolist() == [True, False, False, True]
    assert found.high[[1, 2]].tolist() == [0.0, 0.0]


def test_that_neurons_are_judged_by_the_activation_of_their_own_layer() -> None:
    run = make_run(hidden=(1, 1, 1), layer_activations=("tanh", "relu", "linear"))
    for layer in (1, 2, 3):
        set_neuron(run, layer, 0, 0.0, -50.0)
    found = measured(run)
    assert found.saturated.tolist() == [True, False, False]
    assert found.dead.tolist() == [False, True, False]


def test_that_values_at_the_end_of_the_range_are_counted_too() -> None:
    run = make_run(hidden=(2,), activation="linear")
    with np.errstate(over="ignore", invalid="ignore"):  # as where frames are painted
        found = measured(run, np.full(len(run.trainer.parameters), 8e307))
    assert (found.counts.sum(axis=1) == len(run.network.split.X_train)).all()


def test_that_dropout_makes_no_sigmoid_saturated() -> None:
    # With weights of zero every sigmoid stands at one half, where it is steepest.
    run = make_run(hidden=(3,), activation="sigmoid", initializer="zeros", dropout=0.5, forgets_eval=True)
    assert not measured(run).saturated.any()
