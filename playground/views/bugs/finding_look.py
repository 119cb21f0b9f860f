"""What the card of an instrument shows: the same reading of up to three runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.bugs.finding import Finding, Reading


@dataclass(frozen=True, eq=False)
class Boundary:
    """A decision boundary: pixels and places as in `PaintedBoundary`, and the classes of the samples."""

    pixels: NDArray[np.uint8]
    places: NDArray[np.float64]
    y: NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class RunColumn:
    """What one run shows.

    Attributes
    ----------
    name
        "This run", "Healthy twin", or "Wrong guess".
    boundary
        None for instruments without one.
    """

    name: str
    finding: Finding
    boundary: Boundary | None = None


@dataclass(frozen=True, eq=False)
class FindingLook:
    """An instrument and what it shows.

    Attributes
    ----------
    columns
        The run of the round first.
    sign
        Name of the reading that tells the bug; empty while the round is on.
    """

    title: str
    tip: str
    columns: tuple[RunColumn, ...]
    sign: str = ""

    @property
    def rows(self) -> list[tuple[str, Sequence[Reading | None]]]:
        """The readings by name, one of each run."""
        names = dict.fromkeys(one.name for column in self.columns for one in column.finding.readings)
        return [(name, [column.finding.reading(name) for column in self.columns]) for name in names]
