"""Compares the derivatives of an operation with finite differences, at points all over its domain."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from engine.operation_table import Operation
from engine.source_code import array_function
from engine.symbols import Symbol
from playground.models.graph.checking.differences import DIFFERS, differences_of
from playground.models.graph.checking.wrong_rules import WrongRule

Array = NDArray[np.float64]
# Not symmetric, and off round numbers, where kinks and ends of domains are; then the round ones.
_POINTS = (
    1.3, -0.7, 0.45, -1.9, 2.6, -3.4, 0.08, -0.06, 5.3, -6.2, 0.9, 1.0, -1.0, 0.0, 2.0, -2.0, 0.5, 3.0,
)  # fmt: skip
_FEWER = _POINTS[:7]


def has_values(operation: Operation) -> bool:
    """Whether an operation has a value at one of the points at least."""
    return bool(np.isfinite(_values(operation, _points(operation))).any())


def wrong_derivative(operation: Operation) -> WrongRule | None:
    """Return where a derivative is furthest off, None where all agree.

    Points without a value, or where a difference says nothing, are left out.
    """
    points = _points(operation)
    values = _values(operation, points)
    worst: tuple[float, WrongRule] | None = None
    for place in range(operation.arity or 1):
        analytic = _computed(operation.expression(len(points)).derivatives[place], points)

        def move(which: NDArray[np.intp], numbers: Array, place: int = place) -> Array:
            moved = points[:, which].copy()
            moved[place] = numbers
            return _values(operation, moved)

        with np.errstate(invalid="ignore"):
            found = differences_of(move, points[place], values)
        for number, difference in enumerate(found):
            slope = float(analytic[number])
            if difference is None or not np.isfinite(slope) or difference.verdict(slope) != DIFFERS:
                continue
            error = abs(slope - difference.value) / max(abs(slope), abs(difference.value))
            if worst is None or error > worst[0] * (1.0 + 1e-6):
                point = tuple(points[:, number].tolist())
                worst = error, WrongRule(operation.name, "", point, place, slope, difference.value)
    return None if worst is None else worst[1]


def _points(operation: Operation) -> Array:
    """Return points to look at, shape (arity, n)."""
    if operation.arity == 1:
        return np.array([_POINTS])
    return np.array(list(itertools.product(_FEWER, repeat=operation.arity or 1))).T


def _values(operation: Operation, points: Array) -> Array:
    return _computed(operation.expression(len(points)).value, points)


def _computed(made: Symbol, points: Array) -> Array:
    """Return an expression at points, NaN where it has no value."""
    with np.errstate(all="ignore"):
        (found,) = array_function((made,), len(points))(*points)
    found = np.broadcast_to(found, points.shape[1:]).astype(float)
    return np.where(np.isfinite(found), found, np.nan)
