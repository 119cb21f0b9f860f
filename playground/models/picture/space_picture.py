"""The plane of the inputs and the data as two neurons see them: warped, stretched, folded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.picture.space_view import SpaceView

Array = NDArray[np.float64]
LINES = 13
STEPS = 61


@dataclass(frozen=True, eq=False)
class SpacePicture:
    """The outputs of two neurons.

    Attributes
    ----------
    view
        The neurons, fitted to the network.
    lines
        Shape (2 * LINES, STEPS, 2): straight lines of the input plane, vertical ones first.
    train, test
        Shape (n, 2): samples in the neurons' coordinates, evenly thinned if there are many.
    train_rows, test_rows
        Their rows of the data set.
    center, reach
        Middle and half the side of the visible square; it moves slowly.
    """

    view: SpaceView
    lines: Array
    train: Array
    test: Array
    train_rows: NDArray[np.int64]
    test_rows: NDArray[np.int64]
    center: tuple[float, float]
    reach: float
