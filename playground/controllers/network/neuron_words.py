"""Texts about neurons and links: names, numbers, and problems."""

from __future__ import annotations

import numpy as np

from playground.models.data.features import Features
from playground.models.experiment.choices import activation_title
from playground.models.experiment.freezing import is_frozen
from playground.models.network.network import Network
from playground.models.network.parameter_map import (
    OUTPUT,
    PARAMETER_WORDS,
    RUNNING_MEAN,
    RUNNING_VARIANCE,
    ParameterKey,
)
from playground.models.picture.frame import Frame
from playground.style.words import capitalized, counted, number_text, percent_text, steady_text
from playground.views.kit.figure_rows import Figure
from playground.views.network.insight_card import Insight

DEAD = (
    "Dead: its sum is below 0 for every training point, so ReLU outputs 0 and passes no gradient. "
    "New weights, a smaller learning rate or leaky ReLU help."
)
SATURATED = (
    "Saturated: {share} of the training points drive {name} to where it is flat, "
    "so hardly any gradient comes through. Smaller weights or a smaller learning rate help."
)


def candidate_names(network: Network) -> tuple[str, ...]:
    """Return the names of all candidates for inputs."""
    features: Features = network.split.features
    return features.candidate_names(network.dataset.feature_names)


def place_of(layer: int) -> str:
    """Return ``hidden 2`` or ``the output layer``."""
    return "the output layer" if layer == OUTPUT else f"hidden {layer}"


def neuron_name(network: Network, node: tuple[int, int]) -> str:
    """Return the name of a node of the picture, e.g. ``Neuron 5 in hidden 2``."""
    column, index = node
    if column == 0:
        return f"Input {candidate_names(network)[index]}"
    if column == len(network.structure) - 1 and network.output.size > 1:
        return f"Output {network.dataset.class_names[index]}"
    return f"Neuron {index + 1} in {place_of(network.parameter_map.layer_number(column))}"


def has_neuron(network: Network, node: tuple[int, int]) -> bool:
    """Return whether a network has such a neuron, inputs included."""
    column, index = node
    return 0 <= column < len(network.structure) and 0 <= index < network.shown_structure[column]


def source_name(network: Network, key: ParameterKey) -> str:
    """Return where a weight comes from, e.g. ``x₁`` or ``neuron 3``."""
    layer, _, source = key
    first = layer == 1 or (layer == OUTPUT and len(network.structure) == 2)
    return candidate_names(network)[source] if first else f"neuron {source + 1}"


def neuron_insight(frame: Frame, node: tuple[int, int]) -> Insight:
    """Return the content of a neuron's card."""
    network = frame.network
    column, index = node
    names = network.parameter_map
    layer = names.layer_number(column)
    place = names.of_neuron(layer, index)
    numbers = _besides_weights(frame, node)
    figures = [
        Figure(capitalized(PARAMETER_WORDS[source]), steady_text(value, sign=True), value, has_mark=True)
        for source, value in numbers.items()
    ]
    shift = names.shift_of(layer)
    row = hidden_row(network, node)
    trouble = ""
    if frame.activations is not None and row is not None:
        mean, spread = float(frame.activations.mean[row]), float(frame.activations.spread[row])
        figures.append(Figure("Mean activation", steady_text(mean, sign=True)))
        figures.append(Figure("Spread", steady_text(spread)))
        trouble = _trouble(frame, row, column)
    if frame.gradients is not None:
        figures.append(Figure("Gradient norm", number_text(float(np.linalg.norm(frame.gradients[place])), 3)))
    experiment = network.experiment
    own = network.output.activation if layer == OUTPUT else experiment.activations[column - 1]
    count = len(names.sources(column))
    return Insight(
        title=neuron_name(network, node),
        subtitle=f"{activation_title(own)}, {counted(count, 'weight')} in",
        figures=figures,
        parameter="" if shift is None else capitalized(PARAMETER_WORDS[shift]),
        value=None if shift is None else numbers[shift],
        trouble=trouble,
        is_frozen=is_frozen(experiment.frozen, (layer, index), names),
        is_off=None if layer == OUTPUT else (layer, index) in experiment.switched_off,
    )


def _besides_weights(frame: Frame, node: tuple[int, int]) -> dict[int, float]:
    """Return a neuron's bias, or gamma, beta and running statistics, by their sources."""
    names, (column, index) = frame.network.parameter_map, node
    statistics = (RUNNING_MEAN, RUNNING_VARIANCE) if names.is_normalised(column) else ()
    found = {}
    for source in (*names.extras[column - 1], *statistics):
        place = names.index_of((names.layer_number(column), index, source))
        if place is not None:
            found[source] = float(frame.parameters[place])
    return found


def link_insight(frame: Frame, key: ParameterKey) -> Insight | None:
    """Return the content of a weight's card, None if the weight does not exist."""
    network = frame.network
    names = network.parameter_map
    place = names.index_of(key)
    if place is None or key[2] < 0:
        return None
    layer, neuron, _ = key
    is_named = layer == OUTPUT and network.output.size > 1
    target = network.dataset.class_names[neuron] if is_named else f"neuron {neuron + 1}"
    weight = float(frame.parameters[place])
    figures = [Figure("Weight", steady_text(weight, sign=True), weight, has_mark=True)]
    if frame.gradients is not None:
        slope = float(frame.gradients[place])
        figures.append(Figure("Gradient", steady_text(slope, sign=True), slope))
    if frame.updates is not None:
        moved = float(frame.updates[place])
        figures.append(Figure("Update per step", steady_text(moved, sign=True), moved))
    return Insight(
        title=f"{source_name(network, key)} → {target}",
        subtitle=f"A weight into {place_of(layer)}",
        figures=figures,
        parameter="Weight",
        value=weight,
        is_frozen=is_frozen(network.experiment.frozen, key, names),
    )


def hidden_row(network: Network, node: tuple[int, int]) -> int | None:
    """Return the place of a hidden neuron among all hidden ones."""
    column, index = node
    if not 0 < column < len(network.structure) - 1:
        return None
    return sum(network.structure[1:column]) + index


def _trouble(frame: Frame, row: int, column: int) -> str:
    activations = frame.activations
    assert activations is not None
    if activations.dead[row]:
        return DEAD
    if activations.saturated[row]:
        name = frame.network.experiment.named_activations[column - 1]
        return SATURATED.format(share=percent_text(float(activations.flat[row]), 0), name=name)
    return ""
