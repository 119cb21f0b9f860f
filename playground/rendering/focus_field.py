"""The function of a single neuron, or of an input, over the plane of the boundary plot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.data.features import Features
from playground.models.network.network import Network
from playground.rendering.neuron_maps import ValueRange, value_range

Array = NDArray[np.float64]
# Below this, the spread of a column is only rounding error.
ROUNDING = 1e-12


def can_focus(network: Network, focus: tuple[int, int] | None) -> bool:
    """Return whether the neuron exists and its function differs from what the plot shows anyway."""
    if focus is None:
        return False
    column, index = focus
    structure = network.shown_structure
    if not 0 <= column < len(structure) or not 0 <= index < structure[column]:
        return False
    is_picture = column == 0 and network.split.dataset.picture is not None
    return not is_picture and not (column == len(structure) - 1 and structure[-1] == 1)


def neuron_field(
    network: Network, parameters: Array, focus: tuple[int, int], inputs: Array
) -> tuple[Array, ValueRange]:
    """Return the outputs of a neuron, shape (n_points,), and the kind of their range.

    Parameters
    ----------
    inputs
        The model's inputs at the points, shape (n_points, n_inputs).
    """
    column, index = focus
    forward = network.forward
    values: Array = forward.values(parameters, inputs, [forward.neurons[column - 1][index]])[0]
    is_output = column == len(forward.neurons)
    name = network.output.activation if is_output else network.experiment.activations[column - 1]
    return values, value_range(name)


def input_field(features: Features, candidate: int, samples: Array, spread_of: Array) -> Array:
    """Return a candidate for an input, standardised by its mean and spread over `spread_of`.

    Parameters
    ----------
    samples, spread_of
        Points in the data's units, shape (n, n_columns).
    """
    known = features.all_values(spread_of)[:, candidate]
    spread = float(known.std())
    if spread <= ROUNDING * float(np.abs(known).max()):
        spread = 1.0
    scaled: Array = (features.all_values(samples)[:, candidate] - float(known.mean())) / spread
    return scaled
