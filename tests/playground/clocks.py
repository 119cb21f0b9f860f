"""Clocks for tests, in place of the machine's."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count


class Clock:
    """Stands still until it is set."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def ticking(step: float) -> Callable[[], float]:
    """Return a clock that goes on by so many seconds whenever it is looked at."""
    ticks = count()
    return lambda: next(ticks) * step
