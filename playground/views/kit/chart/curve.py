"""What a chart draws: curves, bands between them, and levels across."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.style.theme import Theme

Array = NDArray[np.float64]
Ink = Callable[[Theme], str]


@dataclass(frozen=True, eq=False)
class Curve:
    """A line with its name at its end.

    Attributes
    ----------
    x, y
        One length, x rising; NaN leaves a gap.
    raw
        The values before smoothing: drawn thin and pale behind, and shown by the read-out.
    is_measured
        Which points were measured; others are interpolated and read out with "≈". None: all.
    opacity
        Below 1 for background curves.
    is_read
        Whether the read-out includes it.
    """

    name: str
    x: Array
    y: Array
    ink: Ink
    raw: Array | None = None
    is_measured: NDArray[np.bool_] | None = None
    width: float = 2.0
    opacity: float = 1.0
    is_dashed: bool = False
    name_ink: Ink | None = None
    is_read: bool = True


@dataclass(frozen=True, eq=False)
class Band:
    """The filled area between two curves with the same x."""

    x: Array
    low: Array
    high: Array
    ink: Ink
    opacity: float = 0.14


@dataclass(frozen=True)
class Level:
    """A dashed line across the chart, with its name on it: above its right end or below its left one."""

    value: float
    name: str
    ink: Ink
    name_ink: Ink | None = None
    is_named_left: bool = False


def seen_points(x: Array, low: float, high: float) -> NDArray[np.bool_]:
    """Mark the points from `low` to `high` and one beyond either end, for lines that leave the picture."""
    first = max(int(np.searchsorted(x, low)) - 1, 0)
    end = int(np.searchsorted(x, high, side="right")) + 1
    places = np.arange(len(x))
    marks: NDArray[np.bool_] = (places >= first) & (places < end)
    return marks


def pieces_between_gaps(y: Array) -> list[NDArray[np.intp]]:
    """Return the indices of each stretch of finite numbers."""
    has_value = np.isfinite(y)
    pieces = np.split(np.arange(len(y)), np.flatnonzero(np.diff(has_value)) + 1)
    return [piece for piece in pieces if has_value[piece[0]]]


def index_of(curve: Curve, x: float) -> int | None:
    """Return the index of a curve's point at x."""
    index = int(np.abs(curve.x - x).argmin())
    return index if curve.x[index] == x else None
