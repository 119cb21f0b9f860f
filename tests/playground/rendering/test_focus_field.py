from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.data.features import Features
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training
from playground.rendering.focus_field import can_focus, input_field, neuron_field
from tests.playground.plain_network import layer_values

SETTINGS: dict[str, dict[str, Any]] = {
    "iris": {"dataset": "iris", "hidden": (5, 3), "layer_activations": ("tanh", "relu")},
    "circle": {
        "dataset": "circle",
        "hidden": (4,),
        "activation": "sigmoid",
        "features": (0, 2, 5),
        "loss": "binary_cross_entropy",
    },
    "two outputs": {"dataset": "circle", "hidden": (3,), "loss": "cross_entropy"},
    "plane": {"dataset": "plane", "hidden": (3, 2)},
    "no hidden layer": {"dataset": "iris", "hidden": ()},
    "switched off": {"dataset": "iris", "hidden": (3, 2), "switched_off": ((1, 1),)},
    "digits": {"dataset": "digits", "hidden": (2,)},
}
# Rows of the picture of the network; two columns of data have nine candidates, a picture is one.
STRUCTURES = {
    "iris": (4, 5, 3, 3), "circle": (9, 4, 1), "two outputs": (9, 3, 2), "plane": (9, 3, 2, 1),
    "no hidden layer": (4, 3), "switched off": (4, 3, 2, 3), "digits": (1, 2, 10),
}  # fmt: skip
RANGES = {"tanh": "signed", "sigmoid": "unit", "relu": "unbounded", "linear": "unbounded", "softmax": "unit"}


@cache
def run_of(name: str) -> Training:
    return Training.of(Experiment(**{"backend": "array", **SETTINGS[name]}))


@pytest.mark.parametrize("name", SETTINGS)
def test_that_the_field_of_a_neuron_is_what_it_answers(name: str) -> None:
    run = run_of(name)
    drawn = np.random.default_rng(3)
    parameters = drawn.normal(size=len(run.trainer.parameters))
    points = 2.0 * drawn.normal(size=(40, run.network.split.n_inputs))
    layers = layer_values(run.network, parameters, points)
    names = [*run.network.experiment.activations, run.network.output.activation]
    for column, (values, activation) in enumerate(zip(layers, names, strict=True), 1):
        for index in range(values.shape[1]):
            field, span = neuron_field(run.network, parameters, (column, index), points)
            assert field.shape == (40,)
            np.testing.assert_allclose(field, values[:, index], rtol=1e-9, atol=1e-12)
            assert span == RANGES[activation]


def test_that_the_field_follows_the_parameters_and_not_the_trainer() -> None:
    run, points = run_of("plane"), np.array([[0.5, -1.0], [2.0, 0.25]])
    parameters = np.zeros(len(run.trainer.parameters))
    parameters[run.network.parameter_map.of_neuron(1, 2)] = [1.0, 2.0, 0.5]
    field, _ = neuron_field(run.network, parameters, (1, 2), points)
    np.testing.assert_allclose(field, np.tanh([-1.0, 3.0]))
    assert neuron_field(run.network, parameters, (1, 1), points)[0].tolist() == [0.0, 0.0]


def test_that_a_neuron_switched_off_answers_nothing() -> None:
    run = run_of("switched off")
    points = np.random.default_rng(0).normal(size=(9, 4))
    assert not neuron_field(run.network, run.trainer.parameters, (1, 1), points)[0].any()
    assert neuron_field(run.network, run.trainer.parameters, (1, 0), points)[0].all()


COORDINATES = st.floats(-6.0, 6.0)


@given(st.integers(0, 8), st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=20))
def test_that_a_candidate_is_shown_in_its_own_standard_units(
    candidate: int, points: list[tuple[float, float]]
) -> None:
    known = np.random.default_rng(1).normal(size=(50, 2))
    samples = np.array(points)

    def value(X: Any) -> Any:
        a, b = X[:, 0], X[:, 1]
        return [a, b, a**2, b**2, a * b, np.sin(a), np.sin(b), np.cos(a), np.cos(b)][candidate]

    field = input_field(Features.fitted(2, (0,)), candidate, samples, known)
    expected = (value(samples) - value(known).mean()) / value(known).std()
    np.testing.assert_allclose(field, expected, rtol=1e-9, atol=1e-9)


def test_that_columns_of_wider_data_are_their_own_candidates() -> None:
    known = np.random.default_rng(1).normal(3.0, 2.0, size=(50, 4))
    field = input_field(Features.fitted(4, None), 2, known, known)
    assert float(field.mean()) == pytest.approx(0.0, abs=1e-12)
    assert float(field.std()) == pytest.approx(1.0)
    assert np.corrcoef(field, known[:, 2])[0, 1] == pytest.approx(1.0)


@pytest.mark.parametrize("constant", [0.0, 2.0, 0.1])
def test_that_a_constant_column_keeps_its_units(constant: float) -> None:
    known = np.full((300, 3), constant)
    samples = known[:2] + np.array([[0.0], [1.0]])
    field = input_field(Features.fitted(3, None), 1, samples, known)
    np.testing.assert_allclose(field, [0.0, 1.0], atol=1e-9)


@pytest.mark.parametrize("name", SETTINGS)
def test_that_the_structure_on_screen_is_the_known_one(name: str) -> None:
    assert run_of(name).network.shown_structure == STRUCTURES[name]


@settings(max_examples=200)
@given(st.sampled_from(list(SETTINGS)), st.integers(-3, 6), st.integers(-3, 12))
def test_that_what_is_there_and_not_shown_anyway_can_be_focused(name: str, column: int, index: int) -> None:
    sizes = STRUCTURES[name]
    there = {(c, i) for c, size in enumerate(sizes) for i in range(size)}
    if sizes[-1] == 1:
        there.remove((len(sizes) - 1, 0))
    if name == "digits":
        there.remove((0, 0))
    assert can_focus(run_of(name).network, (column, index)) is ((column, index) in there)


@pytest.mark.parametrize("name", SETTINGS)
def test_that_nothing_is_no_focus(name: str) -> None:
    assert not can_focus(run_of(name).network, None)
