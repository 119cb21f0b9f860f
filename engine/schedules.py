"""Schedules: factors of the learning rate by epoch."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.checks import positive_integer


@dataclass(frozen=True)
class StepSchedule:
    """Multiply the rate by `factor` after every `every` epochs."""

    every: int
    factor: float = 0.5

    def __post_init__(self) -> None:
        positive_integer(self.every, "the number of epochs between two steps")
        if not 0.0 < self.factor <= 1.0:
            raise ValueError(f"the factor of a step must be above 0 and at most 1, not {self.factor!r}")

    def __call__(self, epoch: int) -> float:
        """Return the factor of an epoch, counted from 0."""
        return self.factor ** (epoch // self.every)


@dataclass(frozen=True)
class CosineSchedule:
    """Let the rate fall along half a cosine within `epochs`, and stay at the share `least` from then on.

    Loshchilov and Hutter 2017, without restarts.
    """

    epochs: int
    least: float = 0.01

    def __post_init__(self) -> None:
        positive_integer(self.epochs, "the number of epochs of a cosine")
        if not 0.0 <= self.least <= 1.0:
            raise ValueError(f"the least share of the rate must be from 0 to 1, not {self.least!r}")

    def __call__(self, epoch: int) -> float:
        """Return the factor of an epoch, counted from 0."""
        share = min(epoch / self.epochs, 1.0)
        return self.least + (1.0 - self.least) * 0.5 * (1.0 + math.cos(math.pi * share))
