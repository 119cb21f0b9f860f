"""What is known of a network that could not learn a few points by heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.experiment import Experiment
from playground.models.loss_course import LossCourse
from playground.models.overfit_batch import Contradiction

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evidence:
    """Facts to find the reason in.

    Attributes
    ----------
    goal
        The loss it should have reached.
    weights_at_start
        Without the biases, shape (n_weights,).
    gradients_at_start
        Root mean square of the first gradients of each layer, the output layer last.
    hidden
        Outputs of each hidden layer in the end, shape (n_neurons, n_points).
    """

    experiment: Experiment
    n_points: int
    course: LossCourse
    goal: float
    contradiction: Contradiction | None
    weights_at_start: Array
    gradients_at_start: tuple[float, ...]
    hidden: Sequence[Array]
