"""An update made by hand on a run, that can be taken back and made again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from engine.training.job import TrainingState
from playground.models.run.optimizer_report import OptimizerReport


@dataclass(frozen=True, eq=False)
class AppliedUpdate:
    """Where training stood before and after the update."""

    before: TrainingState
    after: TrainingState

    def put(self, trainer: Trainer, *, is_applied: bool) -> bool:
        """Take the update back, or make it again; return whether the network still has its parameters.

        Where training has gone on since, its epochs stay counted: only parameters and the optimizer's state
        change then, as with weights that are set by hand.
        """
        goal, other = (self.after, self.before) if is_applied else (self.before, self.after)
        now = trainer.bookmark()
        if len(now.parameters) != len(goal.parameters):
            return False
        if (now.epoch, now.step, now.position) != (other.epoch, other.step, other.position):
            goal = replace(
                now,
                parameters=goal.parameters,
                kind=goal.kind,
                optimizer_state=goal.optimizer_state,
                updates=goal.updates,
            )
        trainer.go_back(goal)
        return True


def apply_update(
    trainer: Trainer, report: OptimizerReport, gradients: NDArray[np.float64]
) -> AppliedUpdate | None:
    """Make the update of a gradient that belongs to a report; None where the run has changed since.

    Raises
    ------
    ScalarError
        The update leaves the range of numbers: nothing is applied.
    """
    if not report.is_of(trainer):
        return None
    before = trainer.bookmark()
    trainer.apply_gradients(gradients)
    return AppliedUpdate(before, trainer.bookmark())
