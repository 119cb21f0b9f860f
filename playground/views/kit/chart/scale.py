"""The scale of an axis, linear or logarithmic, with a few round, labelled ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.style.words import UNKNOWN, number_text, percent_text, tick_texts

Array = NDArray[np.float64]
# Ticks within one power of ten, from many to few.
_LOG_STEPS = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
FEWEST_LOG_TICKS = 3
LARGEST_DECADE = 307  # 5e308 would be infinite
# Over more powers of ten, 1 and 3 are enough.
MOST_DECADES_OF_FINE_TICKS = 1.3


@dataclass(frozen=True)
class Scale:
    """An axis.

    Attributes
    ----------
    is_logarithmic
        Positions are base-10 logarithms.
    is_share
        Numbers are written as percentages.
    is_whole
        Only whole numbers occur.
    starts_at_zero
        A linear axis of positive numbers begins at 0.
    largest
        The largest possible number.
    smallest
        Smaller numbers are drawn as this on a logarithmic scale.
    """

    is_logarithmic: bool = False
    is_share: bool = False
    is_whole: bool = False
    starts_at_zero: bool = False
    largest: float = math.inf
    smallest: float = 1e-16

    def places(self, values: ArrayLike) -> Array:
        """Return the positions of numbers."""
        numbers = np.asarray(values, np.float64)
        return np.log10(np.maximum(numbers, self.smallest)) if self.is_logarithmic else numbers

    def ticks(self, low: float, high: float, most: int) -> list[tuple[float, str]]:
        """Return positions and labels of at most that many round numbers between two positions."""
        if not (math.isfinite(low) and math.isfinite(high) and low < high) or most < 1:
            return []
        if self.is_logarithmic:
            values = _log_values(low, high, most)
        else:
            values = even_values(low, high, most, 1.0 if self.is_whole else 0.0)
        values = [value for value in values if value <= self.largest + 1e-9]
        texts = tick_texts([100.0 * value for value in values] if self.is_share else values)
        places = self.places(values).tolist()
        return [
            (place, f"{text} %" if self.is_share else text) for place, text in zip(places, texts, strict=True)
        ]

    def say(self, value: float) -> str:
        """Return a number as text for a read-out."""
        if math.isnan(value):
            return UNKNOWN
        return percent_text(value) if self.is_share else number_text(value)


def even_values(low: float, high: float, most: int, least_step: float = 0.0) -> list[float]:
    """Return multiples of 1, 2 or 5 times a power of ten, as many as allowed."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for factor in (1, 2, 5, 10, 20, 50):
        step = max(power * factor, least_step)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            return [index * step for index in range(first, last + 1)]
    return []


def _log_values(low: float, high: float, most: int) -> list[float]:
    """Return 1, 2 and 5 (or fewer) of every power of ten, or of every second, third …, between logarithms."""
    decades = range(math.floor(low), min(math.ceil(high), LARGEST_DECADE) + 1)
    for steps in _LOG_STEPS[high - low > MOST_DECADES_OF_FINE_TICKS :]:
        places = [decade + math.log10(step) for decade in decades for step in steps]
        found = [place for place in places if low <= place <= high]
        if len(found) <= most:
            if len(found) < FEWEST_LOG_TICKS and high - low < 1.0:
                # Less than a power of ten: nearly linear.
                return even_values(10.0**low, 10.0**high, most)
            return [10.0**place for place in found]
    whole = [decade for decade in decades if low <= decade <= high]
    every = math.ceil(len(whole) / most)
    # The ones with most ticks in view; on a tie, those that include 1.
    first = max(range(every), key=lambda first: len(whole[first::every]) + 0.5 * (whole[first] % every == 0))
    return [10.0**decade for decade in whole[first::every]]
