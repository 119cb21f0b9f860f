"""The backends that run a traced graph on arrays of samples: with NumPy, and as machine code."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import numpy as np

from engine.compiler.compiled_graph import CompiledGraph
from engine.lowering.lane_steps import Array
from engine.lowering.lanes import LaneProgram
from engine.lowering.tracing import TracedModel
from engine.scalar import Scalar


class GraphProgram(Protocol):
    """A scheduled graph that runs on arrays of samples."""

    def values(self, parameters: Array, inputs: Array, nodes: Sequence[Scalar] | None = None) -> Array:
        """Return the values of `nodes` (default: the outputs), shape (n_nodes, n_samples)."""

    def loss_and_gradients(self, parameters: Array, inputs: Array) -> tuple[Array, Array]:
        """Return the output for every sample, NaN for one that failed, and the gradient of their sum."""


Program = TypeVar("Program", bound=GraphProgram)


class TracedBackend(ABC, Generic[Program]):
    """Two programs from one trace, each built on first use: for the loss, and for all neurons."""

    def __init__(self, traced: TracedModel) -> None:
        self._traced = traced

    @abstractmethod
    def _program(self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], *, trains: bool) -> Program:
        """Return what runs from `inputs` to `outputs`; with `trains` the way back from the one output too."""

    @cached_property
    def loss(self) -> Program:
        """The way from features and targets to the loss, and back."""
        traced = self._traced
        return self._program([traced.loss], [*traced.inputs, *traced.targets], trains=True)

    @cached_property
    def forward(self) -> Program:
        """The way from features to outputs and neurons."""
        nodes = dict.fromkeys(node for layer in self._traced.layers for node in layer)
        return self._program(list(nodes), self._traced.inputs, trains=False)

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a sample that failed has the loss NaN."""
        return self.loss.loss_and_gradients(parameters, np.concatenate((X, T), axis=1))

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """See `Backend`."""
        losses: Array = self.loss.values(parameters, np.concatenate((X, T), axis=1))[0]
        return losses

    def outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        return self.values(parameters, X, self._traced.outputs).T

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
