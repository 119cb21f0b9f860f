"""Bars on a logarithmic scale: one for each layer, neuron or whatever else is compared."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playground.style.words import UNKNOWN, number_text

SMALLEST = -12
"""No decade below this one is drawn: the smallest normal gradients are still told apart from 0."""
FEWEST_DECADES = 2
MOST_ROWS = 16
NOT_TOLD = "?"


@dataclass(frozen=True)
class Bar:
    """A bar.

    Attributes
    ----------
    name
        Beside it.
    value
        NaN where it left the range; None while it is not told yet.
    troubled
        A mark for each neuron of a layer that are drawn one by one: whether it is dead; empty for none.
    """

    name: str
    value: float | None
    troubled: tuple[bool, ...] = ()

    @property
    def trouble(self) -> str:
        """What is wrong with the neurons, in words."""
        count = sum(self.troubled)
        return f"{count} of {len(self.troubled)} dead" if count else ""


def value_text(value: float | None) -> str:
    """Return the number beside a bar."""
    if value is None:
        return NOT_TOLD
    return UNKNOWN if math.isnan(value) else number_text(value, 2)


@dataclass(frozen=True)
class LogScale:
    """From ten to the power of `low` to ten to the power of `high`."""

    low: int
    high: int

    @classmethod
    def over(cls, values: Iterable[float | None], before: LogScale | None = None) -> LogScale:
        """Return whole decades with all values in them, at least those of a scale `before`."""
        logs = [
            math.log10(value)
            for value in values
            if value is not None and math.isfinite(value) and value > 0.0
        ]
        low = max(math.floor(min(logs)), SMALLEST) if logs else 0
        high = max(math.ceil(max(logs)), SMALLEST + FEWEST_DECADES) if logs else 0
        if before is not None:
            low, high = (min(low, before.low), max(high, before.high)) if logs else (before.low, before.high)
        return cls(min(low, high - FEWEST_DECADES), high)

    def share(self, value: float) -> float:
        """Return how long the bar of a value is, from 0 to 1."""
        if not value > 0.0:
            return 0.0
        if math.isinf(value):
            return 1.0
        return min(max((math.log10(value) - self.low) / (self.high - self.low), 0.0), 1.0)

    def ticks(self, most: int) -> list[int]:
        """Return at most so many decades, evenly spaced, the highest among them."""
        step = max(math.ceil((self.high - self.low) / max(most - 1, 1)), 1)
        return [*range(self.high, self.low - 1, -step)][::-1]


@dataclass(frozen=True)
class BarChart:
    """Bars from top to bottom on one scale.

    Attributes
    ----------
    what
        What their lengths are, as a title.
    """

    what: str
    bars: tuple[Bar, ...]
    scale: LogScale

    @property
    def words(self) -> str:
        """All of it, for those who do not see it."""
        rows = (
            f"{bar.name} {value_text(bar.value)}{f' ({bar.trouble})' if bar.trouble else ''}"
            for bar in self.bars
        )
        return f"{self.what}: {', '.join(rows)}"


def layer_titles(n_layers: int) -> tuple[str, ...]:
    """Return what the layers are called, the output layer the last: as in Train."""
    return (*(f"Hidden {number}" for number in range(1, n_layers)), "Output")


def neuron_titles(hidden: Sequence[int]) -> tuple[str, ...]:
    """Return what the hidden neurons are called; without their layer if there is one only."""
    if len(hidden) == 1:
        return tuple(f"Neuron {number}" for number in range(1, hidden[0] + 1))
    return tuple(
        f"Hidden {layer}, {number}" for layer, size in enumerate(hidden, 1) for number in range(1, size + 1)
    )
