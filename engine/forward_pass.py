"""The way forward through a network, for any of its neurons on many points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .lane_steps import Array
from .scalar import Scalar


class ValueSource(Protocol):
    """A backend that knows the nodes of a traced graph."""

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of nodes, shape (n_nodes, n_samples)."""


class ForwardPass:
    """Computes neurons.

    Attributes
    ----------
    neurons
        Nodes of the traced graph, one tuple a layer, the outputs last.
    """

    def __init__(self, source: ValueSource, neurons: Sequence[tuple[Scalar, ...]]) -> None:
        self._source = source
        self.neurons = tuple(neurons)

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of some `neurons`, shape (n_nodes, n_samples), for X of (n_samples, n_inputs)."""
        return self._source.values(parameters, X, nodes)
