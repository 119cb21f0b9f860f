"""Trains a kept run independently of the live one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine import ScalarError
from playground.models.run.failure import explain
from playground.models.run.history import Curves
from playground.models.run.run import Run
from playground.models.run.session import Session
from playground.models.run.speed import Pace, Speed

# How often progress is reported, and the longest time between two calls of `check`.
TELL_SECONDS, PORTION_SECONDS, LONGEST_WAIT = 0.4, 0.016, 0.02


@dataclass(frozen=True, eq=False)
class Grown:
    """Progress of a run: an independent copy of it, and its curves."""

    run: Run
    curves: Curves


def train_on(
    run: Run,
    speed: Speed | None,
    tell: Callable[[Grown], None],
    check: Callable[[], None],
    clock: Callable[[], float] = time.perf_counter,
) -> str:
    """Train a run until it comes to rest; return a sentence that says why.

    Parameters
    ----------
    run
        The run to train; it is changed.
    speed
        None for as fast as possible.
    tell
        Receives the run from time to time, and at the end.
    check
        Called many times a second; what it raises ends the training.
    """
    session = Session(run.network.wanted)
    session.enter(run)
    session.resume()
    told = clock()
    beat = Pace(1.0 if speed is None else speed.count, told)
    reason = ""
    while not reason:
        check()
        started = clock()
        try:
            _train(session, speed, beat, started)
        except ScalarError as error:
            reason = explain(error, session.network.experiment)
        now = clock()
        session.play(now - started)
        reason = reason or session.stop_reason
        if reason or now - told >= TELL_SECONDS:
            told = now
            copy = session.kept_copy()
            tell(Grown(copy, copy.curves()))
    return reason


def _train(session: Session, speed: Speed | None, beat: Pace, now: float) -> None:
    """Train for a portion of time, or make the steps that are due and wait for the next."""
    if speed is None:
        session.train_for(PORTION_SECONDS)
        return
    due = beat.take(now)
    if due and speed.unit == "epoch":
        session.train_for(PORTION_SECONDS, session.training.trainer.epoch + due)
    elif due:
        session.train_steps(due)
    time.sleep(min(LONGEST_WAIT, beat.seconds_to_next(time.perf_counter())))
