"""What an instrument read off a run, and how far two such readings are apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.style.words import count_text, loss_text, number_text, percent_text

Array = NDArray[np.float64]
Unit = Literal["loss", "number", "share", "count", "truth"]
UNKNOWN = "–"
# What a person sees at a glance: twice the loss, a tenth of all points, a quarter more of what is counted.
FACTOR, SHARE, COUNT_FACTOR = 2.0, 0.1, 1.25
# Below these all numbers are as good as 0.
LEAST_LOSS, LEAST_NUMBER = 0.02, 1e-7


@dataclass(frozen=True)
class Reading:
    """A number with its name.

    Attributes
    ----------
    value
        NaN where it is not known; 1 and 0 for yes and no.
    """

    name: str
    value: float
    unit: Unit = "number"

    @property
    def text(self) -> str:
        """The number as it stands on screen."""
        if not math.isfinite(self.value):
            return UNKNOWN
        match self.unit:
            case "loss":
                return loss_text(self.value, 3)
            case "share":
                return percent_text(self.value, 0)
            case "count":
                return count_text(self.value)
            case "truth":
                return "yes" if self.value else "no"
        return number_text(self.value, 3)

    def gap(self, other: Reading) -> float:
        """Return how far apart two readings are; from 1 on everybody sees it."""
        known = math.isfinite(self.value), math.isfinite(other.value)
        if not all(known):
            return 2.0 if any(known) else 0.0
        match self.unit:
            case "share":
                return abs(self.value - other.value) / SHARE
            case "truth":
                return 2.0 * abs(self.value - other.value)
            case "count":
                return _octaves(self.value, other.value, 1.0, COUNT_FACTOR)
            case "loss":
                return _octaves(self.value, other.value, LEAST_LOSS, FACTOR)
        return _octaves(self.value, other.value, LEAST_NUMBER, FACTOR)


@dataclass(frozen=True, eq=False)
class Line:
    """A curve to draw; its x values rise."""

    name: str
    x: Array
    y: Array


@dataclass(frozen=True, eq=False)
class Sample:
    """Training points as the network gets them.

    Attributes
    ----------
    places
        As fractions of the plane, (0, 0) at its lower left, shape (n, 2).
    y
        The classes they are trained with.
    labels, pictures
        A few of them as pictures from 0 to 1, shape (n, rows, columns), with the names of their classes; none
        where the inputs are no pixels.
    """

    places: Array
    y: NDArray[np.generic]
    labels: tuple[str, ...] = ()
    pictures: Array | None = None


@dataclass(frozen=True, eq=False)
class Finding:
    """All that one look at an instrument shows.

    Attributes
    ----------
    instrument
        Its key.
    lines
        Curves, for instruments that draw some.
    weights
        Weights and, in the last column, biases of each layer, for the instrument that draws the network.
    sample
        For the instrument that shows the data.
    """

    instrument: str
    readings: tuple[Reading, ...]
    lines: tuple[Line, ...] = ()
    weights: tuple[Array, ...] = ()
    sample: Sample | None = None

    def reading(self, name: str) -> Reading | None:
        """Return a reading by its name."""
        return next((reading for reading in self.readings if reading.name == name), None)

    def widest(self, other: Finding) -> tuple[Reading, Reading, float]:
        """Return the readings of one name that are furthest apart, and how far that is."""
        pairs = [
            (mine, its, mine.gap(its))
            for mine in self.readings
            if (its := other.reading(mine.name)) is not None
        ]
        return max(pairs, key=lambda pair: pair[2])


def or_unknown(value: float | None) -> float:
    """Return the value of a reading, NaN for none."""
    return math.nan if value is None else value


def _octaves(first: float, second: float, least: float, factor: float) -> float:
    """Return how often one number has to be multiplied by a factor to become the other."""
    return abs(math.log((abs(first) + least) / (abs(second) + least))) / math.log(factor)
