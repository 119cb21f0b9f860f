"""Limits how often text on screen changes, so that it can be read."""

from __future__ import annotations

import time
from collections.abc import Callable

# Numbers that change more than 10 times a second are unreadable, and each change costs layout and painting.
READING_SECONDS = 0.1


class ReadingPace:
    """Decides when numbers that follow the training are updated.

    Parameters
    ----------
    clock
        Seconds.
    seconds
        Shortest time between two updates.
    """

    def __init__(
        self, clock: Callable[[], float] = time.perf_counter, seconds: float = READING_SECONDS
    ) -> None:
        self._clock = clock
        self._seconds = seconds
        self._next_at = -float("inf")

    def is_due(self, *, is_playing: bool) -> bool:
        """Whether to update now; always while paused, when no further frame may come."""
        now = self._clock()
        if is_playing and now < self._next_at:
            return False
        self._next_at = now + self._seconds
        return True

    def hurry(self) -> None:
        """Update at the next frame in any case."""
        self._next_at = -float("inf")
