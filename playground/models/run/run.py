"""A run: its log, curves and state, so that it can be left and continued later."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

from engine.training.task import TrainingState
from playground.models.network.network import Network
from playground.models.run.effort import Effort
from playground.models.run.history import SMOOTHING, Curves, History
from playground.models.run.log import MOST_BYTES, RunLog

_KEYS = count(1)


@dataclass(eq=False)
class Run:
    """The log and the curves of a run; only one training continues it at a time.

    Attributes
    ----------
    end
        Its state when it was left; out of date while it is trained.
    seconds_played
        Training time.
    is_told_long
        Whether the notice about thinned-out keyframes has been shown.
    effort
        Seconds of training by epoch.
    key
        Its permanent identifier.
    """

    log: RunLog
    history: History
    end: TrainingState
    seconds_played: float = 0.0
    is_told_long: bool = False
    effort: Effort = field(default_factory=Effort)
    key: int = field(default_factory=lambda: next(_KEYS))

    @classmethod
    def begun(cls, network: Network, state: TrainingState, most_bytes: int = MOST_BYTES) -> Run:
        """Return a run at its beginning."""
        return cls(RunLog.begun(network, state, most_bytes), History(), state)

    @property
    def network(self) -> Network:
        """The network trained now or last."""
        return self.log.present.network

    def branch(self, number: int, state: TrainingState) -> Run:
        """Return a new run that continues from `state` in stretch `number`; this one is unchanged."""
        return Run(
            self.log.branch(number, state), self.history.until(state.epoch), state, self.seconds_played,
            self.is_told_long, self.effort.until(state.epoch),
        )  # fmt: skip

    def as_it_is(self, end: TrainingState) -> Run:
        """Return an independent copy of the run at `end`."""
        return replace(
            self, log=self.log.copy(), history=self.history.copy(), end=end, effort=Effort(self.effort.points)
        )

    def curves(self, smoothing: float = SMOOTHING) -> Curves:
        """Return what a chart draws, and what was spent on training until then."""
        curves = self.history.curves(smoothing=smoothing)
        epochs = curves.epochs
        return replace(curves, updates=self.log.updates_at(epochs), seconds=self.effort.at(epochs))

    def copy(self) -> Run:
        """Return a new run that continues where this one was left."""
        return self.branch(len(self.log.stretches) - 1, self.end)
