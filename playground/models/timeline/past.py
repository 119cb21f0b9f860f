"""The past of a run: the moment on screen, and the data of the strip."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.training.task import TrainingState
from playground.models.compare.naming import name_beside
from playground.models.picture.timeline import Ghost, Mark, Memory, Timeline
from playground.models.run.run import Run
from playground.models.run.training import Training
from playground.models.timeline.replay import Replay
from playground.style.words import loss_text

# How many branches are drawn, and from how many points.
MOST_GHOSTS, GHOST_POINTS = 6, 400


class Past:
    """Looks back on one run without affecting it."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._replay: Replay | None = None
        self._glance: Replay | None = None
        self._course: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        self._ghosts: tuple[Ghost, ...] = ()

    @property
    def replay(self) -> Replay | None:
        """The training at the moment on screen, or None at the newest one."""
        return self._replay

    @property
    def is_on_the_way(self) -> bool:
        """Whether the requested moment is not yet reached."""
        return self._replay is not None and not self._replay.is_exact

    def look_at(self, epoch: int | None) -> None:
        """Go to the end of an epoch, or with None back to the newest moment."""
        if epoch is None:
            self._replay = None
            return
        if self._replay is None:
            self._replay = Replay(self._run.log)
        self._replay.seek(max(epoch, 0))

    def come_nearer(self, seconds: float) -> None:
        """Train on towards the requested moment."""
        if self._replay is not None:
            self._replay.advance(seconds)

    def glance_at(self, epoch: int) -> Training:
        """Return the training at another epoch than the one on screen."""
        if self._glance is None:
            self._glance = Replay(self._run.log)
        self._glance.seek(max(epoch, 0))
        self._glance.advance()
        return self._glance.training

    def refresh(self) -> None:
        """Redraw the curves of the strip next time."""
        self._course = None

    def timeline(self, now: TrainingState, left: Sequence[Run]) -> Timeline:
        """Return what the strip shows: the whole run, its changes and its branches."""
        log = self._run.log
        if self._course is None:
            self._course = self._run.history.course()
            kin = [run for run in left if self._is_kin(run, now)]
            self._ghosts = tuple(self._ghost_of(run, now) for run in kin[:MOST_GHOSTS])
        # A new name changes nothing that is trained, and has no words.
        marks = [Mark(past.start.epoch, past.kind, past.words) for past in log.changed if past.words]
        if log.best is not None and log.best.state.epoch:
            words = f"best test loss, {loss_text(log.best.test_loss)}"
            marks.append(Mark(log.best.state.epoch, "best", words))
        cursor = None if self._replay is None else self._replay.epoch
        memory = Memory(log.n_bytes, log.most_bytes, log.seconds_apart)
        return Timeline(now.epoch, cursor, *self._course, tuple(marks), self._ghosts, memory)

    def _is_kin(self, run: Run, now: TrainingState) -> bool:
        return self._fork(run, now) is not None or run.network.split is self._run.network.split

    def _fork(self, run: Run, now: TrainingState) -> TrainingState | None:
        return self._run.log.fork_with(run.log, now, run.end)

    def _ghost_of(self, run: Run, now: TrainingState) -> Ghost:
        fork = self._fork(run, now)
        first = 0 if fork is None else fork.epoch
        epochs, losses = run.history.course(GHOST_POINTS)
        beyond = epochs >= first
        name = name_beside(self._run.network.wanted, run.network.wanted) or _own_act(run, fork)
        words = f"epochs {first:,} to {run.end.epoch:,}"
        return Ghost(run.key, name, first, run.end.epoch, epochs[beyond], losses[beyond], words)


def _own_act(run: Run, fork: TrainingState | None) -> str:
    """Return what was done to a run after it forked, for one with the same settings."""
    first = -1 if fork is None else fork.step
    done = [stretch.words for stretch in run.log.changed if stretch.start.step >= first and stretch.words]
    return done[-1] if done else "same settings"
