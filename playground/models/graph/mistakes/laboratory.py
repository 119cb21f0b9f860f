"""What is trained with and without a mistake: a network, or a formula."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

TAIL = 10
"""The end of a training is judged over so many updates: one alone may be lucky."""


class Learner(Protocol):
    """One of those that begin alike."""

    @property
    def loss(self) -> float:
        """The loss as it should be computed, on the samples by which all are judged."""

    @property
    def gradient_length(self) -> float:
        """Norm of the gradient of the last update."""

    def learn(self, number: int) -> float:
        """Make an update, counted from 0; return the loss that it saw before.

        Raises
        ------
        ArithmeticError, ValueError
            A number left the range of floating point.
        """


class Laboratory(Protocol):
    """Makes learners.

    Attributes
    ----------
    optimizer
        Key of `OPTIMIZERS`.
    rate
        The learning rate that the user has chosen.
    updates
        How many are made.
    """

    optimizer: str
    rate: float
    updates: int

    def check(self, mistake: str) -> None:
        """Raise a ValueError that says why this mistake cannot be made here."""

    def learner(self, mistake: str, rate: float) -> Learner:
        """Return a learner that stands where all of them begin; `mistake` is empty for the healthy one."""

    def end_at(self, rate: float) -> float:
        """Return the mean loss over the last updates of the healthy code at a rate; infinite if it fell out.

        The fastest way to know.
        """


def end_of(losses: Sequence[float]) -> float:
    """Return the mean over the last updates."""
    last = losses[-TAIL:]
    return math.fsum(loss / len(last) for loss in last)
