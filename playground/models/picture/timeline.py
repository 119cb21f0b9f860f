"""The time-travel strip in plain numbers: positions of epochs, ticks, curve and marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.run.history import BEND
from playground.models.run.log import KEYFRAME_SECONDS, MOST_BYTES

Array = NDArray[np.float64]
SMOOTHED_SHARE = 1 / 75
TICK_GAP = 40.0
MARK_GAP = 6.0


@dataclass(frozen=True)
class Mark:
    """A change to the run at an epoch; `kind` as in `playground.models.run.log`, or "best"."""

    epoch: int
    kind: str
    words: str


@dataclass(frozen=True, eq=False)
class Ghost:
    """An earlier run that branched off this one, or that this one branched off.

    Attributes
    ----------
    key
        Identifies it.
    fork, last_epoch
        The epoch at which it branches off the run on screen, and its last one.
    epochs, losses
        Its training losses from the fork on.
    words
        Its result in words.
    number
        Of a run in a comparison, which gives it its colour; 0 for a branch.
    """

    key: int
    name: str
    fork: int
    last_epoch: int
    epochs: Array
    losses: Array
    words: str = ""
    number: int = 0


@dataclass(frozen=True)
class Memory:
    """What the kept moments of a run take and may take, and how much training lies between two of them."""

    n_bytes: int = 0
    most_bytes: int = MOST_BYTES
    seconds_apart: float = KEYFRAME_SECONDS


@dataclass(frozen=True, eq=False)
class Timeline:
    """What the strip shows.

    Attributes
    ----------
    last_epoch
        Finished epochs of the run.
    cursor
        The epoch on screen, or None for the newest.
    epochs, losses
        Training losses of the whole run.
    """

    last_epoch: int
    cursor: int | None
    epochs: Array
    losses: Array
    marks: tuple[Mark, ...] = ()
    ghosts: tuple[Ghost, ...] = ()
    memory: Memory = Memory()

    @classmethod
    def empty(cls) -> Timeline:
        """Return the strip of a run that has not started."""
        return cls(0, None, np.empty(0), np.empty(0))

    @property
    def shown_epoch(self) -> int:
        """The epoch on screen."""
        return self.last_epoch if self.cursor is None else self.cursor


@dataclass(frozen=True)
class Scale:
    """Maps epochs to positions between `left` and `left + width`."""

    last_epoch: int
    left: float
    width: float

    def x_of(self, epoch: float | Array) -> Array:
        """Return the positions of epochs, in the units of `width`."""
        whole = math.log1p(max(self.last_epoch, 1) / BEND)
        places: Array = self.left + self.width * np.log1p(np.asarray(epoch, np.float64) / BEND) / whole
        return places

    def epoch_at(self, x: float) -> int:
        """Return the epoch nearest to a position; positions beyond the ends give the ends."""
        share = min(max((x - self.left) / max(self.width, 1e-9), 0.0), 1.0)
        whole = math.log1p(max(self.last_epoch, 1) / BEND)
        return min(max(round(BEND * math.expm1(share * whole)), 0), self.last_epoch)

    def ticks(self) -> tuple[int, ...]:
        """Return the epochs to label: 0 and powers of ten, far enough apart for their labels."""
        kept: list[int] = [0]
        epoch = 1
        while epoch <= self.last_epoch:
            if float(self.x_of(epoch)) - float(self.x_of(kept[-1])) >= TICK_GAP:
                kept.append(epoch)
            epoch *= 10
        return tuple(kept)


def grouped(marks: Sequence[Mark], scale: Scale) -> list[tuple[float, tuple[Mark, ...]]]:
    """Return marks with their positions; marks that would touch are merged at the first one's."""
    groups: list[tuple[float, tuple[Mark, ...]]] = []
    ordered = sorted(marks, key=lambda mark: mark.epoch)
    places = scale.x_of(np.array([mark.epoch for mark in ordered])).tolist()
    for mark, x in zip(ordered, places, strict=True):
        if groups and x - groups[-1][0] < MARK_GAP:
            groups[-1] = (groups[-1][0], (*groups[-1][1], mark))
        else:
            groups.append((x, (mark,)))
    return groups


def smoothed(epochs: Array, losses: Array) -> Array:
    """Return moving means of losses, each over the last `SMOOTHED_SHARE` of the epochs."""
    if not len(epochs):
        return losses
    windows = np.maximum(1.0, epochs * SMOOTHED_SHARE)
    starts = np.searchsorted(epochs, epochs - windows, side="right")
    starts = np.minimum(starts, np.arange(len(epochs)))
    # A loss that is not finite affects only its own epoch, not the sums that follow.
    finite = np.isfinite(losses)
    sums = np.concatenate(([0.0], np.cumsum(np.where(finite, losses, 0.0))))
    counts = np.concatenate(([0], np.cumsum(finite)))
    ends = np.arange(1, len(epochs) + 1)
    number = counts[ends] - counts[starts]
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Array = (sums[ends] - sums[starts]) / number
    return np.where(number > 0, means, np.nan)


def heights(losses: Array, low: float, high: float) -> Array:
    """Map losses from `low` to `high` to 0 to 1 on a logarithmic scale; others are clipped."""
    bottom, top = math.log(max(low, 1e-300)), math.log(max(high, 1e-300))
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.log(np.clip(losses, max(low, 1e-300), max(high, 1e-300)))
    if top - bottom < 1e-12:
        flat: Array = np.where(np.isnan(logs), np.nan, 0.5)
        return flat
    places: Array = (logs - bottom) / (top - bottom)
    return places


def loss_range(losses: Array) -> tuple[float, float]:
    """Return the lowest and the highest positive finite loss, or (1, 1) if there is none."""
    known = losses[np.isfinite(losses) & (losses > 0.0)]
    return (float(known.min()), float(known.max())) if len(known) else (1.0, 1.0)


def thinned(x: Array, y: Array, most_per_pixel: int = 2) -> tuple[Array, Array]:
    """Return a curve with at most two points per pixel of x, the lowest and the highest, without gaps."""
    known = ~np.isnan(y)
    x, y = x[known], y[known]
    if not len(x):
        return x, y
    pixels = np.floor(x).astype(np.int64)
    starts = np.flatnonzero(np.diff(pixels, prepend=pixels[0] - 1))
    if len(x) <= most_per_pixel * len(starts):
        return x, y
    sizes = np.diff(starts, append=len(x))
    kept = [
        marks[np.searchsorted(marks, starts)]
        for extreme in (np.minimum, np.maximum)
        for marks in [np.flatnonzero(y == np.repeat(extreme.reduceat(y, starts), sizes))]
    ]
    chosen = np.union1d(*kept)
    return x[chosen], y[chosen]
