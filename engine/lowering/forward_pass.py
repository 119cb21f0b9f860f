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

    def with_statistics_of(self, parameters: Array, X: Array) -> Array:
        """Return parameters with the statistics of X in place of running ones, where it has such."""


class ForwardPass:
    """Computes neurons.

    Parameters
    ----------
    source
        Where values come from.
    complete
        Appends to the features the other inputs of the source; takes (parameters, X).
    forgets_eval
        Whether batch normalisation uses the statistics of what is evaluated.

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
        *,
        forgets_eval: bool = False,
    ) -> None:
        self._source, self._complete, self._forgets_eval = source, complete, forgets_eval
        self.neurons = tuple(neurons)

    def values(self, parameters: Array, X: Array, nodes: Sequence[Scalar]) -> Array:
        """Return the values of some `neurons`, shape (n_nodes, n_samples), for X of (n_samples, n_inputs)."""
        inputs = self._complete(parameters, X)
        if self._forgets_eval:
            parameters = self._source.with_statistics_of(parameters, inputs)
        return self._source.values(parameters, inputs, nodes)
