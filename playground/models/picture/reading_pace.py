"""How often words and numbers change on screen: no faster than they can be read."""

from __future__ import annotations

import time
from collections.abc import Callable

# Numbers that change more often than 10 times a second are a blur, and each one costs layout and painting.
READING_SECONDS = 0.1


class ReadingPace:
    """Says whether numbers that follow the training are to be written anew.

    Parameters
    ----------
    clock
        Seconds.
    seconds
        Least time between two writings.
    """

    def __init__(
        self, clock: Callable[[], float] = time.perf_counter, seconds: float = READING_SECONDS
    ) -> None:
        self._clock = clock
        self._seconds = seconds
        self._next_at = -float("inf")

    def is_due(self, *, is_playing: bool) -> bool:
        """Whether to write now; always while nothing plays, for such a frame may be the last one for long."""
        now = self._clock()
        if is_playing and now < self._next_at:
            return False
        self._next_at = now + self._seconds
        return True

    def hurry(self) -> None:
        """Write at the next frame, whenever it comes."""
        self._next_at = -float("inf")
