"""The backends that run a traced graph on arrays of samples: with NumPy, and as machine code."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import numpy as np

from engine.batch_norm import LEAST_BATCH, ONE_SAMPLE
from engine.compiler.compiled_graph import CompiledGraph
from engine.lowering.lane_steps import Array
from engine.lowering.lanes import LaneProgram
from engine.lowering.tracing import TracedModel
from engine.scalar import Scalar

MOST_TOGETHER = 10_000


class GraphProgram(Protocol):
    """A scheduled graph that runs on arrays of samples."""

    def values(self, parameters: Array, inputs: Array, nodes: Sequence[Scalar] | None = None) -> Array:
        """Return the values of `nodes` (default: the outputs), shape (n_nodes, n_samples)."""

    def train_pass(
        self, parameters: Array, inputs: Array, nodes: Sequence[Scalar]
    ) -> tuple[Array, Array, Array]:
        """Return the output for every sample, NaN for one that failed, and the gradient of their sum.

        The values of uniform nodes come third, shape (n_nodes,).
        """


Program = TypeVar("Program", bound=GraphProgram)


class TracedBackend(ABC, Generic[Program]):
    """Programs from one trace, each built on first use: for the loss, and for all neurons.

    Where the model normalises over a batch, those of train mode and of eval mode differ.
    """

    def __init__(self, traced: TracedModel) -> None:
        self._traced = traced

    @abstractmethod
    def _program(self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], *, trains: bool) -> Program:
        """Return what runs from `inputs` to `outputs`; with `trains` the way back from the one output too."""

    @cached_property
    def loss(self) -> Program:
        """The way from features and targets to the loss, and back; in train mode."""
        loss = (self._traced.in_batch or self._traced).loss
        return self._program([loss], self._columns, trains=True)

    @cached_property
    def _eval_loss(self) -> Program:
        if self._traced.in_batch is None:
            return self.loss
        return self._program([self._traced.loss], self._columns, trains=False)

    @property
    def _columns(self) -> list[Scalar]:
        return [*self._traced.inputs, *self._traced.targets]

    @cached_property
    def _in_batch(self) -> LaneProgram:
        """The way from features to outputs and statistics in train mode; on arrays in both backends."""
        batch = self._traced.in_batch
        assert batch is not None
        return LaneProgram([*batch.outputs, *batch.statistics], self._traced.inputs, self._traced.parameters)

    @cached_property
    def forward(self) -> Program:
        """The way from features to outputs and neurons."""
        nodes = dict.fromkeys(node for layer in self._traced.layers for node in layer)
        return self._program(list(nodes), self._traced.inputs, trains=False)

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a sample that failed has the loss NaN."""
        return self.train_pass(parameters, X, T)[:2]

    def train_pass(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array, Array]:
        """See `Backend`; a sample that failed has the loss NaN."""
        batch = self._traced.in_batch
        if batch is not None and len(X) < LEAST_BATCH:
            raise ValueError(ONE_SAMPLE)
        statistics = () if batch is None else batch.statistics
        return self.loss.train_pass(parameters, np.concatenate((X, T), axis=1), statistics)

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """See `Backend`."""
        losses: Array = self._eval_loss.values(parameters, np.concatenate((X, T), axis=1))[0]
        return losses

    def outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        return self.values(parameters, X, self._traced.outputs).T

    def batch_outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        if self._traced.in_batch is None:
            return self.outputs(parameters, X)
        outputs: Array = self._in_batch.values(parameters, X, self._traced.in_batch.outputs).T
        return outputs

    def with_statistics_of(self, parameters: Array, X: Array) -> Array:
        """Return parameters with the statistics of X in place of the running ones.

        Of very many samples those of some, evenly spread, are enough: they are all in memory together.
        """
        batch = self._traced.in_batch
        if batch is None or not len(X):
            return parameters
        spread = X[:: -(-len(X) // MOST_TOGETHER)]
        statistics = self._in_batch.values(parameters, spread, batch.statistics)[:, 0]
        return np.concatenate((parameters[: -len(statistics)], statistics))

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of nodes of the traced graph, shape (n_nodes, n_samples)."""
        return self.forward.values(parameters, X, nodes)


class ArrayBackend(TracedBackend[LaneProgram]):
    """All samples at once: operations run on NumPy arrays."""

    def _program(self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], *, trains: bool) -> LaneProgram:
        return LaneProgram(outputs, inputs, self._traced.parameters)


class CompiledBackend(TracedBackend[CompiledGraph]):
    """The same scalars as machine code."""

    def _program(self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], *, trains: bool) -> CompiledGraph:
        return CompiledGraph(outputs, inputs, self._traced.parameters, trains=trains)
