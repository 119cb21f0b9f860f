from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from playground.controllers.network.neuron_words import (
    DEAD,
    candidate_names,
    hidden_row,
    link_insight,
    neuron_insight,
    neuron_name,
    place_of,
    source_name,
)
from playground.models.diagnosis.activations import measure_activations
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.network.parameter_map import BIAS, OUTPUT
from playground.models.picture.frame import Frame
from playground.models.run.training import Training
from playground.style.words import steady_text
from playground.views.network.insight_card import Insight
from tests.playground.plain_network import gradient_of_mean_loss, layer_values, matrices

SETTINGS: dict[str, dict[str, Any]] = {
    "circle": {"dataset": "circle", "hidden": (3, 2), "features": (1, 4), "loss": "binary_cross_entropy"},
    "classes": {"dataset": "circle", "hidden": (4,)},
    "flat": {"dataset": "circle", "hidden": ()},
    "plane": {"dataset": "plane", "hidden": (2,)},
}


@cache
def run_of(name: str) -> Training:
    return Training.of(Experiment(backend="array", n_samples=60, **SETTINGS[name]))


def info_of(name: str, **values: Any) -> Network:
    info = run_of(name).network
    return replace(info, experiment=replace(info.experiment, **values))


def parameters_of(name: str) -> np.ndarray:
    return np.random.default_rng(5).normal(size=len(run_of(name).trainer.parameters))


def frame_of(parameters: np.ndarray, **values: Any) -> Frame:
    """As much of a frame as is put into words."""
    known: dict[str, Any] = {"activations": None, "gradients": None, "updates": None}
    return cast(Frame, SimpleNamespace(parameters=parameters, **{**known, **values}))


def neuron_card(network: Network, frame: Frame, node: tuple[int, int]) -> Insight:
    vars(frame)["network"] = network
    return neuron_insight(frame, node)


def link_card(network: Network, frame: Frame, key: tuple[int, int, int]) -> Insight | None:
    vars(frame)["network"] = network
    return link_insight(frame, key)


def figures(insight: Insight) -> dict[str, str]:
    return {figure.name: figure.value for figure in insight.figures}


def test_that_layers_are_called_by_their_numbers_and_the_last_by_what_it_is() -> None:
    assert place_of(2) == "hidden 2"
    assert place_of(OUTPUT) == "the output layer"


def test_that_candidates_are_named_as_in_the_picture() -> None:
    assert candidate_names(info_of("circle"))[:5] == ("x₁", "x₂", "x₁²", "x₂²", "x₁x₂")


@pytest.mark.parametrize(
    ("name", "node", "text"),
    [
        ("circle", (0, 4), "Input x₁x₂"), ("circle", (1, 2), "Neuron 3 in hidden 1"),
        ("circle", (2, 0), "Neuron 1 in hidden 2"), ("circle", (3, 0), "Neuron 1 in the output layer"),
        ("classes", (0, 0), "Input x₁"), ("plane", (2, 0), "Neuron 1 in the output layer"),
    ],
)  # fmt: skip
def test_that_every_node_has_a_name(name: str, node: tuple[int, int], text: str) -> None:
    assert neuron_name(info_of(name), node) == text


@pytest.mark.parametrize(("name", "column"), [("classes", 2), ("flat", 1)])
def test_that_outputs_of_several_classes_are_named_after_them(name: str, column: int) -> None:
    info = info_of(name)
    for index, title in enumerate(info.dataset.class_names):
        assert neuron_name(info, (column, index)) == f"Output {title}"


def test_that_sources_of_first_weights_are_inputs_and_those_of_others_neurons() -> None:
    assert source_name(info_of("circle"), (1, 0, 4)) == "x₁x₂"
    assert source_name(info_of("circle"), (2, 0, 2)) == "neuron 3"
    assert source_name(info_of("circle"), (OUTPUT, 0, 1)) == "neuron 2"
    assert source_name(info_of("flat"), (OUTPUT, 1, 1)) == "x₂"


@pytest.mark.parametrize("name", SETTINGS)
def test_that_rows_of_hidden_neurons_count_on_from_layer_to_layer(name: str) -> None:
    info = info_of(name)
    last = len(info.structure) - 1
    nodes = [(column, i) for column in range(1, last) for i in range(info.structure[column])]
    assert [hidden_row(info, node) for node in nodes] == list(range(len(nodes)))
    assert hidden_row(info, (0, 0)) is None
    assert hidden_row(info, (last, 0)) is None


@pytest.mark.parametrize("name", SETTINGS)
def test_that_every_neuron_shows_its_own_bias_and_counts_its_weights(name: str) -> None:
    run, parameters = run_of(name), parameters_of(name)
    for column, matrix in enumerate(matrices(run.network, parameters), 1):
        for index, row in enumerate(matrix):
            insight = neuron_card(info_of(name), frame_of(parameters), (column, index))
            assert insight.value == row[-1]
            assert figures(insight) == {"Bias": steady_text(row[-1], sign=True)}
            assert insight.figures[0].sign == row[-1]
            assert insight.subtitle.endswith(f"{len(row) - 1} weights in")


@pytest.mark.parametrize("name", ["circle", "classes"])
def test_that_activations_and_gradients_are_those_of_the_neuron(name: str) -> None:
    run, parameters = run_of(name), parameters_of(name)
    X, y = run.network.split.X_train, run.network.split.y_train
    gradient = gradient_of_mean_loss(run.network, parameters, X, y)
    frame = frame_of(parameters, gradients=gradient, activations=measure_activations(run.network, parameters))
    answers = layer_values(run.network, parameters, X)
    slopes = matrices(run.network, gradient)
    for column, values in enumerate(answers[:-1], 1):
        for index in range(values.shape[1]):
            shown = figures(neuron_card(info_of(name), frame, (column, index)))
            assert shown["Mean activation"] == steady_text(values[:, index].mean(), sign=True)
            assert shown["Spread"] == f"{values[:, index].std():.3f}"
            assert shown["Gradient norm"] == f"{np.linalg.norm(slopes[column - 1][index]):.3g}"
    outputs = figures(neuron_card(info_of(name), frame, (len(answers), 0)))
    assert list(outputs) == ["Bias", "Gradient norm"]


def test_that_the_activation_of_a_layer_is_named() -> None:
    info = info_of("circle", layer_activations=("relu", ""), activation="tanh")
    frame = frame_of(parameters_of("circle"))
    assert neuron_card(info, frame, (1, 0)).subtitle == "ReLU, 2 weights in"
    assert neuron_card(info, frame, (2, 0)).subtitle == "tanh, 3 weights in"


def test_that_a_single_weight_is_one() -> None:
    run = Training.of(Experiment(backend="array", dataset="circle", n_samples=60, features=(0,), hidden=(2,)))
    insight = neuron_card(run.network, frame_of(run.trainer.parameters), (1, 0))
    assert insight.subtitle.endswith("1 weight in")


def test_that_hidden_neurons_can_be_switched_off_and_outputs_cannot() -> None:
    info = info_of("circle", switched_off=((2, 1),))
    frame = frame_of(parameters_of("circle"))
    off = {node: neuron_card(info, frame, node).is_off for node in ((2, 1), (2, 0), (1, 1), (3, 0))}
    assert off == {(2, 1): True, (2, 0): False, (1, 1): False, (3, 0): None}


def test_that_a_neuron_is_frozen_where_all_of_it_is() -> None:
    info = info_of("circle", frozen=((1,), (2, 0), (2, 1, 0), (OUTPUT, 0, BIAS)))
    frame = frame_of(parameters_of("circle"))
    frozen = {node: neuron_card(info, frame, node).is_frozen for node in ((1, 2), (2, 0), (2, 1), (3, 0))}
    assert frozen == {(1, 2): True, (2, 0): True, (2, 1): False, (3, 0): False}


def troubled(parameters: np.ndarray, activation: str) -> str:
    """What is said of the first neuron."""
    run = Training.of(
        Experiment(
            backend="array",
            dataset="circle",
            n_samples=60,
            hidden=(3,),
            activation=activation,
            loss="binary_cross_entropy",
        )
    )
    activations = measure_activations(run.network, parameters)
    return neuron_card(run.network, frame_of(parameters, activations=activations), (1, 0)).trouble


@pytest.mark.parametrize(
    ("activation", "bias", "beginning"),
    [
        ("relu", -1000.0, DEAD), ("tanh", 50.0, "Saturated: 100 %"), ("sigmoid", -50.0, "Saturated: 100 %"),
        ("relu", 1000.0, ""), ("tanh", 0.1, ""), ("linear", 1000.0, ""),
    ],
)  # fmt: skip
def test_that_dead_and_saturated_neurons_are_explained(activation: str, bias: float, beginning: str) -> None:
    parameters = np.full(13, 0.1)
    parameters[2] = bias
    said = troubled(parameters, activation)
    assert said.startswith(beginning)
    assert bool(said) == bool(beginning)
    if said.startswith("Saturated"):
        assert f"drive {activation} to" in said


@pytest.mark.parametrize("name", SETTINGS)
def test_that_every_weight_shows_its_own_numbers(name: str) -> None:
    parameters, info = parameters_of(name), info_of(name)
    frame = frame_of(parameters, gradients=10.0 * parameters, updates=-0.1 * parameters)
    for place, key in enumerate(info.parameter_map.keys):
        insight = link_card(info, frame, key)
        if key[2] == BIAS:
            assert insight is None
            continue
        assert insight is not None
        weight = parameters[place]
        assert insight.value == weight
        assert figures(insight) == {
            "Weight": steady_text(weight, sign=True), "Gradient": steady_text(10.0 * weight, sign=True),
            "Update per step": steady_text(-0.1 * weight, sign=True),
        }  # fmt: skip
        assert insight.is_off is None


def test_that_a_weight_is_named_after_its_ends() -> None:
    frame = frame_of(parameters_of("circle"))
    insight = link_card(info_of("circle"), frame, (2, 1, 2))
    assert insight is not None
    assert (insight.title, insight.subtitle) == ("neuron 3 → neuron 2", "A weight into hidden 2")
    assert list(figures(insight)) == ["Weight"]


def test_that_a_weight_is_frozen_by_itself_or_with_its_neuron() -> None:
    info = info_of("circle", frozen=((1, 0, 4), (2, 1)))
    frame = frame_of(parameters_of("circle"))
    keys = ((1, 0, 4), (1, 0, 1), (2, 1, 0), (2, 0, 0))
    insights = [link_card(info, frame, key) for key in keys]
    assert [insight is not None and insight.is_frozen for insight in insights] == [True, False, True, False]


def test_that_a_weight_the_network_has_not_got_has_no_card() -> None:
    frame = frame_of(parameters_of("circle"))
    assert link_card(info_of("circle"), frame, (1, 0, 0)) is None
    assert link_card(info_of("circle"), frame, (7, 0, 0)) is None


def test_that_a_normalised_neuron_shows_what_takes_the_place_of_its_bias() -> None:
    experiment = Experiment(backend="array", dataset="circle", n_samples=60, hidden=(2,), batch_norm=(True,))
    run = Training.of(experiment.with_(output_bias=False))
    parameters = np.arange(1.0, 1.0 + len(run.trainer.parameters))
    insight = neuron_card(run.network, frame_of(parameters), (1, 1))
    assert figures(insight) == {
        "Gamma": "+7.000", "Beta": "+8.000", "Running mean": "+15.000", "Running variance": "+16.000",
    }  # fmt: skip
    assert (insight.parameter, insight.value) == ("Beta", 8.0)
    output = neuron_card(run.network, frame_of(parameters), (2, 0))
    assert figures(output) == {}
    assert (output.parameter, output.value) == ("", None)
