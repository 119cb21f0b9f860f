"""How much is trained between two looks at the commands."""

from __future__ import annotations

import time

from playground.models.run.session import Session
from playground.models.run.speed import Pace, Speed

BEAT_SECONDS = 0.004


class Rhythm:
    """As much as there is time for, or what a speed makes due."""

    def __init__(self) -> None:
        self._speed: Speed | None = None
        self._pace = Pace(1.0, 0.0)
        self._due_epoch = 0

    def set_speed(self, speed: Speed | None) -> None:
        """Set the number of steps or epochs a second; None for as fast as possible."""
        self._speed = speed
        self.begin()

    def begin(self) -> None:
        """Begin the time of the next step, or epoch, now."""
        self.count_anew()
        if self._speed is not None:
            self._pace = Pace(self._speed.count, time.perf_counter())

    def count_anew(self) -> None:
        """Forget which epoch is due: another network counts its own."""
        self._due_epoch = 0

    def train(self, session: Session, seconds: float) -> None:
        """Train what is due, for so long at most.

        Raises
        ------
        ScalarError
            The failing batch is not applied.
        """
        if self._speed is None:
            session.train_for(seconds)
        elif self._speed.unit == "epoch":
            self._train_by_epochs(session, seconds)
        else:
            self._train_by_steps(session, self._speed)

    def _train_by_steps(self, session: Session, speed: Speed) -> None:
        """Make the steps that are due, or show the progress of the current one."""
        now = time.perf_counter()
        if speed.is_slow_motion:
            session.train_slowly(min(self._pace.share(now), 1.0))
            self._pace.take(now)
        else:
            session.train_steps(self._pace.take(now))
        self._wait()

    def _train_by_epochs(self, session: Session, seconds: float) -> None:
        epoch = session.training.trainer.epoch
        if epoch >= self._due_epoch:
            self._due_epoch = epoch + self._pace.take(time.perf_counter())
        if epoch < self._due_epoch:
            session.train_for(seconds, self._due_epoch)
        else:
            self._wait()

    def _wait(self) -> None:
        """Let a little of the time to the next step or epoch pass."""
        time.sleep(min(BEAT_SECONDS, self._pace.seconds_to_next(time.perf_counter())))
