"""Session: a run under way, its history, and the frames it can show. Free of Qt; one thread at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError
from playground.models.experiment import Experiment
from playground.models.frame import Frame, FrameRequest
from playground.models.history import History
from playground.models.run import Run, RunInfo
from playground.models.speedometer import Speedometer
from playground.rendering.frame_renderer import FrameRenderer

# The test loss is measured when an epoch number has grown by one part in so many.
EPOCHS_PER_TEST = 100
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
        self.run = Run(experiment)
        self._start_afresh()

    def _start_afresh(self) -> None:
        self.history = History()
        self._speed = Speedometer()
        self._renderer = FrameRenderer(self.run)

    @property
    def info(self) -> RunInfo:
        """Description of the current run."""
        return self.run.info()

    def apply(self, experiment: Experiment) -> RunInfo:
        """Change the settings; weights and history go on unless the network's shape or its start changed.

        Raises
        ------
        ValueError
            Settings that make no run (say a class with too few samples); nothing has changed then.
        """
        run = Run(experiment, self.run)
        self.run = run
        notice = ""
        if run.restart_reason:
            notice = f"{run.restart_reason}: training starts again from epoch 0."
            self._start_afresh()
        else:
            self._renderer = FrameRenderer(run)
        return run.info(notice)

    def reset(self) -> RunInfo:
        """Start again from epoch 0 with the same initial weights."""
        self.run = Run(self.run.experiment)
        self._start_afresh()
        return self.run.info()

    def train_for(self, seconds: float) -> None:
        """Train until `seconds` have passed; at least one batch.

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
                # Often enough for the curve of test losses, and not so often that a fast run waits for it.
                target = trainer.epoch + 1 + trainer.epoch // EPOCHS_PER_TEST
                self._advance(started + seconds - now, target)
                now = self._clock()
        finally:
            done = (trainer.step_count - steps) / trainer.updates_per_epoch
            self._speed.add(done, max(now - started, 1e-9))

    def train_epoch(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        """Train to the end of the current epoch, or until `keep_going` says no."""
        target = self.run.trainer.epoch + 1
        while keep_going() and self.run.trainer.epoch < target:
            self._advance(0.0, target)

    @_NEAR_THE_END_OF_RANGE
    def frame(self, request: FrameRequest) -> Frame:
        """Return the current moment as `request` wants to see it."""
        trainer, split = self.run.trainer, self.run.split
        picture = self._renderer.render(trainer.parameters, request)
        mistakes_train, train_score = self._judge(split.X_train, split.y_train)
        mistakes_test, test_score = self._judge(split.X_test, split.y_test)
        return Frame(
            generation=request.generation,
            epoch=trainer.epoch,
            step=trainer.step_count,
            epochs_per_second=self._speed.rate,
            train_loss=trainer.last_train_loss,
            test_loss=trainer.test_loss(),
            train_score=train_score,
            test_score=test_score,
            curves=self.history.curves(),
            boundary=picture.boundary,
            limit=picture.limit,
            neuron_maps=picture.neuron_maps,
            links=picture.links,
            biases=picture.biases,
            mistakes_train=mistakes_train,
            mistakes_test=mistakes_test,
        )

    @_NEAR_THE_END_OF_RANGE
    def _advance(self, seconds: float, last_epoch: int) -> None:
        trainer = self.run.trainer
        losses = trainer.train_for(seconds, last_epoch)
        if losses:
            self.history.extend(trainer.epoch, losses, trainer.test_loss())

    def _judge(self, X: NDArray[np.float64], y: NDArray[Any]) -> tuple[NDArray[np.bool_], float | None]:
        """Return the mistakes and the accuracy, or no mistakes and R squared for regression.

        R squared is None where the targets do not vary.
        """
        if self.run.split.dataset.task == "classification":
            mistakes = self.run.predicted_classes(X) != y
            return mistakes, float((~mistakes).mean())
        nothing = np.zeros(0, bool)
        spread = float(((y - y.mean()) ** 2).sum())
        if spread == 0.0:
            return nothing, None
        residual = float(((y - self.run.outputs(X)[:, 0]) ** 2).sum())
        return nothing, 1.0 - residual / spread


def explain(error: ScalarError, experiment: Experiment) -> str:
    """Say in words what made a run fail and what to try."""
    advice = "Try a smaller learning rate"
    if not experiment.standardize:
        advice += ", standardised data"
    if experiment.regularization != "none" and experiment.regularization_rate > 0.1:
        advice += ", a smaller regularisation rate"
    return f"Training paused, the numbers left their range: {error}. {advice}, then Reset."
