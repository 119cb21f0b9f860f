"""A moment of a run: all that a frame is painted from, unchanged while training goes on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.history import Curves
from playground.models.run import Run


@dataclass(frozen=True, eq=False)
class Moment:
    """What was true at one time.

    Attributes
    ----------
    run
        For its network and its samples; its trainer may be ahead of this moment.
    parameters
        Shape (n_parameters,); training replaces the array and never changes it.
    epochs_per_second
        Over the last second or so.
    """

    run: Run
    parameters: NDArray[np.float64]
    epoch: int
    step: int
    epochs_per_second: float
    train_loss: float
    test_loss: float | None
    curves: Curves
