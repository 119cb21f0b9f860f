"""The curves of an operation and its derivative, before it is defined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.operation_table import Operation
from engine.source_code import array_function

Array = NDArray[np.float64]
REACH, POINTS = 4.0, 241
SECOND = 1.0
"""The second operand, if there is one: the curves are along the first."""
STEEP = 2.0
"""Values further from 0 than so many times the reach are cut off."""


@dataclass(frozen=True, eq=False)
class OperationPreview:
    """Values along the first operand.

    Attributes
    ----------
    x, value, slope
        Shape (n,); NaN where there is none, or it is cut off.
    low, high
        Ends of the vertical axis.
    has_second
        Whether there is a second operand, which is `SECOND`.
    """

    x: Array
    value: Array
    slope: Array
    low: float
    high: float
    has_second: bool


def operation_preview(operation: Operation) -> OperationPreview:
    """Return the curves of an operation of one or two operands."""
    x = np.linspace(-REACH, REACH, POINTS)
    has_second = operation.arity == 2
    given = (x, np.full_like(x, SECOND)) if has_second else (x,)
    expression = operation.expression(len(given))
    with np.errstate(all="ignore"):
        found = array_function((expression.value, expression.derivatives[0]), len(given))(*given)
    value, slope = (_shown(np.broadcast_to(curve, x.shape)) for curve in found)
    seen = np.concatenate([value, slope])
    seen = seen[np.isfinite(seen)]
    low, high = (min(float(seen.min()), 0.0), max(float(seen.max()), 0.0)) if len(seen) else (-1.0, 1.0)
    margin = 0.08 * max(high - low, 0.5)
    return OperationPreview(x, value, slope, low - margin, high + margin, has_second)


def _shown(curve: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(curve) <= STEEP * REACH, curve, np.nan)
