"""How much each column by itself tells about the target: the F statistic.

Written out, as loading scikit-learn for it would delay the first picture of a window by a second.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def f_of_classes(X: FloatArray, y: npt.NDArray[np.int64]) -> FloatArray:
    """Return, a column, the variance between the means of the classes over that within the classes."""
    classes, y = np.unique(y, return_inverse=True)
    counts = np.bincount(y)
    is_of_class = y == np.arange(len(classes))[:, None]
    means = is_of_class @ X / counts[:, None]
    between = counts @ (means - X.mean(axis=0)) ** 2
    within = ((X - means[y]) ** 2).sum(axis=0)
    return np.asarray(between / (len(classes) - 1) / (within / (len(X) - len(classes))))


def f_of_numbers(X: FloatArray, y: FloatArray) -> FloatArray:
    """Return, a column, the variance of the target that a line explains over what is left of it."""
    X, y = X - X.mean(axis=0), y - y.mean()
    explained = (y @ X) ** 2 / ((X**2).sum(axis=0) * (y @ y))
    return np.asarray(explained / (1.0 - explained) * (len(X) - 2))
