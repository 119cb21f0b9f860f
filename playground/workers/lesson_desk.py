"""Trains the runs of a lesson side by side, in step, and paints them at any of their epochs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.compare.comparison import Figures, figures_of
from playground.models.lessons.given_pictures import GivenPictures, pictures_of
from playground.models.lessons.insight import Insight, InsightMeter
from playground.models.lessons.outcome import Outcome, first_figures
from playground.models.lessons.stage import LessonRun
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.network.network import Network
from playground.models.run.session import Session
from playground.models.run.training import Training
from playground.models.ticket import Ticket
from playground.models.timeline.replay import Replay
from playground.rendering.boundary_painter import BoundaryPainter
from playground.style.palette import Theme

# A picture of all runs so often, and the longest time of training between two looks at the ticket.
FRAME_SECONDS, PORTION_SECONDS = 0.04, 0.02
PACE = 1.0
"""How many times as fast as a lesson says; tests have less time."""


@dataclass(frozen=True, eq=False)
class RunFrame:
    """A run of a lesson at the epoch on screen.

    Attributes
    ----------
    pixels, places
        As in `PaintedBoundary`.
    y
        Classes or targets of the samples.
    class_names
        Empty for regression.
    figures, insight
        Its losses and scores at this epoch, and what goes on inside.
    outcome
        The run so far, with the cursor at this epoch.
    pictures
        Some of those that it is given, None if its data are none.
    """

    key: str
    epoch: int
    pixels: NDArray[np.uint8]
    places: NDArray[np.float64]
    y: NDArray[np.generic]
    class_names: tuple[str, ...]
    figures: Figures
    insight: Insight
    outcome: Outcome
    pictures: GivenPictures | None = None


@dataclass(frozen=True, eq=False)
class LessonFrame:
    """All runs at one epoch; a run that failed stays at its last.

    Attributes
    ----------
    is_finished
        Whether they have come to the end of the stage.
    """

    epoch: int
    runs: tuple[RunFrame, ...]
    is_finished: bool


class _Learner:
    """A run with its session; the failed one trains no further."""

    def __init__(self, run: LessonRun, samples: Sequence[int]) -> None:
        self.run = run
        self.session = Session(run.experiment)
        self.meter = InsightMeter(self.session.network, samples)
        self._first_figures = first_figures(self.session.training)
        self._first_insight = self.meter.measure(self.session.training)
        self.replay = Replay(self.session.run.log)
        self.has_failed = False
        self._outcome: Outcome | None = None
        self._drawn: tuple[Network, Network] | None = None

    @property
    def epoch(self) -> int:
        return self.session.training.trainer.epoch

    def train_to(self, epoch: int, check: Callable[[], None]) -> None:
        """Train up to an epoch, or until the numbers leave their range."""
        if not self.has_failed:
            self._outcome = None
            self.has_failed = not self.session.train_up_to(epoch, check, PORTION_SECONDS)

    @property
    def outcome(self) -> Outcome:
        """The run so far, measured once until it trains on."""
        if self._outcome is None:
            insights = {0: self._first_insight, self.epoch: self.meter.measure(self.session.training)}
            self._outcome = Outcome.of(
                self.session, self._first_figures, insights, has_failed=self.has_failed
            )
        return self._outcome

    def drawn(self, network: Network) -> Network:
        """Return what is painted of a network: the painter keeps it as long as it is the same."""
        if self._drawn is None or self._drawn[0] is not network:
            self._drawn = network, network.asked_again(self.run.draw)
        return self._drawn[1]

    def at(self, epoch: int) -> tuple[Training, Outcome]:
        """Return it as it was at an epoch, with the cursor there."""
        if epoch >= self.epoch:
            return self.session.training, self.outcome
        self.replay.seek(epoch)
        self.replay.advance()
        training = self.replay.training
        return training, self.outcome.looked_at(figures_of(training), self.meter.measure(training))


class LessonDesk:
    """The runs of one stage. Not thread-safe: everything is called in the thread of one job."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._stage: RunStage | None = None
        self._learners: list[_Learner] = []
        self._painter = BoundaryPainter()

    def begin(self, stage: RunStage, theme: Theme, side: int, ticket: Ticket) -> LessonFrame:
        """Prepare the runs of a stage at epoch 0.

        Raises
        ------
        ValueError
            An experiment that cannot be trained.
        """
        self._stage, self._learners = None, []
        learners = []
        for run in stage.runs:
            ticket.check()
            learners.append(_Learner(run, stage.samples))
        self._stage, self._learners = stage, learners
        return self._frame(0, theme, side)

    def go_on(
        self, stage: RunStage, theme: Theme, side: int, ticket: Ticket, *, hurried: bool = False
    ) -> LessonFrame:
        """Train on to the end of a stage at its pace, and tell `LessonFrame` by `LessonFrame`.

        Parameters
        ----------
        stage
            It is begun first if another one was there.
        hurried
            As fast as possible, without frames on the way.
        """
        if stage != self._stage:
            self.begin(stage, theme, side, ticket)
        started, first = self._clock(), self.epoch
        rate = PACE * stage.epochs / stage.seconds
        while (epoch := self.epoch) < stage.epochs and not all(one.has_failed for one in self._learners):
            begun = self._clock()
            due = stage.epochs if hurried else first + math.floor(rate * (begun - started)) + 1
            target = min(stage.epochs, max(epoch + 1, due))
            for learner in self._learners:
                learner.train_to(target, ticket.check)
            if not hurried:
                ticket.tell(self._frame(self.epoch, theme, side))
                time.sleep(max(FRAME_SECONDS - (self._clock() - begun), 0.0))
        return self._frame(self.epoch, theme, side)

    def look_at(self, epoch: int, theme: Theme, side: int, ticket: Ticket) -> LessonFrame:
        """Return the runs as they were at the end of an epoch."""
        ticket.check()
        return self._frame(min(epoch, self.epoch), theme, side)

    def clear(self, _: Ticket) -> None:
        """Let go of all runs and what painted them: tens of megabytes."""
        self._stage, self._learners = None, []
        self._painter = BoundaryPainter()

    @property
    def epoch(self) -> int:
        """The newest epoch of the runs that go on."""
        going = [one.epoch for one in self._learners if not one.has_failed]
        return min(going) if going else max((one.epoch for one in self._learners), default=0)

    def _frame(self, epoch: int, theme: Theme, side: int) -> LessonFrame:
        assert self._stage is not None
        common = self._learners[0].session.network
        runs = []
        for learner in self._learners:
            training, outcome = learner.at(epoch)
            network = training.network
            painted = self._painter.paint(
                learner.run.key, learner.drawn(network), training.trainer.parameters, theme, side, common
            )
            at = outcome.cursor
            pictures = pictures_of(network, training.trainer.parameters, asked=at > 0)
            runs.append(
                RunFrame(
                    learner.run.key, at, painted.pixels, painted.places, network.split.dataset.y,
                    network.dataset.class_names, outcome.figures(at), outcome.insights[at], outcome, pictures,
                )
            )  # fmt: skip
        is_finished = self.epoch >= self._stage.epochs or all(one.has_failed for one in self._learners)
        return LessonFrame(epoch, tuple(runs), is_finished)
