"""Trains the user's network twice, side by side: correctly, and with a mistake."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError, Trainer
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import OutputLayer
from playground.models.graph.mistakes.twin import Twin
from playground.models.network.network import Network
from playground.models.ticket import UNWATCHED, Ticket

MOST_UPDATES = 60
MOST_SAMPLES = 10
MOST_PARAMETERS = 400
MOST_JUDGED = 500
# Time between two reports: 10 a second are as many as one can follow.
SLICE_SECONDS = 0.1

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TwinCourse:
    """The results of one twin.

    Attributes
    ----------
    losses
        The correct loss on the same samples, before the first update and after each one.
    own_losses
        The loss the twin itself computed, before each update.
    gradients
        Norm of the gradient of each update.
    """

    losses: tuple[float, ...] = ()
    own_losses: tuple[float, ...] = ()
    gradients: tuple[float, ...] = ()


@dataclass(frozen=True)
class TwinReport:
    """The progress of both twins.

    Attributes
    ----------
    failure
        Why one of them could not continue, else empty.
    """

    mistake: str
    healthy: TwinCourse
    mistaken: TwinCourse
    is_done: bool = False
    failure: str = ""

    @property
    def update(self) -> int:
        """Updates made by both."""
        return min(len(self.healthy.gradients), len(self.mistaken.gradients))


class _Learner:
    def __init__(self, twin: Twin) -> None:
        self.twin = twin
        self.losses: list[float] = []
        self.own_losses: list[float] = []
        self.gradients: list[float] = []

    def course(self) -> TwinCourse:
        return TwinCourse(tuple(self.losses), tuple(self.own_losses), tuple(self.gradients))


class TwinRun:
    """Trains both twins, update by update, on the same batches.

    Parameters
    ----------
    network
        Taken with its first weights, loss, optimizer and learning rate. Clipping, dropout and schedules are
        left out: the loop is the one a student writes.
    mistake
        A key of `TWIN_MISTAKES`.

    Raises
    ------
    ValueError
        The mistake does not apply to this network, or the network is too large for Scalars.
    """

    def __init__(self, network: Network, mistake: str, most_updates: int = MOST_UPDATES) -> None:
        experiment, split = network.experiment, network.split
        _check(experiment, network.output, mistake, network.n_parameters)
        self._mistake, self._most_updates = mistake, most_updates
        self._healthy = _Learner(Twin(network))
        self._mistaken = _Learner(Twin(network, mistake))
        self._draw = np.random.default_rng(experiment.seed)
        self._count = len(split.y_train)
        self._size = min(experiment.batch_size, MOST_SAMPLES, self._count)
        self._batches: list[list[int]] = []
        self._judge = Trainer(
            network.new_model(),
            split.X_train[:MOST_JUDGED],
            split.y_train[:MOST_JUDGED],
            loss=experiment.loss,
            reduction="mean",
            backend="array",
        )
        self._failure = ""
        for learner in (self._healthy, self._mistaken):
            learner.losses.append(self._loss_of(learner.twin))

    @property
    def report(self) -> TwinReport:
        """The progress of both twins."""
        is_done = bool(self._failure) or len(self._mistaken.gradients) >= self._most_updates
        return TwinReport(
            self._mistake, self._healthy.course(), self._mistaken.course(), is_done, self._failure
        )

    def advance(self, seconds: float) -> TwinReport:
        """Train for about that long, at least one update."""
        deadline = time.perf_counter() + seconds
        while not (report := self.report).is_done:
            self._learn()
            if time.perf_counter() >= deadline:
                return self.report
        return report

    def _learn(self) -> None:
        batch = self._next_batch()
        for learner, who in ((self._healthy, "even the healthy network"), (self._mistaken, "it")):
            update = len(learner.gradients) + 1
            try:
                self._step(learner, batch)
            except (ScalarError, OverflowError, ValueError):
                self._failure = f"In update {update} {who} left the range of floating point"
                return

    def _step(self, learner: _Learner, batch: list[int]) -> None:
        with np.errstate(all="ignore"):
            own = learner.twin.learn(batch)
            loss, length = self._loss_of(learner.twin), float(np.linalg.norm(learner.twin.gradients))
        if not (math.isfinite(loss) and math.isfinite(length)):
            raise OverflowError
        learner.own_losses.append(own)
        learner.gradients.append(length)
        learner.losses.append(loss)

    def _loss_of(self, twin: Twin) -> float:
        self._judge.restart(twin.parameters)
        return float(self._judge.look_ahead().loss)

    def _next_batch(self) -> list[int]:
        if not self._batches:
            order = self._draw.permutation(self._count).tolist()
            ends = range(self._size, self._count + 1, self._size)
            self._batches = [order[end - self._size : end] for end in ends]
        return self._batches.pop(0)


def train_twins(network: Network, mistake: str, ticket: Ticket = UNWATCHED) -> TwinReport:
    """Make both networks and train them to the end, reporting a `TwinReport` at short intervals."""
    twins = TwinRun(network, mistake)
    while not (report := twins.advance(SLICE_SECONDS)).is_done:
        ticket.tell(report)
    return report


def _check(experiment: Experiment, output: OutputLayer, mistake: str, count: int) -> None:
    if count > MOST_PARAMETERS:
        raise ValueError(
            f"two networks of {count:,} parameters are too slow to train scalar by scalar "
            f"(up to {MOST_PARAMETERS}): choose smaller layers"
        )
    if mistake == "softmax_twice" and not (output.softmax or experiment.loss == "binary_cross_entropy"):
        raise ValueError(
            "this network has no probabilities to squash twice: choose cross-entropy as the loss, "
            "for example with Iris"
        )
