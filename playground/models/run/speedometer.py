"""Epochs a second, averaged over recent training."""

from __future__ import annotations

from collections import deque


class Speedometer:
    """Rate of training over a window of training time (pauses do not count)."""

    def __init__(self, window: float = 1.5) -> None:
        self._window = window
        self._spans: deque[tuple[float, float]] = deque()

    def add(self, epochs: float, seconds: float) -> None:
        """Record that `epochs` (fractions included) took `seconds`."""
        self._spans.append((epochs, seconds))
        while len(self._spans) > 1 and sum(s for _, s in self._spans) - self._spans[0][1] > self._window:
            self._spans.popleft()

    @property
    def rate(self) -> float:
        """Epochs a second, 0 before anything was recorded."""
        seconds = sum(s for _, s in self._spans)
        return sum(e for e, _ in self._spans) / seconds if seconds > 0 else 0.0
