"""An operation as a curve along one of its operands, with the tangent at a point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.operations import OPERATIONS
from engine.source_code import FloatFunction, float_function
from engine.symbols import Symbol

Array = NDArray[np.float64]
POINTS = 193
REACH = 3.0
"""How far the curve goes to both sides of 0, at least."""
BEYOND = 1.4
"""How much further it goes than the point."""
STEEP = 4.0
"""Values further from 0 than so many times the reach are a pole, which no line crosses."""


@dataclass(frozen=True, eq=False)
class OperationCurve:
    """A curve.

    Attributes
    ----------
    x, y
        Shape (n,); y is NaN where there is no value.
    at
        The point.
    value, slope
        There; None where the operation has none.
    low, high
        Ends of the y axis.
    """

    x: Array
    y: Array
    at: float
    value: float | None
    slope: float | None
    low: float
    high: float


def operation_curve(operation: str, values: Sequence[float], place: int) -> OperationCurve:
    """Return an operation as a function of one operand.

    Parameters
    ----------
    values
        Of all its operands; the point is at that of the one which changes.
    place
        Which operand changes.
    """
    reach = max(REACH, BEYOND * abs(values[place]))
    x = np.linspace(-reach, reach, POINTS)
    expression = OPERATIONS[operation].expression(len(values))
    before, behind = values[:place], values[place + 1 :]
    y = np.array([value_at(expression.value, (*before, number, *behind)) for number in x.tolist()])
    y = np.where(np.abs(y) <= STEEP * reach, y, np.nan)
    value, slope = (value_at(made, values) for made in (expression.value, expression.derivatives[place]))
    has_value = math.isfinite(value)
    seen = y[np.isfinite(y)]
    low, high = (max(seen.min(), -reach), min(seen.max(), reach)) if len(seen) else (-1.0, 1.0)
    low, high = min(low, 0.0), max(high, 0.0)
    if has_value:
        low, high = min(low, value), max(high, value)
    margin = 0.12 * max(high - low, 0.5)
    return OperationCurve(
        x,
        y,
        values[place],
        value if has_value else None,
        slope if has_value and math.isfinite(slope) else None,
        low - margin,
        high + margin,
    )


def value_at(made: Symbol, given: Sequence[float]) -> float:
    """Return what an expression comes to with these operands, NaN where it has no value."""
    try:
        return _function(made, len(given))(*given)[0]
    except (ArithmeticError, ValueError):
        return math.nan


@lru_cache(maxsize=256)
def _function(made: Symbol, count: int) -> FloatFunction:
    """Return an expression as a function of floats: the value may exist where the derivative does not."""
    return float_function((made,), count)
