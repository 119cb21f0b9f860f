"""What one update is made of, before it is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
        Of that loss, shape (n_parameters,), before clipping and penalties.
    """

    samples: NDArray[np.int64]
    outputs: NDArray[np.float64]
    losses: NDArray[np.float64]
    loss: float
    gradients: NDArray[np.float64]
