"""What is measured of a run under way, often enough to be shown and no more often."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from playground.models.picture.reading_pace import ReadingPace
from playground.models.run.training import Training

# The test loss is measured when the number of epochs has grown by this fraction, and in a fast run
# only so often.
EPOCHS_PER_TEST = 100
SECONDS_PER_TEST = 1 / 30


class Measures:
    """Test losses, scores, the current training loss, and how far the weights have moved.

    Parameters
    ----------
    epoch
        Where the run stands.
    clock
        Seconds.

    Attributes
    ----------
    next_test
        The epoch after which test data are measured next.
    test_loss, scores
        As last measured: the loss of the test data, the scores of both parts.
    is_loss_older
        Whether the loss of the last epoch is outdated by a change of the network or its weights.
    """

    def __init__(self, epoch: int, clock: Callable[[], float]) -> None:
        self.next_test = epoch + 1
        self.test_loss: float | None = None
        self.scores: tuple[float | None, float | None] = (None, None)
        self.is_loss_older = False
        self._scoring = ReadingPace(clock)
        self._known_loss: tuple[NDArray[np.float64], float] | None = None
        self._seen: tuple[int, NDArray[np.float64]] | None = None
        self._updates: NDArray[np.float64] | None = None

    def forget(self) -> None:
        """Forget what was measured of weights that have been replaced."""
        self.test_loss = self._known_loss = self._seen = None

    def forget_updates(self) -> None:
        """Forget the mean update: it is one of other settings."""
        self._updates = None

    def go_on_from(self, before: Measures) -> None:
        """Count the next mean update from the weights that `before` saw last."""
        self._seen = before._seen

    def measure(self, training: Training, rate: float, *, with_scores: bool) -> bool:
        """Measure the test loss, and the scores if wanted or due; return whether they were.

        Parameters
        ----------
        rate
            Epochs a second.
        """
        epoch = training.trainer.epoch
        self.test_loss = training.trainer.test_loss()
        is_scored = self._scoring.is_due(is_playing=True) or with_scores
        if is_scored:
            self.scores = training.scores()
        # Often enough for the curve, above all at its start, without slowing down a fast run.
        seldom = min(int(rate * SECONDS_PER_TEST), epoch // 10)
        self.next_test = epoch + 1 + max(epoch // EPOCHS_PER_TEST, seldom)
        return is_scored

    def train_loss(self, trainer: Trainer, *, live: bool) -> float:
        """Return the loss of the last epoch, or the current loss if that one is outdated."""
        if not self.is_loss_older or math.isnan(trainer.last_train_loss):
            return trainer.last_train_loss
        known = self._known_loss
        if known is None or not (live or known[0] is trainer.parameters):
            known = self._known_loss = trainer.parameters, trainer.train_loss()
        return known[1]

    def mean_updates(self, trainer: Trainer) -> NDArray[np.float64] | None:
        """Return the mean update per step since the last call with one, None before there is any."""
        step, parameters = trainer.step_count, trainer.parameters
        if self._seen is not None and self._seen[0] < step:
            self._updates = (parameters - self._seen[1]) / (step - self._seen[0])
        self._seen = step, parameters
        return self._updates
