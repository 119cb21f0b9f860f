"""How often frames are painted, so that painting leaves most of the processor to everything else."""

from __future__ import annotations

FASTEST_SECONDS, SMOOTH_SECONDS = 1 / 62, 1 / 42  # a little short: frames are late rather than early
# Up to about 40 frames a second may take this share of the painter's time; only cheap frames come more often.
LARGEST_SHARE = 0.4
EASY_SHARE = 0.15
# Weight of a frame in the mean cost: costs vary, and the pace should be steady. One that
# costs far more, like the first with a new layout, counts as only a few times the mean.
NEWEST_WEIGHT = 0.1
LARGEST_SURPRISE = 3.0
FIRST_GUESS = 0.004


class FramePace:
    """Decides from the cost of past frames when the next one is due.

    Attributes
    ----------
    next_at
        Earliest time for the next frame.
    """

    def __init__(self) -> None:
        self.next_at = 0.0
        self._cost = FIRST_GUESS

    def record(self, started: float, cost: float) -> None:
        """Record a frame: when it started and how many seconds of work it took."""
        counted = min(cost, LARGEST_SURPRISE * self._cost)
        self._cost += NEWEST_WEIGHT * (counted - self._cost)
        self.next_at = started + frame_interval(self._cost)


def frame_interval(cost: float) -> float:
    """Return the seconds from one frame to the next for frames that take `cost` seconds.

    About 30 frames a second as long as they take less than `LARGEST_SHARE` of the time, and up to 60 if
    even that takes less than `EASY_SHARE`.
    """
    return max(FASTEST_SECONDS, min(cost / EASY_SHARE, max(SMOOTH_SECONDS, cost / LARGEST_SHARE)))
