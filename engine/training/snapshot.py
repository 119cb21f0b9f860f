"""Snapshot: the state of a training run at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of a training run at one moment.

    Attributes
    ----------
    epoch, step
        Finished epochs and updates.
    train_loss
        Loss over the epoch as it was seen, each batch before its update; NaN before the first epoch ended.
    test_loss
        Loss of `parameters` on the test data, or None without any.
    train_accuracy, test_accuracy
        Share of samples that `parameters` classify correctly, or None for regression.
    parameters
        Read-only array in the order of ``model.parameters()``.
    """

    epoch: int
    step: int
    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    parameters: NDArray[np.float64]
