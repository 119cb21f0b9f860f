"""Detects when a run comes to rest, so that training can pause by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from playground.style.words import number_text

LOWEST_LOSS = 1e-6
LEAST_CHANGE = 1e-3
# Before this many epochs, a run that hardly moves may just be slow to start.
FEWEST_EPOCHS = 500
# Losses are compared at epochs that grow by this factor: fixed ones, so that where a run comes to rest does
# not depend on the machine's speed. Four of them are a sixth of the run, nine a third.
_GROWTH = (6 / 5) ** 0.25
_HALF, _WHOLE = 4, 9


class Rest:
    """Watches the training losses of a run since the last change.

    A run is at rest when its loss is below `LOWEST_LOSS`, or when its mean over the last sixth of the run
    differs from that over the sixth before by less than `LEAST_CHANGE` of it.

    Parameters
    ----------
    first_epoch
        Epoch of the last change.
    """

    def __init__(self, first_epoch: int) -> None:
        self._first = first_epoch
        self._sum = 0.0
        # Epochs since the change, and the sum of all losses up to them.
        self._marks: list[tuple[int, float]] = [(0, 0.0)]
        self._next = 1
        self.reason = ""

    def first_at_rest(self, losses: Sequence[float], last_epoch: int) -> int | None:
        """Return the first epoch at rest up to `last_epoch`, or None.

        Epochs after that one are ignored.
        """
        values = np.asarray(losses)
        before = last_epoch - self._first - len(values)
        lowest = np.flatnonzero(values < LOWEST_LOSS)
        end = int(lowest[0]) if len(lowest) else len(values)
        place = 0
        while self._next - before <= end:
            part = values[place : self._next - before]
            place += len(part)
            self._sum += float(part.sum())
            self._marks.append((self._next, self._sum))
            if self._is_flat():
                self.reason = (
                    f"The training loss has hardly changed for a third of the run: {number_text(part[-1])} "
                    f"at epoch {before + place + self._first:,}."
                )
                return place - 1
            self._next = max(self._next + 1, math.ceil(self._next * _GROWTH))
        if len(lowest):
            self.reason = f"The training loss is below 1e−6 at epoch {before + end + 1 + self._first:,}."
            return end
        self._sum += float(values[place:].sum())
        return None

    def _is_flat(self) -> bool:
        marks = self._marks
        if marks[-1][0] < FEWEST_EPOCHS or len(marks) <= _WHOLE:
            return False
        early, late = _mean(marks[-1 - _WHOLE], marks[-1 - _HALF]), _mean(marks[-1 - _HALF], marks[-1])
        return abs(early - late) < LEAST_CHANGE * abs(early)


def _mean(start: tuple[int, float], end: tuple[int, float]) -> float:
    return (end[1] - start[1]) / (end[0] - start[0])
