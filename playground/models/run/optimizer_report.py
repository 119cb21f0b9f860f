"""The optimizer's state in a run: all it takes to compute the update of a gradient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from engine.optimizers import State
from engine.training.update_rule import UpdateRule

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class OptimizerReport:
    """The state of an optimizer at one moment; training replaces the arrays and never changes them.

    Attributes
    ----------
    parameters
        Shape (n_parameters,).
    rule
        Optimizer, scheduled rate, clipping, penalties and freezing of the next update.
    state
        Arrays of shape (n_parameters,) that the optimizer keeps, all zero before its first update.
    number
        Of the next update, from 1, counted since the state was all zero.
    left_gradients
        What earlier updates left where nobody clears gradients, shape (n_parameters,); else None.
    """

    parameters: Array
    rule: UpdateRule
    state: State
    number: int
    epoch: int
    step: int
    left_gradients: Array | None = None

    @classmethod
    def of(cls, trainer: Trainer) -> OptimizerReport:
        """Return where a trainer stands."""
        now, optimizer = trainer.state(), trainer.optimizer
        # A kind that was chosen after the last update begins with a state of its own.
        now.use(optimizer)
        return cls(
            now.parameters, trainer.update_rule, now.optimizer_state, now.updates + 1, now.epoch, now.step,
            now.left_gradients if trainer.forgets_zero_grad else None,
        )  # fmt: skip

    def is_of(self, trainer: Trainer) -> bool:
        """Return whether this still describes the next update of a trainer."""
        now = OptimizerReport.of(trainer)
        mine, theirs = self.rule, now.rule
        return (
            (self.step, self.epoch, self.number) == (now.step, now.epoch, now.number)
            and (mine.optimizer, mine.rate, mine.clip_norm)
            == (theirs.optimizer, theirs.rate, theirs.clip_norm)
            and np.array_equal(mine.trainable, theirs.trainable)
            and np.array_equal(self.parameters, now.parameters)
            and (self.left_gradients is None) == (now.left_gradients is None)
        )
