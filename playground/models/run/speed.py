"""How fast training goes, chosen by a person: from a step in 20 seconds to as fast as it can."""

from __future__ import annotations

from playground.style.words import count_text, number_text

SPEEDS: tuple[float | None, ...] = (
    0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, None,
)  # fmt: skip
"""Steps a second; None is as fast as it can. The slowest gives each phase of a step 5 seconds."""
SLOW_MOTION = 5.0
"""Up to this speed each step is shown in its phases."""
LONGEST_BACKLOG = 0.5
"""Seconds of steps that are made up for where a look at the clock came late."""


def is_slow_motion(speed: float | None) -> bool:
    """Return whether steps are slow enough to be looked at one by one."""
    return speed is not None and speed <= SLOW_MOTION


def speed_text(speed: float | None) -> str:
    """Return ``Max``, or the steps a second in words."""
    if speed is None:
        return "Max"
    if speed < 1.0:
        return f"{number_text(1.0 / speed)} s/step"
    return "1 step/s" if speed == 1.0 else f"{count_text(speed)} steps/s"


class StepPace:
    """Says how many steps are due.

    Parameters
    ----------
    steps_per_second
        The wanted speed.
    now
        Seconds; the first step begins here.
    """

    def __init__(self, steps_per_second: float, now: float) -> None:
        self.steps_per_second = steps_per_second
        self._started = now

    def share(self, now: float) -> float:
        """Return how much of the present step's time has passed; 1 and more: it is over."""
        return (now - self._started) * self.steps_per_second

    def take(self, now: float) -> int:
        """Return how many steps are due, and count them as done.

        Steps that could not be made in time are left out: a slow machine goes slower and never catches up.
        """
        due = int(self.share(now))
        most = max(1, int(self.steps_per_second * LONGEST_BACKLOG))
        if due > most:
            self._started = now
            return most
        self._started += due / self.steps_per_second
        return due

    def seconds_to_next(self, now: float) -> float:
        """Return how long the next step is off."""
        return max(0.0, (1.0 - self.share(now)) / self.steps_per_second)
