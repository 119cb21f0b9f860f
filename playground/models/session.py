"""Session: a run under way, its history, and the frames it can show. Free of Qt; one thread at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from engine import ScalarError
from playground.models.experiment import Experiment
from playground.models.experiment_file import SavedExperiment
from playground.models.frame import Frame, FrameRequest
from playground.models.history import SMOOTHING, Curves, History
from playground.models.moment import Moment
from playground.models.reading_pace import ReadingPace
from playground.models.run import Run, RunInfo
from playground.models.speedometer import Speedometer
from playground.rendering.frame_painter import FramePainter

# The test loss is measured when the number of epochs has grown by one part in so many, and in a fast run
# only so often.
EPOCHS_PER_TEST = 100
SECONDS_PER_TEST = 1 / 30
# Shortly before a run fails, its weights are still finite while sums and squares of its outputs are not.
_NEAR_THE_END_OF_RANGE = np.errstate(over="ignore", invalid="ignore")


class Session:
    """Trains in small portions between which settings can change and frames can be taken.

    Parameters
    ----------
    experiment
        What to start with.
    clock
        Seconds, for the speed display and the length of portions.
    """

    def __init__(self, experiment: Experiment, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._painter = FramePainter(clock)
        self.run = Run(experiment)
        self._start_afresh()

    @classmethod
    def opened(cls, saved: SavedExperiment) -> Session:
        """Return a session that goes on where a saved one stood.

        Raises
        ------
        NotTrainableError
            The settings make no run as they stand.
        ValueError
            The file's parts do not fit together.
        """
        session = cls(saved.experiment)
        if saved.training is not None:
            session.run.trainer.load_state_dict(saved.training)
        return session

    @property
    def saved(self) -> SavedExperiment:
        """What it takes to go on from here another day."""
        return SavedExperiment(self.run.experiment, self.run.trainer.state_dict())

    def _start_afresh(self) -> None:
        self.history = History()
        self._speed = Speedometer()
        self._curves: Curves | None = None
        self._smoothing = SMOOTHING
        self._reading = ReadingPace(self._clock)
        self._tested_next = 1
        self._last_test_loss: float | None = None
        self._last_scores: tuple[float | None, float | None] = (None, None)
        self._scoring = ReadingPace()

    @property
    def info(self) -> RunInfo:
        """Description of the current run."""
        return self.run.info()

    @property
    def epochs_per_second(self) -> float:
        """Speed of the last second or so."""
        return self._speed.rate

    def apply(self, experiment: Experiment) -> RunInfo:
        """Change the settings; weights and history go on unless the network's shape or its start changed.

        Raises
        ------
        ValueError
            Settings that make no run (say a class with too few samples); nothing has changed then.
        """
        run = Run(experiment, self.run)
        self.run = run
        self._last_test_loss = None
        notice = ""
        if run.restart_reason:
            notice = f"{run.restart_reason}: training starts again from epoch 0."
            self._start_afresh()
        return run.info(notice)

    def reset(self) -> RunInfo:
        """Start again from epoch 0 with the same first weights: the same run again, to the last bit."""
        self.run.rewind()
        self._start_afresh()
        return self.run.info()

    def train_for(self, seconds: float, last_epoch: int | None = None) -> None:
        """Train until `seconds` have passed or `last_epoch` is over; at least one batch.

        Raises
        ------
        ScalarError
            The failing batch is not applied.
        """
        trainer = self.run.trainer
        started, steps = self._clock(), trainer.step_count
        now = started
        try:
            while now == started or now < started + seconds:
                target = max(self._tested_next, trainer.epoch + 1)
                target = target if last_epoch is None else min(target, max(last_epoch, trainer.epoch + 1))
                self._advance(started + seconds - now, target)
                now = self._clock()
                if last_epoch is not None and trainer.epoch >= last_epoch:
                    break
        finally:
            done = (trainer.step_count - steps) / trainer.updates_per_epoch
            self._speed.add(done, max(now - started, 1e-9))

    def train_epoch(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        """Train to the end of the current epoch, or until `keep_going` says no."""
        target = self.run.trainer.epoch + 1
        while keep_going() and self.run.trainer.epoch < target:
            self._advance(0.0, target)

    @_NEAR_THE_END_OF_RANGE
    def moment(self, *, live: bool = False, smoothing: float = SMOOTHING) -> Moment:
        """Return the state of now, to be painted while training goes on.

        Test loss and curves of a `live` one are a moment old: nobody reads faster.
        """
        trainer = self.run.trainer
        is_other = self._curves is None or smoothing != self._smoothing
        if self._reading.is_due(is_playing=live) or is_other:
            self._curves, self._smoothing = self.history.curves(smoothing=smoothing), smoothing
        assert self._curves is not None
        test_loss = self._last_test_loss
        if not live or test_loss is None:
            test_loss = trainer.test_loss()
        return Moment(
            self.run,
            trainer.parameters,
            trainer.epoch,
            trainer.step_count,
            self._speed.rate,
            trainer.last_train_loss,
            test_loss,
            self._curves,
        )

    def frame(self, request: FrameRequest) -> Frame:
        """Return the current moment as `request` wants to see it, painted here and now."""
        return self._painter.paint(self.moment(live=request.live, smoothing=request.smoothing), request)

    @_NEAR_THE_END_OF_RANGE
    def _advance(self, seconds: float, last_epoch: int) -> None:
        trainer = self.run.trainer
        losses = trainer.train_for(seconds, last_epoch)
        if losses and trainer.epoch >= self._tested_next:
            self._last_test_loss = trainer.test_loss()
            if self._scoring.is_due(is_playing=True):
                self._last_scores = self.run.scores()
            # Often enough for the curve, most of all where it begins, and no burden for a fast run.
            seldom = min(int(self._speed.rate * SECONDS_PER_TEST), trainer.epoch // 10)
            self._tested_next = trainer.epoch + 1 + max(trainer.epoch // EPOCHS_PER_TEST, seldom)
        self.history.extend(trainer.epoch, losses, self._last_test_loss, *self._last_scores)


def explain(error: ScalarError, experiment: Experiment) -> str:
    """Say in words what made a run fail and what to try."""
    advice = "Try a smaller learning rate"
    if not experiment.standardize:
        advice += ", standardised data"
    if experiment.regularization != "none" and experiment.regularization_rate > 0.1:
        advice += ", a smaller regularisation rate"
    return f"Training paused, the numbers left their range: {error}. {advice}, then Reset."
