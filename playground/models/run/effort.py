"""How long a run was trained, epoch by epoch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOST_POINTS = 512


class Effort:
    """Seconds of training at some of the epochs, without pauses and waiting; straight lines between them."""

    def __init__(self, points: Sequence[tuple[int, float]] = ()) -> None:
        self._points = list(points)
        self._seconds = self._points[-1][1] if self._points else 0.0
        # A point more is kept once this epoch is reached, so that a long run has no more of them.
        self._next, self._gap = (self._points[-1][0] + 1 if self._points else 1), 1

    @property
    def points(self) -> list[tuple[int, float]]:
        """Epochs and seconds, both rising."""
        return list(self._points)

    def add(self, epoch: int, seconds: float) -> None:
        """Add training time that led to the end of an epoch, or into the one after it."""
        self._seconds += seconds
        if epoch < self._next:
            return
        self._points.append((epoch, self._seconds))
        if len(self._points) > MOST_POINTS:
            del self._points[-2::-2]
            self._gap = max(1, epoch // MOST_POINTS)
        self._next = epoch + self._gap

    def until(self, epoch: int) -> Effort:
        """Return a copy up to an epoch."""
        known = [point for point in self._points if point[0] <= epoch]
        if self._points and epoch > 0 and (not known or known[-1][0] < epoch):
            known.append((epoch, float(self.at(np.array([epoch]))[0])))
        return Effort(known)

    def at(self, epochs: Array) -> Array:
        """Return the seconds at epochs; after the last known one as fast as on average."""
        if not self._points:
            return np.full(len(epochs), np.nan)
        known, seconds = np.array([(0, 0.0), *self._points], np.float64).T
        times: Array = np.interp(epochs, known, seconds)
        later = epochs > known[-1]
        return np.where(later, seconds[-1] * epochs / known[-1], times)
