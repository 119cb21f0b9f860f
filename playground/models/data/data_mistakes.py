"""Common mistakes with data: what a script that makes one of them really trains on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.models.data.datasets import Dataset
from playground.models.data.generators import FloatArray, IntArray


@dataclass(frozen=True)
class DataMistakes:
    """Which of them are made.

    Attributes
    ----------
    shuffles_targets
        The targets of the training part are permuted.
    labels_off_by_one
        Class c of K becomes (c + 1) mod K in the training part.
    leaks_test_data
        Training takes the test part too.
    skips_scaling
        Features are not standardised.
    views_for_permute
        Pictures come in an array of (pixels, samples), which is viewed as (samples, pixels) instead of being
        transposed. The shape is right: 64 numbers a sample. But they are those that lie next to each other in
        memory, of one pixel in 64 samples.
    """

    shuffles_targets: bool = False
    labels_off_by_one: bool = False
    leaks_test_data: bool = False
    skips_scaling: bool = False
    views_for_permute: bool = False

    def given(self, dataset: Dataset, train: IntArray, test: IntArray, seed: int) -> Dataset:
        """Return the data set as the script has it, with the rows where they were.

        Parameters
        ----------
        train, test
            Rows of the two parts.
        seed
            Of the permutation.
        """
        X, y = dataset.X, dataset.y
        if self.views_for_permute and dataset.picture is not None:
            X = X.copy()
            for rows in (train, test):
                X[rows] = viewed(X[rows])
        if self.labels_off_by_one and dataset.task == "classification":
            y = _with(y, train, (y[train] + 1) % dataset.n_classes)
        if self.shuffles_targets:
            # Split and noise take the seed itself.
            y = _with(y, train, y[np.random.default_rng((seed, 1)).permutation(train)])
        is_as_it_was = X is dataset.X and y is dataset.y
        return dataset if is_as_it_was else replace(dataset, X=X, y=y)


def viewed(X: FloatArray) -> FloatArray:
    """Return samples of shape (n, n_features) as ``X.T.view(n, n_features)`` gives them."""
    return np.ascontiguousarray(X.T).reshape(X.shape)


def _with(y: npt.NDArray[Any], rows: IntArray, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    changed = y.copy()
    changed[rows] = values
    return changed
