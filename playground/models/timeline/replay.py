"""Reproduces any moment of a run on a separate training, without affecting the live one."""

from __future__ import annotations

import math

from engine import ScalarError
from playground.models.run.log import RunLog, Stretch
from playground.models.run.training import Training


class Replay:
    """A training at a moment of a log, or on its way there.

    Parameters
    ----------
    log
        It may grow meanwhile.
    """

    def __init__(self, log: RunLog) -> None:
        self._log = log
        self._training: Training | None = None
        self._stretch: Stretch | None = None
        self._number = 0
        self._epoch = 0

    @property
    def training(self) -> Training:
        """The training at its current moment; call `seek` first."""
        assert self._training is not None
        return self._training

    @property
    def stretch(self) -> int:
        """Number of the stretch of the moment."""
        return self._number

    @property
    def epoch(self) -> int:
        """The requested epoch."""
        return self._epoch

    @property
    def is_exact(self) -> bool:
        """Whether it is at the requested epoch, and not at a keyframe before it."""
        return self.training.trainer.epoch >= self._epoch

    def follow(self, log: RunLog) -> None:
        """Switch to a later log of the same run."""
        self._log = log

    def seek(self, epoch: int) -> None:
        """Go to the last keyframe before the end of an epoch, or stay if that is at least as close."""
        number, keyframe = self._log.keyframe_before(epoch)
        stretch = self._log.stretches[number]
        self._number, self._epoch = number, epoch
        if stretch is self._stretch:
            now = self.training.trainer.state()
            is_before = now.epoch < epoch or (now.epoch == epoch and not now.position)
            if is_before and now.step >= keyframe.step:
                return
        self._stand_in(stretch)
        self.training.trainer.go_back(keyframe)

    def _stand_in(self, stretch: Stretch) -> None:
        if stretch is self._stretch:
            return
        training = self._training
        if training is not None and training.can_take(stretch.network):
            training.take(stretch.network)
        else:
            self._training = Training(stretch.network)
        self._stretch = stretch

    def advance(self, seconds: float = math.inf) -> bool:
        """Train towards the moment for about that long; return whether it is reached."""
        trainer = self.training.trainer
        if not self.is_exact:
            try:
                trainer.train_for(seconds, self._epoch)
            except ScalarError:
                # The run itself got no further.
                self._epoch = trainer.epoch
        return self.is_exact
