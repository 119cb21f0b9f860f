"""Makes any moment of a run again, on a training of its own: the one that goes on knows nothing of it."""

from __future__ import annotations

import math

from engine import ScalarError
from playground.models.run.log import RunLog, Stretch
from playground.models.run.network import Network
from playground.models.run.training import Training


class Replay:
    """Stands at a moment of a log, or on the way there.

    Parameters
    ----------
    log
        May grow meanwhile.
    """

    def __init__(self, log: RunLog) -> None:
        self._log = log
        self._training: Training | None = None
        self._stretch: Stretch | None = None
        self._number = 0
        self._epoch = 0

    @property
    def training(self) -> Training:
        """What stands there now; `seek` comes before it."""
        assert self._training is not None
        return self._training

    @property
    def network(self) -> Network:
        """What was trained then."""
        return self.training.network

    @property
    def stretch(self) -> int:
        """Number of the stretch that the moment lies in."""
        return self._number

    @property
    def epoch(self) -> int:
        """The epoch that is wanted."""
        return self._epoch

    @property
    def is_exact(self) -> bool:
        """Whether it stands where it was asked to, and not at a keyframe on the way."""
        return self.training.trainer.epoch >= self._epoch

    def follow(self, log: RunLog) -> None:
        """Go over to a later log of the same run."""
        self._log = log

    def seek(self, epoch: int) -> None:
        """Go to the last keyframe before the end of an epoch, or stay where that is no farther from it."""
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
        """Train on towards the moment for about that long; return whether it is reached."""
        trainer = self.training.trainer
        if not self.is_exact:
            try:
                trainer.train_for(seconds, self._epoch)
            except ScalarError:
                # The run itself came no farther.
                self._epoch = trainer.epoch
        return self.is_exact
