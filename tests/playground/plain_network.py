"""A network in plain NumPy: what the engine computes is compared with it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.models.network.network import Network

Array = NDArray[np.float64]


def _softmax(logits: Array) -> Array:
    powers: Array = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "tanh": lambda z: np.tanh(z),
    "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
    "relu": lambda z: np.maximum(z, 0.0),
    "linear": lambda z: z,
    "softmax": _softmax,
}
# Derivatives as functions of the value.
_SLOPES: dict[str, Callable[[Array], Array]] = {
    "tanh": lambda a: 1.0 - a * a,
    "sigmoid": lambda a: a * (1.0 - a),
    "relu": lambda a: (a > 0.0).astype(np.float64),
    "linear": lambda a: np.ones_like(a),
}


def matrices(network: Network, parameters: Array) -> list[Array]:
    """Return one matrix a layer: a row a neuron, the bias last."""
    found, start = [], 0
    for before, size in pairwise(network.structure):
        end = start + size * (before + 1)
        found.append(parameters[start:end].reshape(size, before + 1))
        start = end
    assert start == len(parameters)
    return found


def layer_values(network: Network, parameters: Array, X: Array) -> list[Array]:
    """Return what the hidden layers and the outputs answer, each of shape (n_samples, n_neurons)."""
    found: list[Array] = []
    before = np.asarray(X, np.float64)
    names = [*network.experiment.activations, network.output.activation]
    for layer, (matrix, name) in enumerate(zip(matrices(network, parameters), names, strict=True), 1):
        before = ACTIVATIONS[name](before @ matrix[:, :-1].T + matrix[:, -1])
        for off_layer, neuron in network.experiment.switched_off:
            if off_layer == layer:
                before[:, neuron] = 0.0
        found.append(before)
    return found


def sample_losses(network: Network, outputs: Array, y: NDArray[Any]) -> Array:
    """Return the loss of every sample."""
    loss = network.experiment.loss
    if loss == "cross_entropy":
        return -np.log(outputs[np.arange(len(y)), y])
    if loss == "binary_cross_entropy":
        return np.asarray(np.logaddexp(0.0, outputs[:, 0]) - outputs[:, 0] * y)
    assert loss == "squared_error"
    assert network.experiment.task == "regression"
    return np.asarray((outputs[:, 0] - y) ** 2)


def gradient_of_mean_loss(network: Network, parameters: Array, X: Array, y: NDArray[Any]) -> Array:
    """Return the gradient by backpropagation, shape (n_parameters,)."""
    values = [np.asarray(X, np.float64), *layer_values(network, parameters, X)]
    outputs = values[-1]
    if network.experiment.loss == "cross_entropy":
        error = outputs - np.eye(outputs.shape[1])[y]
    elif network.experiment.loss == "binary_cross_entropy":
        error = ACTIVATIONS["sigmoid"](outputs) - np.asarray(y)[:, np.newaxis]
    else:
        error = 2.0 * (outputs - np.asarray(y)[:, np.newaxis])
    error = error / len(X)
    parts = []
    layers = list(enumerate(matrices(network, parameters)))
    for index, matrix in reversed(layers):
        inputs = values[index]
        parts.append(np.column_stack((error.T @ inputs, error.sum(axis=0))).ravel())
        if index:
            slope = _SLOPES[network.experiment.activations[index - 1]](inputs)
            error = (error @ matrix[:, :-1]) * slope
    return np.concatenate(parts[::-1])
