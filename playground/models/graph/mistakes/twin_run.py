"""Trains several learners side by side: correctly, with a mistake, and correctly at a larger step."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from playground.models.graph.mistakes.highest_rate import highest_rate
from playground.models.graph.mistakes.laboratory import Laboratory, Learner, end_of
from playground.models.graph.mistakes.mistakes import BACKWARD_TWICE, NO_ZERO_GRAD
from playground.models.ticket import UNWATCHED, Ticket

NEAR_LIMIT, OWN_RATE, NO_LIMIT = "limit", "own", "none"
SCALE_FREE = ("rmsprop", "adam")
"""Optimizers that divide a gradient by its own size."""
# Time between two reports: 10 a second are as many as one can follow.
SLICE_SECONDS = 0.1


@dataclass(frozen=True)
class TwinCourse:
    """The results of one of them.

    Attributes
    ----------
    rate
        Its learning rate.
    losses
        The correct loss on the same samples, before the first update and after each one.
    own_losses
        The loss it computed itself, before each update.
    gradients
        Norm of the gradient of each update.
    is_lost
        Whether a number left the range of floating point: the losses end there.
    """

    rate: float = 0.0
    losses: tuple[float, ...] = ()
    own_losses: tuple[float, ...] = ()
    gradients: tuple[float, ...] = ()
    is_lost: bool = False

    @property
    def updates(self) -> int:
        """How many it has made."""
        return len(self.gradients)

    @property
    def end(self) -> float:
        """The mean loss over the last updates, infinite if it is lost."""
        return math.inf if self.is_lost else end_of(self.losses)


@dataclass(frozen=True)
class TwinReport:
    """The progress of all.

    Attributes
    ----------
    optimizer
        Key of `OPTIMIZERS`.
    most
        Updates in all.
    larger
        The healthy code at the rate that the mistake comes to, None where it comes to none.
    place
        Where the rate is: `NEAR_LIMIT`, the highest that works; `OWN_RATE`; or `NO_LIMIT`, the user's own
        where no rate was found of which twice as much does harm.
    """

    mistake: str
    optimizer: str
    most: int
    healthy: TwinCourse
    mistaken: TwinCourse
    larger: TwinCourse | None = None
    place: str = OWN_RATE
    is_done: bool = False

    @property
    def update(self) -> int:
        """Updates made by the healthy one and the one with the mistake."""
        return min(self.healthy.updates, self.mistaken.updates)


def step_factor(mistake: str, optimizer: str, updates: int) -> float | None:
    """Return how many times larger steps a mistake comes to, on average over a run; None for none.

    Called twice, backward() leaves twice the gradient. Where nobody clears it, the gradient of the first of
    n updates is applied n times, that of the last one once: (n + 1) / 2 times on average.
    """
    if optimizer in SCALE_FREE:
        return None
    return {BACKWARD_TWICE: 2.0, NO_ZERO_GRAD: (updates + 1) / 2.0}.get(mistake)


def hides(mistake: str, optimizer: str) -> bool:
    """Whether an optimizer makes the same step of the wrong gradient as of the right one."""
    return mistake == BACKWARD_TWICE and optimizer in SCALE_FREE


def has_limit(mistake: str, optimizer: str) -> bool:
    """Whether the harm of a mistake shows near the highest rate that works: it acts as a larger step."""
    return mistake in (BACKWARD_TWICE, NO_ZERO_GRAD) and not hides(mistake, optimizer)


class _Course:
    """Collects the results of a learner."""

    def __init__(self, learner: Learner, rate: float) -> None:
        self._learner, self._rate = learner, rate
        self._losses, self._own, self._gradients = [learner.loss], list[float](), list[float]()
        self.is_lost = False

    @property
    def course(self) -> TwinCourse:
        return TwinCourse(
            self._rate, tuple(self._losses), tuple(self._own), tuple(self._gradients), self.is_lost
        )

    def learn(self, number: int) -> None:
        """Make an update, unless one before has failed."""
        if self.is_lost:
            return
        try:
            with np.errstate(all="ignore"):
                own = self._learner.learn(number)
                loss, length = self._learner.loss, self._learner.gradient_length
        except (ArithmeticError, ValueError):
            self.is_lost = True
            return
        if not (math.isfinite(loss) and math.isfinite(length)):
            self.is_lost = True
            return
        self._own.append(own)
        self._gradients.append(length)
        self._losses.append(loss)


class TwinRun:
    """Trains all of them, update by update.

    Parameters
    ----------
    mistake
        A key of `TWIN_MISTAKES`.
    rate
        Learning rate of the healthy one and of the one with the mistake; the user's own by default.

    Raises
    ------
    ValueError
        The mistake cannot be made there.
    """

    def __init__(
        self, lab: Laboratory, mistake: str, rate: float | None = None, place: str = OWN_RATE
    ) -> None:
        lab.check(mistake)
        self._lab, self._mistake, self._place = lab, mistake, place
        own = lab.rate if rate is None else rate
        self._healthy, self._mistaken = (_Course(lab.learner(key, own), own) for key in ("", mistake))
        factor = step_factor(mistake, lab.optimizer, lab.updates)
        self._larger = None if factor is None else _Course(lab.learner("", factor * own), factor * own)
        self._number = 0

    @property
    def report(self) -> TwinReport:
        """The progress of all."""
        is_done = self._number >= self._lab.updates or self._healthy.is_lost
        return TwinReport(
            self._mistake,
            self._lab.optimizer,
            self._lab.updates,
            self._healthy.course,
            self._mistaken.course,
            None if self._larger is None else self._larger.course,
            self._place,
            is_done,
        )

    def advance(self, seconds: float) -> TwinReport:
        """Train for about that long, at least one update."""
        deadline = time.perf_counter() + seconds
        while not (report := self.report).is_done:
            for course in (self._healthy, self._mistaken, self._larger):
                if course is not None:
                    course.learn(self._number)
            self._number += 1
            if time.perf_counter() >= deadline:
                return self.report
        return report


def train_twins(
    lab: Laboratory, mistake: str, ticket: Ticket = UNWATCHED, *, near_limit: bool = True
) -> TwinReport:
    """Train all of them to the end, reporting a `TwinReport` at short intervals.

    Parameters
    ----------
    near_limit
        Whether the rate is the highest that works, where that matters and there is one, instead of the
        user's.
    """
    lab.check(mistake)
    near_limit = near_limit and has_limit(mistake, lab.optimizer)
    rate = highest_rate(lab, ticket) if near_limit else None
    place = OWN_RATE if not near_limit else NO_LIMIT if rate is None else NEAR_LIMIT
    twins = TwinRun(lab, mistake, rate, place)
    while not (report := twins.advance(SLICE_SECONDS)).is_done:
        ticket.tell(report)
    return report
