"""From the gradient of a batch to the next parameters: clipping, penalties, the optimizer, freezing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.optimizers import Optimizer, State

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class UpdateRule:
    """The rule that turns a gradient into one update.

    Attributes
    ----------
    rate
        Learning rate of this update, the schedule's factor included.
    clip_norm
        Largest norm of the gradient, before penalties; longer ones are scaled down.
    is_weight
        1.0 for weights, 0.0 for biases, shape (n_parameters,): penalties are for weights.
    trainable
        1.0 for parameters that learn, 0.0 for frozen ones, shape (n_parameters,).
    """

    optimizer: Optimizer
    rate: float
    clip_norm: float
    is_weight: Array
    trainable: Array

    def clip_factor(self, gradients: Array) -> float:
        """Return the factor of clipping, 1 for a gradient that is short enough."""
        if self.clip_norm == np.inf:
            return 1.0
        with np.errstate(over="ignore"):
            norm = float(np.sqrt((gradients * gradients).sum()))
        return self.clip_norm / norm if norm > self.clip_norm else 1.0

    def clipped(self, gradients: Array) -> Array:
        """Return a gradient no longer than the largest norm."""
        factor = self.clip_factor(gradients)
        return gradients if factor == 1.0 else gradients * factor

    def apply(self, parameters: Array, gradients: Array, state: State, number: int) -> tuple[Array, State]:
        """Return the next parameters and the optimizer's next state, finite or not; nothing is changed.

        Parameters
        ----------
        parameters, gradients
            Shape (n_parameters,).
        state
            Of the optimizer, before this update.
        number
            Of this update, from 1.
        """
        new, arrays = parameters.copy(), tuple(array.copy() for array in state)
        with np.errstate(all="ignore"):
            self.optimizer.update(new, self.clipped(gradients), arrays, number, self.is_weight, self.rate)
        frozen = self.trainable == 0.0
        if frozen.any():
            for after, before in zip((new, *arrays), (parameters, *state), strict=True):
                after[frozen] = before[frozen]
        return new, arrays
