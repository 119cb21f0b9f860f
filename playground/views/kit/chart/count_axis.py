"""An axis of counts, such as epochs, that may turn from linear to logarithmic."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from playground.style.words import count_text
from playground.views.kit.chart.axes import ticks_beside
from playground.views.kit.chart.curve import Array
from playground.views.kit.chart.scale import Scale

NARROWEST = 4.0
"""The least that can be seen of a linear axis."""
MOST_BENT_ZOOM = 200.0
"""How far a bent axis can be zoomed."""
TICK_GAP = 44.0
"""How near the labels of a bent axis may come to each other, in pixels."""


class CountAxis:
    """Turns counts into places and back.

    Parameters
    ----------
    bend
        Where it turns from linear to logarithmic; None for a linear one.
    """

    def __init__(self, bend: float | None = None) -> None:
        self._bend = bend
        self._scale = Scale(is_whole=True)

    def places(self, counts: float | Array) -> Array:
        """Return where counts stand."""
        return np.asarray(counts if self._bend is None else np.log1p(np.asarray(counts) / self._bend))

    def count_at(self, place: float) -> float:
        """Return what stands at a place."""
        return place if self._bend is None else self._bend * math.expm1(place)

    def narrowest(self, end: float) -> float:
        """Return the least length that can be seen of an axis that ends at a count."""
        return min(NARROWEST, end) if self._bend is None else float(self.places(end)) / MOST_BENT_ZOOM

    def ticks(
        self, low: float, high: float, width: float, x_of: Callable[[float], float]
    ) -> list[tuple[float, str]]:
        """Return round counts with their labels, far enough apart; `x_of` tells where a count is drawn."""
        if self._bend is None:
            return ticks_beside(self._scale, low, high, width)
        ticks: list[tuple[float, str]] = []
        taken = -math.inf
        decades = range(max(1, math.ceil(math.log10(max(high, 1.0))) + 1))
        for number in (0, *(share * 10**decade for decade in decades for share in (1, 2, 5))):
            x = x_of(float(number))
            if low <= number <= high and x - taken >= TICK_GAP:
                ticks.append((float(number), count_text(number)))
                taken = x
        return ticks
