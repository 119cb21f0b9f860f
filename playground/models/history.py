"""The losses of a run, epoch by epoch, in a form that stays cheap to draw however long it gets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curves:
    """What a chart draws: raw and smoothed losses at some epochs, all of one length, read-only."""

    epochs: Array
    train: Array
    test: Array
    train_smooth: Array
    test_smooth: Array

    @classmethod
    def empty(cls) -> Curves:
        """Return curves without a point."""
        nothing = np.empty(0)
        return cls(nothing, nothing, nothing, nothing, nothing)


class History:
    """Train and test loss by epoch; grows by doubling, so appending is cheap."""

    def __init__(self) -> None:
        self._rows = np.empty((1024, 3))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, epoch: int, train_loss: float, test_loss: float | None) -> None:
        """Add one epoch; a missing test loss is NaN and leaves a gap in the curve."""
        if self._count == len(self._rows):
            self._rows = np.concatenate((self._rows, np.empty_like(self._rows)))
        self._rows[self._count] = (epoch, train_loss, np.nan if test_loss is None else test_loss)
        self._count += 1

    def curves(self, limit: int = 600) -> Curves:
        """Return at most `limit` points: of every stretch of epochs the lowest and the highest loss.

        The smoothed curves are moving means over 1 % of the history.
        """
        rows = self._rows[: self._count]
        if not len(rows):
            return Curves.empty()
        kept = np.arange(len(rows)) if len(rows) <= limit else _extremes(rows[:, 1], limit)
        window = max(1, len(rows) // 100)
        train, test = (_means_up_to(kept, rows[:, column], window) for column in (1, 2))
        picked = rows[kept]
        return Curves(picked[:, 0], picked[:, 1], picked[:, 2], train, test)


def _extremes(values: Array, limit: int) -> NDArray[np.int64]:
    """Return sorted indices of the first, the last, and the extremes of each of limit/2 - 1 stretches."""
    edges = np.linspace(0, len(values), max(2, limit // 2), dtype=np.int64)
    lows = [a + int(np.argmin(values[a:b])) for a, b in pairwise(edges.tolist())]
    highs = [a + int(np.argmax(values[a:b])) for a, b in pairwise(edges.tolist())]
    return np.unique([0, *lows, *highs, len(values) - 1])


def _means_up_to(places: NDArray[np.int64], values: Array, window: int) -> Array:
    """Mean of the last `window` values at each place (fewer at the start): the curve never looks ahead.

    Differences of running sums would be cheaper, but one huge or infinite loss would spoil all that follow.
    """
    ends = places + 1
    starts = np.maximum(0, ends - window)
    spans = np.stack((starts, ends), axis=1).ravel()
    sums = np.add.reduceat(np.append(values, 0.0), spans)[::2]  # the odd ones are the gaps between the spans
    means: Array = sums / (ends - starts)
    return means
