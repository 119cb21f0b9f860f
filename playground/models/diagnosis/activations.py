"""Statistics of the hidden neurons' activations over the training data, and which neurons are in trouble."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.network.network import Network

Array = NDArray[np.float64]

MOST_SAMPLES = 500
BINS = 24
# Beyond these values the slope of tanh or sigmoid is below 4 % of its maximum.
FLAT_TANH, FLAT_SIGMOID = 0.98, 0.99
SATURATED_SHARE = 0.95
_STOP_AT_ZERO = ("relu",)


@dataclass(frozen=True, eq=False)
class Activations:
    """Statistics of all hidden neurons, layer by layer; every array has one row per neuron.

    Attributes
    ----------
    mean, spread
        Mean and standard deviation.
    low, high
        Ends of the histogram.
    counts
        Shape (n_neurons, BINS).
    flat
        Share of the samples that put the neuron on a flat part of its activation.
    dead, saturated
        Whether that holds for all samples of a ReLU; for nearly all samples of a tanh or sigmoid.
    """

    mean: Array
    spread: Array
    low: Array
    high: Array
    counts: NDArray[np.int64]
    flat: Array
    dead: NDArray[np.bool_]
    saturated: NDArray[np.bool_]


def measure_activations(network: Network, parameters: Array) -> Activations | None:
    """Return the statistics over up to `MOST_SAMPLES` training samples; None without hidden neurons."""
    forward = network.forward
    layers = forward.neurons[:-1]
    if not layers:
        return None
    neurons = [neuron for layer in layers for neuron in layer]
    values = forward.values(parameters, network.split.X_train[:MOST_SAMPLES], neurons)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    names = [name for name, layer in zip(network.experiment.activations, layers, strict=True) for _ in layer]
    off = ~network.neurons_on
    flat = np.array([_flat_share(row, name) for row, name in zip(values, names, strict=True)])
    stops = np.array([name in _STOP_AT_ZERO for name in names])
    bounded = np.array([name in ("tanh", "sigmoid") for name in names])
    if network.experiment.forgets_eval and network.experiment.drops_neurons:
        # Dropout would distort the statistics: dropped neurons output 0, the others are scaled up.
        stops = bounded = np.zeros(len(names), bool)
    low, high = values.min(axis=1), values.max(axis=1)
    return Activations(
        values.mean(axis=1),
        values.std(axis=1),
        low,
        high,
        _histograms(values, low, high),
        flat,
        stops & (flat == 1.0) & ~off,
        bounded & (flat >= SATURATED_SHARE) & ~off,
    )


def _flat_share(values: Array, activation: str) -> float:
    if activation in _STOP_AT_ZERO:
        return float((values <= 0.0).mean())
    if activation == "tanh":
        return float((np.abs(values) >= FLAT_TANH).mean())
    if activation == "sigmoid":
        return float((np.abs(values - 0.5) >= FLAT_SIGMOID - 0.5).mean())
    return 0.0


def _histograms(values: Array, low: Array, high: Array) -> NDArray[np.int64]:
    """Count the samples in `BINS` even bins from the least to the largest value of each neuron."""
    # Halved first: the span of numbers near the largest float would overflow.
    low, high, values = 0.5 * low, 0.5 * high, 0.5 * values
    width = np.where(high > low, high - low, 1.0)
    bins = np.minimum(
        ((values - low[:, np.newaxis]) / width[:, np.newaxis] * BINS).astype(np.int64), BINS - 1
    )
    flat = bins + BINS * np.arange(len(values))[:, np.newaxis]
    return np.bincount(flat.ravel(), minlength=BINS * len(values)).reshape(len(values), BINS)
