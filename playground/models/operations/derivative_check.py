"""Compares the derivatives of an operation with finite differences, at points all over its domain."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True, eq=False)
class DerivativeCheck:
    """What was found.

    Attributes
    ----------
    has_values
        Whether the operation has a value at one of the points at least.
    wrong
        Where a derivative is furthest off, None where all agree.
    """

    has_values: bool
    wrong: WrongRule | None


def check_derivatives(operation: Operation) -> DerivativeCheck:
    """Check an operation; points without a value, or where a difference says nothing, are left out."""
    points = _points(operation)
    count = len(points)
    expression = operation.expression(count)
    value_of, *slopes_of = (_on_arrays(made, count) for made in (expression.value, *expression.derivatives))
    values = value_of(points)
    worst, wrong = 0.0, None
    for place, slope_of in enumerate(slopes_of):

        def move(which: NDArray[np.intp], numbers: Array, place: int = place) -> Array:
            moved = points[:, which].copy()
            moved[place] = numbers
            return value_of(moved)

        found = differences_of(move, points[place], values)
        for number, (slope, difference) in enumerate(zip(slope_of(points).tolist(), found, strict=True)):
            if difference is None or not np.isfinite(slope) or difference.verdict(slope) != DIFFERS:
                continue
            error = abs(slope - difference.value) / max(abs(slope), abs(difference.value))
            if error > worst * (1.0 + 1e-6):
                point = tuple(points[:, number].tolist())
                worst, wrong = error, WrongRule(operation.name, "", point, place, slope, difference.value)
    return DerivativeCheck(bool(np.isfinite(values).any()), wrong)


def _points(operation: Operation) -> Array:
    """Return points to look at, shape (arity, n)."""
    if operation.arity == 1:
        return np.array([_POINTS])
    return np.array(list(itertools.product(_FEWER, repeat=operation.arity or 1))).T


def _on_arrays(made: Symbol, count: int) -> Callable[[Array], Array]:
    """Return an expression as a function of points, NaN where it has no value."""
    function = array_function((made,), count)

    def computed(points: Array) -> Array:
        with np.errstate(all="ignore"):
            (found,) = function(*points)
        whole = np.broadcast_to(found, points.shape[1:]).astype(float)
        return np.where(np.isfinite(whole), whole, np.nan)

    return computed
