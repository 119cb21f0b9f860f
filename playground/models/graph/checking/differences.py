"""Finite differences of the output of a graph by any of its nodes, many at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.ticket import UNWATCHED, Ticket

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Move = Callable[[Places, Array], Array]
REACHES = (1e-6, 1e-8, 1e-10, 1e-12)
"""How far a node is moved, relative to its value: less where the function bends or ends so near."""
TOLERANCE = 1e-4
"""Relative difference up to which a finite difference confirms a gradient."""
TINY = float(np.finfo(np.float64).tiny)
RESOLVED = 20.0
"""How many times the rounding a number must be to be told from 0."""
SMALL = 1e-4
"""Differences below this are looked at with a smaller step, too."""
AT_ONCE = 2**19
"""Numbers that are held at a time: the values of a graph, once for each node that is moved."""

AGREES, DIFFERS, TOO_SMALL, KINK, UNDEFINED = (
    "agrees", "differs", "too small to tell", "at a kink", "no difference"
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A central difference.

    Attributes
    ----------
    resolution
        How much of it may be rounding.
    sides
        The slopes to the left and to the right where they are not the same however small the step: a kink.
    """

    value: float
    resolution: float
    sides: tuple[float, float] | None = None

    def verdict(self, gradient: float) -> str:
        """Return whether it confirms a gradient: `AGREES`, `DIFFERS`, `TOO_SMALL` or `KINK`."""
        largest = max(abs(gradient), abs(self.value))
        if gradient == self.value:
            return AGREES
        if largest <= RESOLVED * self.resolution:
            return TOO_SMALL
        if abs(gradient - self.value) <= TOLERANCE * largest + self.resolution:
            return AGREES
        is_between = self.sides is not None and min(self.sides) <= gradient <= max(self.sides)
        return KINK if is_between else DIFFERS


@dataclass(frozen=True, eq=False)
class _Slopes:
    """Slopes to both sides of some nodes, shape (n,) each; NaN where a step leaves the domain."""

    left: Array
    right: Array
    resolution: Array

    @property
    def central(self) -> Array:
        return (self.left + self.right) / 2.0

    @property
    def gap(self) -> Array:
        return np.abs(self.right - self.left)

    @property
    def bends(self) -> Array:
        """How far the sides are apart beyond what is tolerated; NaN where they are not defined."""
        largest = np.maximum(np.abs(self.left), np.abs(self.right))
        return self.gap - TOLERANCE * largest - RESOLVED * self.resolution


def differences(
    graph: ComputationGraph,
    values: Array,
    scalars: Places,
    ticket: Ticket = UNWATCHED,
) -> list[Difference | None]:
    """Return the central difference of the output by each of some nodes, None where there is none.

    Parameters
    ----------
    values
        Of all nodes, shape (n_scalars,).
    scalars
        Indices of the nodes, shape (n,).
    ticket
        Is told the share of all nodes that are done, if it takes several parts.
    """
    step = max(1, AT_ONCE // len(values))
    done = 0

    def move(places: Places, numbers: Array) -> Array:
        nonlocal done
        found = np.empty(len(places))
        for start in range(0, len(places), step):
            ticket.check()
            part = slice(start, start + step)
            moved = graph.sweep.moved_values(values, scalars[places[part]], numbers[part])
            found[part] = np.where(np.isfinite(moved).all(0), moved[graph.output], np.nan)
            if len(places) > step:
                done += len(places[part])
                ticket.tell(min(done / (2.0 * len(scalars)), 1.0))
        return found

    return differences_of(move, values[scalars], float(values[graph.output]))


@np.errstate(all="ignore")  # NaN and infinity say that there is no difference
def differences_of(move: Move, at: Array, base: Array | float) -> list[Difference | None]:
    """Return the central difference of a function by each of some operands, None where there is none.

    Where the slopes to both sides are not the same, or a step leaves the domain, smaller steps follow: they
    take away the error of a large step, but not a kink.

    Parameters
    ----------
    move
        Takes some operands, by their places in `at`, and a number for each; returns the value of the
        function with each of them moved there alone, NaN where it has none.
    at, base
        Where each operand stands, shape (n,), and the value of the function there.
    """
    every = np.arange(len(at))
    found = _slopes(move, at, base, every, REACHES[0])
    value, resolution = found.central, found.resolution.copy()
    sides = np.full((len(at), 2), np.nan)
    # A small one may be nothing but the error of the step, as that of x³ at 0.
    rest = np.flatnonzero(~((found.bends <= 0.0) & (np.abs(value) >= SMALL)))
    for reach in REACHES[1:]:
        if not len(rest):
            break
        before = _Slopes(found.left[rest], found.right[rest], found.resolution[rest])
        finer = _slopes(move, at, base, rest, reach)
        # The gap of a kink stays as the step shrinks; that of a smooth function shrinks with it.
        is_kink = (finer.gap > 0.5 * before.gap) & (finer.gap > RESOLVED * finer.resolution)
        sides[rest[is_kink]] = np.stack((finer.left, finer.right), 1)[is_kink]
        rounding = RESOLVED * (before.resolution + finer.resolution)
        change = np.abs(finer.central - value[rest])
        # The one before is more exact, unless the function bends within its step or ends there.
        is_off = ~(change <= TOLERANCE * np.abs(finer.central) + rounding)
        is_off &= np.isfinite(finer.central) & ~is_kink
        value[rest[is_off]], resolution[rest[is_off]] = finer.central[is_off], finer.resolution[is_off]
        for known, new in ((found.left, finer.left), (found.right, finer.right)):
            known[rest] = new
        found.resolution[rest] = finer.resolution
        does_bend = ~(finer.bends <= 0.0)
        is_open = (is_off | does_bend) & ~is_kink
        if reach == REACHES[-1]:
            # The smallest step is still long: what it may add to a central difference is unknown too.
            largest = np.maximum(np.maximum(np.abs(finer.left), np.abs(finer.right)), TINY)
            error = np.nan_to_num(np.where(does_bend, finer.gap**2 / largest, change))
            resolution[rest[is_open]] += error[is_open]
        rest = rest[is_open]
    return [
        Difference(number, rounding, None if np.isnan(left) else (left, right))
        if np.isfinite(number)
        else None
        for number, rounding, (left, right) in zip(
            value.tolist(), resolution.tolist(), sides.tolist(), strict=True
        )
    ]


def _slopes(move: Move, at: Array, base: Array | float, places: Places, reach: float) -> _Slopes:
    here = at[places]
    value = np.broadcast_to(base, at.shape)[places]
    reaches = reach * np.maximum(1.0, np.abs(here))
    low, high = move(places, here - reaches), move(places, here + reaches)
    rounding = np.finfo(np.float64).eps * (np.abs(high) + np.abs(low)) / (2.0 * reaches)
    return _Slopes((value - low) / reaches, (high - value) / reaches, rounding)
