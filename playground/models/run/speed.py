"""The training speed: from one step in 20 seconds to as fast as possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.style.words import count_text, exact_text, number_text, read_number

Unit = Literal["step", "epoch"]


@dataclass(frozen=True)
class Speed:
    """A number of steps or epochs a second."""

    count: float
    unit: Unit = "step"

    @property
    def is_slow_motion(self) -> bool:
        """Whether steps are slow enough to be shown one by one."""
        return self.unit == "step" and self.count <= SLOW_MOTION

    def __str__(self) -> str:
        """Return ``60 epochs/s``, ``1 step/s`` or, where a step takes seconds, ``4 s/step``."""
        if self.count < 1.0:
            return f"{number_text(1.0 / self.count)} s/{self.unit}"
        return f"{count_text(self.count)} {self.unit}{'s' if self.count != 1.0 else ''}/s"


SLOW_MOTION = 5.0
"""Up to this many steps a second, each is shown in phases."""
SPEEDS: tuple[Speed | None, ...] = (
    *(Speed(count) for count in (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)),
    *(Speed(count, "epoch") for count in (10.0, 30.0, 60.0, 120.0, 300.0, 1000.0, 3000.0, 10_000.0)),
    None,
)
"""From slow to fast; None is as fast as possible. The slowest gives each phase of a step 5 seconds."""
WATCHABLE = Speed(60.0, "epoch")
"""At this speed one can watch a boundary form, on any machine."""
LONGEST_BACKLOG = 0.5
"""Most seconds of steps to catch up on when the clock was checked late."""


def speed_text(speed: Speed | None) -> str:
    """Return ``Max``, or the speed in words."""
    return "Max" if speed is None else str(speed)


def speed_to_key(speed: Speed | None) -> str:
    """Return a speed as a key for storage."""
    return "max" if speed is None else f"{exact_text(speed.count)} {speed.unit}"


def speed_from_key(key: str) -> Speed | None:
    """Return the speed of a key from `speed_to_key`.

    Raises
    ------
    ValueError
        It is not one of `SPEEDS`.
    """
    if key == "max":
        return None
    count, _, unit = key.partition(" ")
    for speed in SPEEDS:
        if speed is not None and speed.unit == unit and speed.count == read_number(count):
            return speed
    raise ValueError(f"there is no speed {key!r}")


class Pace:
    """Counts how many steps, or epochs, are due.

    Parameters
    ----------
    per_second
        The speed.
    now
        Time in seconds at which the first step begins.
    """

    def __init__(self, per_second: float, now: float) -> None:
        self.per_second = per_second
        self._started = now

    def share(self, now: float) -> float:
        """Return how much of the current step's time has passed; 1 or more: it is over."""
        return (now - self._started) * self.per_second

    def take(self, now: float) -> int:
        """Return how many steps are due, and count them as done.

        Steps that could not be made in time are skipped: a slow machine runs slower and never catches up.
        """
        due = int(self.share(now))
        most = max(1, int(self.per_second * LONGEST_BACKLOG))
        if due > most:
            self._started = now
            return most
        self._started += due / self.per_second
        return due

    def seconds_to_next(self, now: float) -> float:
        """Return the time until the next step."""
        return max(0.0, (1.0 - self.share(now)) / self.per_second)
