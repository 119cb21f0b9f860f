"""The forward pass through a network, for any of its neurons on many points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from engine.lowering.lane_steps import Array
from engine.scalar import Scalar


class ValueSource(Protocol):
    """A backend that knows the nodes of a traced graph."""

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of nodes, shape (n_nodes, n_samples)."""


class ForwardPass:
    """Computes neurons.

    Parameters
    ----------
    source
        Where values come from.
    complete
        Appends to the features the other inputs of the source; takes (parameters, X).

    Attributes
    ----------
    neurons
        Nodes of the traced graph, one tuple a layer, the outputs last.
    """

    def __init__(
        self,
        source: ValueSource,
        neurons: Sequence[tuple[Scalar, ...]],
        complete: Callable[[Array, Array], Array] = lambda _parameters, X: X,
    ) -> None:
        self._source, self._complete = source, complete
        self.neurons = tuple(neurons)

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of some `neurons`, shape (n_nodes, n_samples), for X of (n_samples, n_inputs)."""
        return self._source.values(parameters, self._complete(parameters, X), nodes)
