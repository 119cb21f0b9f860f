"""Runs the sanity test "Overfit one batch" on the networks of a lesson, side by side."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from playground.models.diagnosis import overfit
from playground.models.diagnosis.overfit import OverfitResult, OverfitTest
from playground.models.lessons.stages.sanity_stage import SanityOutcome, SanityStage
from playground.models.network.network import Network
from playground.models.ticket import Ticket
from playground.workers import lesson_desk

FRAME_SECONDS = 0.05


@dataclass(frozen=True, eq=False)
class SanityRun:
    """A test so far.

    Attributes
    ----------
    losses
        Before the first update and after each one.
    result
        None until it has ended.
    """

    key: str
    losses: tuple[float, ...]
    result: OverfitResult | None
    outcome: SanityOutcome


@dataclass(frozen=True, eq=False)
class SanityFrame:
    """All tests of a stage.

    Attributes
    ----------
    update
        Updates that the longest one has made.
    """

    runs: tuple[SanityRun, ...]

    @property
    def update(self) -> int:
        return max(0, *(len(run.losses) - 1 for run in self.runs))

    @property
    def is_finished(self) -> bool:
        """Whether all have ended."""
        return all(run.result is not None for run in self.runs)


class SanityDesk:
    """The tests of one stage. Not thread-safe: everything is called in the thread of one job."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._stage: SanityStage | None = None
        self._tests: list[OverfitTest] = []

    def begin(self, stage: SanityStage, ticket: Ticket) -> SanityFrame:
        """Prepare the tests of a stage.

        Raises
        ------
        ValueError
            An experiment that cannot be trained.
        """
        self._stage, self._tests = None, []
        tests = []
        for run in stage.runs:
            ticket.check()
            tests.append(OverfitTest(Network.of(run.experiment)))
        self._stage, self._tests = stage, tests
        return self._frame()

    def go_on(self, stage: SanityStage, ticket: Ticket, *, hurried: bool = False) -> SanityFrame:
        """Test on to the end at the pace of a stage, and tell `SanityFrame` by `SanityFrame`.

        Parameters
        ----------
        stage
            It is begun first if another one was there.
        hurried
            As fast as possible, without frames on the way.
        """
        if stage is not self._stage:
            self.begin(stage, ticket)
        started, first = self._clock(), self._frame().update
        most = overfit.MOST_UPDATES
        rate = lesson_desk.PACE * most / stage.seconds
        while any(test.result is None for test in self._tests):
            begun = self._clock()
            due = most if hurried else first + math.floor(rate * (begun - started)) + 1
            for test in self._tests:
                while test.result is None and (test.update < due or due >= most):
                    ticket.check()
                    test.advance(0.0)
            if not hurried:
                ticket.tell(self._frame())
                time.sleep(max(FRAME_SECONDS / max(lesson_desk.PACE, 1.0) - (self._clock() - begun), 0.0))
        return self._frame()

    def clear(self, _: Ticket) -> None:
        """Let go of all tests."""
        self._stage, self._tests = None, []

    def _frame(self) -> SanityFrame:
        assert self._stage is not None
        return SanityFrame(
            tuple(
                SanityRun(run.key, test.losses, test.result, SanityOutcome(run.experiment, test.result))
                for run, test in zip(self._stage.runs, self._tests, strict=True)
            )
        )
