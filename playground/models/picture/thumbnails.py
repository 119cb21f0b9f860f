"""The pictures of the data-set gallery: what a click shows, in a few points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.models.data.bundled import digit_thumbnail, load_library
from playground.models.data.datasets import DATASETS, load_dataset, thumbnail_points
from playground.models.data.split import split_dataset
from playground.models.experiment.experiment import Experiment
from playground.models.picture.projection import opening_projection
from playground.models.ticket import Ticket

NEEDS_LIBRARY = ("moons", "circles", "blobs")


@dataclass(frozen=True)
class Look:
    """The settings that thumbnails depend on."""

    noise: float
    seed: int
    train_fraction: float

    @classmethod
    def of(cls, experiment: Experiment) -> Look:
        """Return those of an experiment."""
        return cls(experiment.noise, experiment.seed, experiment.train_fraction)


@dataclass(frozen=True, eq=False)
class PointsThumbnail:
    """Samples in the unit square, y upwards, shape (n, 2), and their classes or targets."""

    name: str
    points: NDArray[np.float64]
    y: NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class GreyThumbnail:
    """A picture from 0 (paper) to 1 (ink)."""

    name: str
    grey: NDArray[np.float64]


Thumbnail = PointsThumbnail | GreyThumbnail


@lru_cache(maxsize=64)
def thumbnail_of(name: str, look: Look) -> Thumbnail:
    """Return the picture of a data set, on the plane that it opens with."""
    if name == "digits":
        return GreyThumbnail(name, digit_thumbnail())
    dataset = load_dataset(name, noise=look.noise, seed=look.seed)
    split = split_dataset(dataset, look.train_fraction, look.seed)
    places = opening_projection(split).project(dataset.X)
    return PointsThumbnail(name, *thumbnail_points(dataset, places=places))


def make_thumbnails(look: Look, ticket: Ticket) -> Look:
    """Tell the pictures of all data sets one after the other, and return what they depend on.

    Those that scikit-learn generates come last, since loading it takes long.
    """
    for name in DATASETS:
        if name not in NEEDS_LIBRARY:
            ticket.tell(thumbnail_of(name, look))
    load_library(ticket)
    for name in NEEDS_LIBRARY:
        ticket.tell(thumbnail_of(name, look))
    return look
