"""R²: the share of the targets' variance that a regression explains."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def r_squared(targets: NDArray[np.generic], predicted: NDArray[np.float64]) -> float | None:
    """Return the coefficient of determination: 1 for perfect predictions, 0 for always predicting the mean.

    Parameters
    ----------
    targets, predicted
        Shape (n_samples,) each.

    Returns
    -------
    float or None
        None if the targets do not vary.
    """
    truth = np.asarray(targets, np.float64)
    # The rounded mean of equal numbers can differ from them, which would give a variance above 0.
    if len(truth) < 2 or (truth == truth[0]).all():
        return None
    spread = float(((truth - truth.mean()) ** 2).sum())
    return 1.0 - float(((truth - predicted) ** 2).sum()) / spread if spread else None
