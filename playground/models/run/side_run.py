"""A kept run that is trained on beside the live one: neither knows of the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine import ScalarError
from playground.models.run.history import Curves
from playground.models.run.run import Run
from playground.models.run.session import Session, explain
from playground.models.run.speed import Pace, Speed

# How often it is told how far the run is, and how long it may take until `check` is called again.
TELL_SECONDS, PORTION_SECONDS, LONGEST_WAIT = 0.4, 0.016, 0.02


@dataclass(frozen=True, eq=False)
class Grown:
    """How far a run is: a copy of it, which goes on no more, and its curves."""

    run: Run
    curves: Curves


def train_on(
    run: Run,
    speed: Speed | None,
    tell: Callable[[Grown], None],
    check: Callable[[], None],
    clock: Callable[[], float] = time.perf_counter,
) -> str:
    """Train a run of one's own on until it comes to rest; return the sentence that says why.

    Parameters
    ----------
    run
        Where it stands; it is changed.
    speed
        None is as fast as it can.
    tell
        Takes the run from time to time, and at the end.
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
            tell(Grown(copy, copy.history.curves()))
    return reason


def _train(session: Session, speed: Speed | None, beat: Pace, now: float) -> None:
    """Train for a portion of time, or make what is due and wait for what comes next."""
    if speed is None:
        session.train_for(PORTION_SECONDS)
        return
    due = beat.take(now)
    if due and speed.unit == "epoch":
        session.train_for(PORTION_SECONDS, session.training.trainer.epoch + due)
    elif due:
        session.train_steps(due)
    time.sleep(min(LONGEST_WAIT, beat.seconds_to_next(time.perf_counter())))
