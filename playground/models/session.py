"""Session: a run under way, its history, and the frames it can show. Free of Qt; one thread at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError
from playground.models.experiment import Experiment
from playground.models.frame import Frame, FrameRequest
from playground.models.history import History
from playground.models.run import Run, RunInfo
from playground.models.speedometer import Speedometer
from playground.rendering.frame_renderer import FrameRenderer

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
        """Train batch by batch until `seconds` have passed; at least one batch.

        Raises
        ------
        ScalarError
            The failing batch is not applied.
        """
        started = now = self._clock()
        batches = 0
        try:
            while now < started + seconds:
                self._train_batch()
                batches += 1
                now = self._clock()
        finally:
            self._speed.add(batches / self._batches_per_epoch, max(now - started, 1e-9))

    def train_epoch(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        """Train to the end of the current epoch, or until `keep_going` says no."""
        while keep_going() and not self._train_batch():
            pass

    @_NEAR_THE_END_OF_RANGE
    def frame(self, request: FrameRequest) -> Frame:
        """Return the current moment as `request` wants to see it."""
        snapshot = self.run.trainer.snapshot()
        picture = self._renderer.render(snapshot.parameters, request)
        mistakes_train, mistakes_test = self._mistakes()
        return Frame(
            generation=request.generation,
            epoch=snapshot.epoch,
            step=snapshot.step,
            epochs_per_second=self._speed.rate,
            train_loss=snapshot.train_loss,
            test_loss=snapshot.test_loss,
            train_score=self._score(snapshot.train_accuracy, self.run.split.X_train, self.run.split.y_train),
            test_score=self._score(snapshot.test_accuracy, self.run.split.X_test, self.run.split.y_test),
            curves=self.history.curves(),
            boundary=picture.boundary,
            limit=picture.limit,
            neuron_maps=picture.neuron_maps,
            links=picture.links,
            biases=picture.biases,
            mistakes_train=mistakes_train,
            mistakes_test=mistakes_test,
        )

    @property
    def _batches_per_epoch(self) -> int:
        return -(
            -len(self.run.split.X_train) // min(self.run.experiment.batch_size, len(self.run.split.X_train))
        )

    @_NEAR_THE_END_OF_RANGE
    def _train_batch(self) -> bool:
        trainer = self.run.trainer
        if not trainer.train_batch():
            return False
        self.history.append(trainer.epoch, trainer.last_train_loss, trainer.test_loss())
        return True

    def _score(self, accuracy: float | None, X: NDArray[np.float64], y: NDArray[np.float64]) -> float | None:
        """Accuracy, or R squared for regression (None where the targets do not vary)."""
        if accuracy is not None:
            return accuracy
        spread = float(((y - y.mean()) ** 2).sum())
        if spread == 0.0:
            return None
        residual = float(((y - self.run.trainer.predict(X)[:, 0]) ** 2).sum())
        return 1.0 - residual / spread

    def _mistakes(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        split, trainer = self.run.split, self.run.trainer
        if split.dataset.task == "regression":
            nothing = np.zeros(0, bool)
            return nothing, nothing
        return (
            trainer.predict_classes(split.X_train) != split.y_train,
            trainer.predict_classes(split.X_test) != split.y_test,
        )


def explain(error: ScalarError, experiment: Experiment) -> str:
    """Say in words what made a run fail and what to try."""
    advice = "Try a smaller learning rate"
    if not experiment.standardize:
        advice += ", standardised data"
    if experiment.regularization != "none" and experiment.regularization_rate > 0.1:
        advice += ", a smaller regularisation rate"
    return f"Training paused, the numbers left their range: {error}. {advice}, then Reset."
