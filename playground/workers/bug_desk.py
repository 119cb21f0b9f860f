"""Trains and examines the runs of a round, and paints their decision boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.bugs.bench import Bench
from playground.models.bugs.bug import Bug
from playground.models.bugs.finding import Finding
from playground.models.bugs.recipe import recipe
from playground.models.bugs.rounds import Round
from playground.models.bugs.verdict import Verdict
from playground.models.ticket import Ticket
from playground.rendering.boundary_painter import BoundaryPainter, PaintedBoundary
from playground.style.palette import Theme

SIDE = 360
WITH_BOUNDARY = "answers"


@dataclass(frozen=True)
class Ready:
    """The run of a round is trained.

    Attributes
    ----------
    recipe
        What it was meant to be, in Markdown.
    """

    recipe: str


@dataclass(frozen=True, eq=False)
class SeenRun:
    """What an instrument shows of the run with a bug.

    Attributes
    ----------
    painted, y
        Its decision boundary and the classes of its samples, for the instrument that shows them.
    """

    bug: Bug
    finding: Finding
    painted: PaintedBoundary | None
    y: NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class Seen:
    """One look at an instrument."""

    instrument: str
    runs: tuple[SeenRun, ...]


@dataclass(frozen=True, eq=False)
class Ended:
    """The verdict, and the instrument that told."""

    verdict: Verdict
    seen: Seen


class BugDesk:
    """The runs of one round. Not thread-safe: everything is called in the thread of one job."""

    def __init__(self) -> None:
        self._bench: Bench | None = None
        self._painter = BoundaryPainter()

    def begin(self, round_: Round, ticket: Ticket) -> Ready:
        """Train the run of a round."""
        self._bench_of(round_).run(round_.bug, ticket)
        return Ready(recipe(round_.problem))

    def look(self, round_: Round, instrument: str, bugs: Sequence[Bug], theme: Theme, ticket: Ticket) -> Seen:
        """Look at an instrument of the runs with some bugs, side by side."""
        bench = self._bench_of(round_)
        return Seen(instrument, tuple(self._see(bench, bug, instrument, theme, ticket) for bug in bugs))

    def end(
        self, round_: Round, named: Bug | None, bugs: Sequence[Bug], theme: Theme, ticket: Ticket
    ) -> Ended:
        """Return the verdict, with the instrument that told it."""
        verdict = self._bench_of(round_).verdict(named, ticket)
        seen = self.look(round_, verdict.evidence.instrument, bugs, theme, ticket)
        return Ended(verdict, seen)

    def clear(self, _: Ticket) -> None:
        """Let go of all runs."""
        self._bench, self._painter = None, BoundaryPainter()

    def _bench_of(self, round_: Round) -> Bench:
        if self._bench is None or self._bench.round != round_:
            self._bench = Bench(round_)
        return self._bench

    def _see(self, bench: Bench, bug: Bug, instrument: str, theme: Theme, ticket: Ticket) -> SeenRun:
        finding = bench.finding(bug, instrument, ticket)
        run = bench.run(bug, ticket)
        painted = None
        if instrument == WITH_BOUNDARY:
            ticket.check()
            painted = self._painter.paint(bug.key, run.network, run.parameters, theme, SIDE, None)
        return SeenRun(bug, finding, painted, run.network.dataset.y)
