"""A trainer's state at one moment, and a batch before its update."""

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


@dataclass(frozen=True, eq=False)
class BatchReport:
    """A batch on its way forward and backward.

    Attributes
    ----------
    samples
        Rows of the training data.
    outputs
        Shape (n_samples, n_outputs).
    losses
        Of each sample, shape (n_samples,).
    loss
        Their mean or sum, whichever the trainer reduces to.
    gradients
        Of that loss, shape (n_parameters,), before clipping and penalties; with what earlier updates left
        where nobody clears it.
    """

    samples: NDArray[np.int64]
    outputs: NDArray[np.float64]
    losses: NDArray[np.float64]
    loss: float
    gradients: NDArray[np.float64]
