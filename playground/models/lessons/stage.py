"""What a step shows beside its text, and what expressions can say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from playground.models.experiment.experiment import Experiment
from playground.models.lessons.language import Place, Type, When
from playground.models.lessons.outcome import Valued
from playground.models.ticket import UNWATCHED, Ticket

Look = Literal["plain", "bad", "good"]


@dataclass(frozen=True)
class LessonRun:
    """One of the networks side by side.

    Attributes
    ----------
    key
        How expressions call it: "a".
    look
        Whether it is shown as the one with the mistake, as the healthy one, or as neither.
    draw
        Which neurons its picture drops, where eval() is forgotten.
    """

    key: str
    name: str
    experiment: Experiment
    look: Look = "plain"
    draw: int = 0


@dataclass(frozen=True)
class Stage:
    """Something that runs to an end; each kind is a frozen dataclass in `stages`.

    Attributes
    ----------
    runs
        Its networks; a kind without any has none.
    """

    runs: tuple[LessonRun, ...] = ()

    def run(self, key: str) -> LessonRun | None:
        """Return a network by its key."""
        return next((run for run in self.runs if run.key == key), None)

    def with_runs(self, runs: tuple[LessonRun, ...]) -> Self:
        """Return the same with other networks."""
        return replace(self, runs=runs)

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        """Return the type of ``name.quantity(places)@when``; a ValueError names what is unknown."""
        raise NotImplementedError

    @property
    def formula(self) -> str:
        """The formulas it is about; empty for none."""
        return ""

    @property
    def movable(self) -> tuple[str, ...]:
        """Names of what can be moved by hand in a task."""
        return ()

    def outcomes(self, ticket: Ticket = UNWATCHED) -> Mapping[str, Valued]:
        """Run it to its end, and return what came out by its names.

        Raises
        ------
        ValueError
            It cannot run.
        """
        raise NotImplementedError
