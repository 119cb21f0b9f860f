"""Pictures as a network is really given them, with what they show and what it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.network.network import Network

MOST_PICTURES = 24


@dataclass(frozen=True, eq=False)
class GivenPictures:
    """Some pictures of the test part.

    Attributes
    ----------
    pixels
        From 0 (paper) to 1 (ink), shape (n, rows, columns).
    truth, answers
        Names of their classes, and of those that the network finds most likely; none before it is asked.
    """

    pixels: NDArray[np.float64]
    truth: tuple[str, ...]
    answers: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What is seen, for those who do not see it."""
        count = len(self.truth)
        if not self.answers:
            return f"{count} pictures as the network gets them"
        right = sum(map(str.__eq__, self.truth, self.answers))
        return f"{count} pictures as the network gets them, {right} of them named rightly"


def pictures_of(network: Network, parameters: NDArray[np.float64], *, asked: bool) -> GivenPictures | None:
    """Return the first test pictures of a network; None if its data are no pictures."""
    split, dataset = network.split, network.dataset
    if dataset.picture is None or dataset.task != "classification":
        return None
    rows = split.test_indices[:MOST_PICTURES]
    pixels = dataset.X[rows].reshape(-1, *dataset.picture)
    names = dataset.class_names
    truth = tuple(names[int(number)] for number in dataset.y[rows])
    if not asked:
        return GivenPictures(pixels / pixels.max(), truth)
    found = network.predicted_classes(split.X_test[:MOST_PICTURES], parameters)
    return GivenPictures(pixels / pixels.max(), truth, tuple(names[int(number)] for number in found))
