"""Pictures of a data set beside what a script that makes a mistake gives to the network instead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.data.split import Split

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GivenPictures:
    """Some of the training part, all of shape (n, rows, columns).

    Attributes
    ----------
    own, given
        The samples' own pixels, and those that the network is given.
    """

    own: Array
    given: Array


def given_pictures(split: Split, count: int) -> GivenPictures | None:
    """Return pictures from all over the training part; None where the network is given what they are."""
    shape = split.dataset.picture
    if shape is None or split.dataset.X is split.clean.X or np.array_equal(split.dataset.X, split.clean.X):
        return None
    places = ((np.arange(count) + 0.5) * len(split.train_indices) / count).astype(np.int64)
    rows = split.train_indices[places]
    own, given = (X[rows].reshape(count, *shape) for X in (split.clean.X, split.dataset.X))
    return GivenPictures(own, given)
