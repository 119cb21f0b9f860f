"""Samples prepared for training: checked features, encoded targets, classes if there are any."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.losses import Loss, encode_targets

Array = NDArray[np.float64]


class TrainingData:
    """Features of shape (n_samples, n_inputs) and targets of shape (n_samples, n_outputs).

    Parameters
    ----------
    X, y
        As `Trainer` takes them.
    n_inputs, n_outputs
        Of the network.
    loss, output_activation
        Decide how classes are encoded.
    name
        Name of the data in messages.

    Raises
    ------
    ValueError
        Wrong shapes, NaN or infinity, classes outside their range.
    """

    def __init__(
        self,
        X: ArrayLike,
        y: ArrayLike,
        n_inputs: int,
        n_outputs: int,
        loss: Loss,
        output_activation: str,
        name: str,
    ) -> None:
        self.X = features(X, name)
        labels = np.asarray(y)
        if self.X.shape[1] != n_inputs:
            raise ValueError(f"{name}: the network takes {n_inputs} inputs, X has {self.X.shape[1]} columns")
        if len(labels) != len(self.X):
            raise ValueError(f"{name}: X has {len(self.X)} samples, y has {len(labels)}")
        self.T = encode_targets(labels, loss, n_outputs, output_activation)
        self.classes = labels.astype(np.int64) if labels.dtype.kind in "biu" else None

    def __len__(self) -> int:
        return len(self.X)


def features(X: ArrayLike, name: str) -> Array:
    """Return a copy of `X` as an array of shape (n_samples, n_inputs) of finite numbers."""
    array = np.array(X, dtype=np.float64)
    if array.ndim != 2 or not len(array):
        raise ValueError(f"{name}: X must have shape (n_samples, n_inputs), not {array.shape}")
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"{name}: X holds NaN or infinity in row {row}, column {column}")
    return array
