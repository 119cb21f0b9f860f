"""A run eases in: machine code would be done with most of the learning before the first frame."""

from __future__ import annotations

import math

# Epochs a second at the start, and the seconds in which the pace grows e-fold. After 1, 2 and 3 seconds a run
# may have come to epoch 128, 1,072 and 8,049: about as much is learnt in each of them.
FIRST_PACE = 40.0
GROWTH_SECONDS = 0.5
OVER_SECONDS = 10.0


class EaseIn:
    """Says how far a run may have come after a time of playing."""

    def __init__(self) -> None:
        self._played = 0.0

    def play(self, seconds: float) -> None:
        """Count time in which the run was to train."""
        self._played += seconds

    @property
    def last_epoch(self) -> int | None:
        """The epoch not to go beyond yet, or None once the run is free."""
        if self._played >= OVER_SECONDS:
            return None
        scale = FIRST_PACE * GROWTH_SECONDS
        return 1 + int(scale * math.expm1(self._played / GROWTH_SECONDS))
