"""The plane on which decision boundaries are drawn: two features, all others at their mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.split import Split

Array = NDArray[np.float64]
MARGIN = 0.08


@dataclass(frozen=True)
class Plane:
    """A rectangle in the plane of two features, in the data's units."""

    axes: tuple[int, int]
    left: float
    right: float
    bottom: float
    top: float

    @classmethod
    def around(cls, split: Split, axes: tuple[int, int]) -> Plane:
        """Return the rectangle that shows all samples with a margin; unfit axes are replaced."""
        last = split.dataset.n_features - 1
        horizontal, vertical = (axis if axis <= last else min(place, last) for place, axis in enumerate(axes))
        left, right = _with_margin(split.dataset.X[:, horizontal])
        bottom, top = _with_margin(split.dataset.X[:, vertical])
        return cls((horizontal, vertical), left, right, bottom, top)

    def grid(self, split: Split, side: int) -> Array:
        """Return side * side points in model units, shape (side * side, n_features), lowest row first."""
        points = np.tile(split.dataset.X[split.train_indices].mean(axis=0), (side * side, 1))
        x, y = np.meshgrid(np.linspace(self.left, self.right, side), np.linspace(self.bottom, self.top, side))
        points[:, self.axes[1]] = y.ravel()
        points[:, self.axes[0]] = x.ravel()
        return split.to_model(points)


def _with_margin(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low) or 1.0
    return low - margin, high + margin
