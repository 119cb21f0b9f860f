"""The array backend: all samples at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .lane_steps import Array
from .lanes import LaneProgram
from .scalar import Scalar
from .tracing import TracedModel


class ArrayBackend:
    """One traced sample, its operations run on NumPy arrays of all samples."""

    def __init__(self, traced: TracedModel) -> None:
        neurons = [neuron for layer in traced.neurons for neuron in layer]
        wanted = list(dict.fromkeys([*traced.outputs, *neurons]))
        self._outputs = traced.outputs
        self._loss = LaneProgram([traced.loss], [*traced.inputs, *traced.targets], traced.parameters)
        self._forward = LaneProgram(wanted, traced.inputs, traced.parameters)

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a sample that failed gives numbers that are not finite."""
        return self._loss.loss_and_gradients(parameters, np.concatenate((X, T), axis=1))

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """See `Backend`."""
        losses: Array = self._loss.values(parameters, np.concatenate((X, T), axis=1))[0]
        return losses

    def outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        transposed: Array = self._forward.values(parameters, X, self._outputs).T
        return transposed

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of nodes of the traced graph, shape (n_nodes, n_samples)."""
        return self._forward.values(parameters, X, nodes)
