"""A run: what was trained, how it went, and where it stands, so that it can be left and gone on with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count

from engine.training.task import TrainingState
from playground.models.run.history import History
from playground.models.run.log import RunLog
from playground.models.run.network import Network

_KEYS = count(1)


@dataclass(eq=False)
class Run:
    """The log and the curves of a run; one training at a time goes on with it.

    Attributes
    ----------
    end
        Where it stood when it was left; out of date while it is trained.
    seconds_played
        How long it has trained.
    is_told_long
        Whether it was said that it is longer than what is kept densely.
    key
        Names it for good.
    """

    log: RunLog
    history: History
    end: TrainingState
    seconds_played: float = 0.0
    is_told_long: bool = False
    key: int = field(default_factory=lambda: next(_KEYS))

    @classmethod
    def begun(cls, network: Network, state: TrainingState) -> Run:
        """Return a run at its beginning."""
        return cls(RunLog.begun(network, state), History(), state)

    @property
    def network(self) -> Network:
        """What is trained, or was last."""
        return self.log.present.network

    def branch(self, number: int, state: TrainingState) -> Run:
        """Return a run of its own that goes on from `state` in stretch `number`; this one stays as it is."""
        return Run(
            self.log.branch(number, state), self.history.until(state.epoch), state, self.seconds_played,
            self.is_told_long,
        )  # fmt: skip

    def as_it_is(self, end: TrainingState) -> Run:
        """Return the run as it is now, standing at `end`, whatever becomes of this one."""
        return replace(self, log=self.log.copy(), history=self.history.copy(), end=end)

    def copy(self) -> Run:
        """Return a run of its own that stands where this one was left."""
        return self.branch(len(self.log.stretches) - 1, self.end)
