"""When training pauses by itself: at an epoch, a loss, an accuracy, or when the test loss stops falling."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playground.models.experiment.experiment import Experiment
from playground.models.run.rest import Rest
from playground.style.words import exact_text, number_text, percent_text


class StopRules:
    """Watches one stretch of training.

    A rule already met when training resumes is ignored until it is not: resuming must not pause at once.

    Parameters
    ----------
    experiment
        Whose rules these are.
    epoch, train_loss, score
        The state of training; the loss is NaN before the first epoch, the test score None if not
        measured.
    is_resumed
        Whether training was paused before, so that rules already met have to wait.
    rest
        Detects when the run comes to rest, or None.
    """

    def __init__(
        self,
        experiment: Experiment,
        epoch: int,
        train_loss: float,
        score: float | None = None,
        *,
        is_resumed: bool = False,
        rest: Rest | None = None,
    ) -> None:
        self._wanted, self.rest = experiment, rest
        self._loss_is_armed = not (is_resumed and train_loss <= experiment.stop_loss)
        was_good = score is not None and score >= experiment.stop_accuracy
        self._score_is_armed = not (is_resumed and was_good)
        self._first_epoch = epoch
        self._best, self._best_epoch = math.inf, epoch
        self.reason = ""

    @property
    def watches_loss(self) -> bool:
        """Whether every epoch's training loss matters."""
        return self._wanted.stop_loss > 0.0

    @property
    def watches_tests(self) -> bool:
        """Whether test loss and accuracy matter."""
        return self._wanted.stop_accuracy > 0.0 or self._wanted.stop_patience > 0

    def next_test(self, epoch: int) -> int:
        """Return the epoch after which the test data are measured next.

        Every epoch up to 1,000, every tenth up to 10,000 and so on: where a run stops does not depend on the
        machine's speed.
        """
        step: int = 10 ** max(len(str(epoch + 1)) - 3, 0)
        return (epoch // step + 1) * step

    def last_epoch(self, epoch: int) -> int | None:
        """Return the last epoch to train, or None."""
        wanted = self._wanted.stop_epoch
        return wanted if wanted > epoch else None

    def see_epoch(self, epoch: int) -> None:
        """Check the epoch reached."""
        wanted = self._wanted.stop_epoch
        if wanted and epoch == wanted > self._first_epoch:
            self.reason = f"Epoch {epoch:,} is reached."

    def first_at_goal(self, losses: Sequence[float], last_epoch: int) -> int | None:
        """Return the first epoch up to `last_epoch` that met the training-loss goal or came to rest.

        None if none did; `reason` says which it was.
        """
        at_loss = self._first_at_loss(losses)
        if at_loss is not None:
            self._reach_loss(last_epoch - len(losses) + 1 + at_loss, losses[at_loss])
            return at_loss
        if self.rest is None:
            return None
        at_rest = self.rest.first_at_rest(losses, last_epoch)
        if at_rest is not None:
            self.reason = self.rest.reason
        return at_rest

    @property
    def is_at_rest(self) -> bool:
        """Whether training stops because the run has come to rest."""
        return self.rest is not None and bool(self.rest.reason) and self.reason == self.rest.reason

    def _first_at_loss(self, losses: Sequence[float]) -> int | None:
        if not self.watches_loss:
            return None
        for index, loss in enumerate(losses):
            if loss > self._wanted.stop_loss:
                self._loss_is_armed = True
            elif self._loss_is_armed:
                return index
        return None

    def _reach_loss(self, epoch: int, loss: float) -> None:
        """State that the training-loss goal is met."""
        goal = exact_text(self._wanted.stop_loss)
        self.reason = f"The training loss is {number_text(loss)} at epoch {epoch:,}, down to {goal}."

    def see_test(self, epoch: int, loss: float | None, score: float | None) -> None:
        """Check the test results after an epoch."""
        wanted = self._wanted
        if wanted.stop_accuracy > 0.0 and score is not None:
            if score < wanted.stop_accuracy:
                self._score_is_armed = True
            elif self._score_is_armed:
                goal = percent_text(wanted.stop_accuracy)
                self.reason = f"The test score is {percent_text(score)} at epoch {epoch:,}, up to {goal}."
        if wanted.stop_patience and loss is not None:
            if loss < self._best:
                self._best, self._best_epoch = loss, epoch
            elif epoch - self._best_epoch >= wanted.stop_patience:
                self.reason = (
                    f"The test loss has not fallen for {epoch - self._best_epoch:,} epochs: "
                    f"its best was {number_text(self._best)} at epoch {self._best_epoch:,}."
                )
