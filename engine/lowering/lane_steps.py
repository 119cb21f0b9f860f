"""Bundles as steps on NumPy arrays: forward, forward for training, and backward.

Lane values stand in an array of shape (rows, n_samples), uniform ones in an array of shape (rows, 1).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine import source_code
from engine.lowering.schedule import AnyBundle, Bundle, DotBundle, MeanBundle, Rows
from engine.operations import OPERATIONS

Array = NDArray[np.float64]


@cache
def array_function(operation: str, wanted: tuple[bool, ...]) -> Callable[..., tuple[Any, ...]]:
    """Return ``f(*operands) -> (value, derivative, ...)`` on arrays, with the `wanted` derivatives only."""
    expression = OPERATIONS[operation].expression(len(wanted))
    kept = [d for d, keep in zip(expression.derivatives, wanted, strict=True) if keep]
    return source_code.array_function([expression.value, *kept], len(wanted))


class Step(Protocol):
    """One bundle, ready to run on the two stores."""

    def forward(self, lanes: Array, uniform: Array) -> None:
        """Compute the results of the bundle."""

    def forward_and_keep(self, lanes: Array, uniform: Array) -> Any:
        """Compute the results and return what `backward` needs, or None where nothing is trained."""

    def backward(self, kept: Any, lane_grads: Array, uniform_grads: Array) -> None:
        """Add the operands' adjoints, given those of the results."""


def make_step(bundle: AnyBundle) -> Step:
    """Return the step that runs `bundle`."""
    if isinstance(bundle, MeanBundle):
        return MeanStep(bundle)
    return DotStep(bundle) if isinstance(bundle, DotBundle) else OperationStep(bundle)


class OperationStep:
    """Operations of one kind."""

    def __init__(self, bundle: Bundle) -> None:
        self._results = RowAccess(bundle.results)
        self._operands = [RowAccess(rows) for rows in bundle.operands]
        self._value = array_function(bundle.operation, (False,) * len(bundle.operands))
        self._value_and_derivatives = array_function(bundle.operation, bundle.trained)
        self._trained = [access for access, keep in zip(self._operands, bundle.trained, strict=True) if keep]

    def forward(self, lanes: Array, uniform: Array) -> None:
        """See `Step`."""
        (value,) = self._value(*(access.read(lanes, uniform) for access in self._operands))
        self._results.write(value, lanes, uniform)

    def forward_and_keep(self, lanes: Array, uniform: Array) -> tuple[Any, ...] | None:
        """See `Step`."""
        operands = (access.read(lanes, uniform) for access in self._operands)
        value, *derivatives = self._value_and_derivatives(*operands)
        self._results.write(value, lanes, uniform)
        return tuple(derivatives) or None

    def backward(self, kept: tuple[Any, ...], lane_grads: Array, uniform_grads: Array) -> None:
        """See `Step`."""
        grad = self._results.read(lane_grads, uniform_grads)
        for access, derivative in zip(self._trained, kept, strict=True):
            access.add(_contribution(grad, derivative, access.lanes), lane_grads, uniform_grads)


class DotStep:
    """Dot products of the same inputs, as one matrix product."""

    def __init__(self, bundle: DotBundle) -> None:
        self._results = RowAccess(bundle.results)
        self._inputs = RowAccess(bundle.inputs)
        self._weights = bundle.weights
        self._weight_access = RowAccess(Rows(False, bundle.weights.ravel()))
        self._biases = None if bundle.biases is None else RowAccess(Rows(False, bundle.biases))
        self._inputs_trained = bundle.inputs_trained

    def forward(self, lanes: Array, uniform: Array) -> None:
        """See `Step`."""
        self.forward_and_keep(lanes, uniform)

    def forward_and_keep(self, lanes: Array, uniform: Array) -> tuple[Array, Array]:
        """See `Step`."""
        weights = uniform[self._weights, 0]
        inputs = self._inputs.read(lanes, uniform)
        value = weights @ inputs
        if self._biases is not None:
            value += self._biases.read(lanes, uniform)
        self._results.write(value, lanes, uniform)
        return weights, inputs

    def backward(self, kept: tuple[Array, Array], lane_grads: Array, uniform_grads: Array) -> None:
        """See `Step`."""
        weights, inputs = kept
        grad = self._results.read(lane_grads, uniform_grads)
        self._weight_access.add((grad @ inputs.T).reshape(-1, 1), lane_grads, uniform_grads)
        if self._biases is not None:
            self._biases.add(grad.sum(axis=1, keepdims=True), lane_grads, uniform_grads)
        if self._inputs_trained:
            self._inputs.add(weights.T @ grad, lane_grads, uniform_grads)


class MeanStep:
    """Means over the batch."""

    def __init__(self, bundle: MeanBundle) -> None:
        self._results, self._operands = RowAccess(bundle.results), RowAccess(bundle.operands)
        self._is_trained = bundle.trained

    def forward(self, lanes: Array, uniform: Array) -> None:
        """See `Step`."""
        values = self._operands.read(lanes, uniform)
        self._results.write(values.mean(axis=1, keepdims=True), lanes, uniform)

    def forward_and_keep(self, lanes: Array, uniform: Array) -> float | None:
        """See `Step`."""
        self.forward(lanes, uniform)
        return 1.0 / lanes.shape[1] if self._is_trained else None

    def backward(self, kept: float, lane_grads: Array, uniform_grads: Array) -> None:
        """See `Step`."""
        share = self._results.read(lane_grads, uniform_grads) * kept
        everywhere = np.broadcast_to(share, (len(share), lane_grads.shape[1]))
        self._operands.add(everywhere, lane_grads, uniform_grads)


class RowAccess:
    """Reads rows, as a view where they form a regular pattern, and adds contributions back to them."""

    def __init__(self, rows: Rows) -> None:
        self.lanes = rows.lanes
        indices = rows.indices
        self._repeats = _tile_length(indices)
        self._index = _as_slice(indices)
        self._unique = _as_slice(indices[: self._repeats])
        self._groups: tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.intp]] | None = None
        if isinstance(self._unique, np.ndarray):
            order = np.argsort(indices, kind="stable")
            targets, starts = np.unique(indices[order], return_index=True)
            self._groups = order, targets, starts

    def read(self, lanes: Array, uniform: Array) -> Array:
        """Return the rows."""
        rows: Array = (lanes if self.lanes else uniform)[self._index]
        return rows

    def write(self, value: Array | float, lanes: Array, uniform: Array) -> None:
        """Set the rows."""
        (lanes if self.lanes else uniform)[self._index] = value

    def add(self, contribution: Array, lanes: Array, uniform: Array) -> None:
        """Add to each row; a row listed several times gets the sum of its contributions."""
        store = lanes if self.lanes else uniform
        if self._groups is not None:
            order, targets, starts = self._groups
            store[targets] += np.add.reduceat(contribution[order], starts, axis=0)
        elif self._repeats == len(contribution):
            store[self._unique] += contribution
        else:
            tiles = contribution.reshape(-1, self._repeats, contribution.shape[1])
            store[self._unique] += tiles.sum(axis=0)


def _contribution(grad: Array, derivative: Any, to_lanes: bool) -> Array:
    """Return `grad` times the local derivative, summed over the samples where the operand is uniform."""
    contribution: Array
    if to_lanes or grad.shape[1] == 1:
        is_one = isinstance(derivative, float) and derivative == 1.0
        contribution = grad if is_one else grad * derivative
    elif isinstance(derivative, float | int):
        contribution = derivative * grad.sum(axis=1, keepdims=True)
    elif derivative.shape == grad.shape:
        contribution = np.einsum("kl,kl->k", grad, derivative)[:, None]
    else:
        contribution = (grad * derivative).sum(axis=1, keepdims=True)
    return contribution


def _tile_length(indices: NDArray[np.int64]) -> int:
    """Return the length of the shortest pattern that `indices` repeats."""
    again = np.flatnonzero(indices[1:] == indices[0])
    length = int(again[0]) + 1 if len(again) else len(indices)
    if len(indices) % length or (indices.reshape(-1, length) != indices[:length]).any():
        return len(indices)
    return length


def _as_slice(indices: NDArray[np.int64]) -> slice | NDArray[np.int64]:
    """Return rows at even steps as a slice, others as they are."""
    steps = np.diff(indices)
    if len(indices) == 1 or (steps[0] > 0 and (steps == steps[0]).all()):
        step = int(steps[0]) if len(steps) else 1
        return slice(int(indices[0]), int(indices[-1]) + 1, step)
    return indices
