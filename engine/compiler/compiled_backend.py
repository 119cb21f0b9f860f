"""The compiled backend: the same scalars as machine code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..scalar import Scalar
from ..tracing import TracedModel
from ..training_job import Array
from .compiled_graph import CompiledGraph
from .program import Program


class CompiledBackend:
    """One traced sample as machine code."""

    def __init__(self, traced: TracedModel) -> None:
        neurons = [neuron for layer in traced.neurons for neuron in layer]
        self.program = Program(
            traced.inputs, traced.outputs, traced.parameters,
            loss=traced.loss, targets=traced.targets, neurons=neurons,
        )  # fmt: skip
        assert self.program.loss_graph is not None
        self.loss_graph: CompiledGraph = self.program.loss_graph

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a sample that failed has the loss NaN."""
        return self.loss_graph.loss_and_gradients(parameters, np.concatenate((X, T), axis=1))

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """See `Backend`."""
        losses: Array = self.loss_graph.values(parameters, np.concatenate((X, T), axis=1))[0]
        return losses

    def outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        transposed: Array = self.program.forward(X, parameters)
        return transposed

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of nodes of the traced graph, shape (n_nodes, n_samples)."""
        return self.program.values(X, nodes, parameters)
