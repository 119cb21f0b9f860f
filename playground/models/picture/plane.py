"""The plane on which decision boundaries are drawn: a projection of the data, and a rectangle of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.data.split import Split
from playground.models.picture.projection import AxesProjection, Projection, opening_projection

Array = NDArray[np.float64]
MARGIN = 0.08


@dataclass(frozen=True)
class Plane:
    """A rectangle of a projection, in the data's units or in those of the principal components."""

    projection: Projection
    left: float
    right: float
    bottom: float
    top: float

    @classmethod
    def around(cls, split: Split, projection: Projection) -> Plane:
        """Return the rectangle that shows all samples with a margin, and the data's own extent."""
        points = projection.project(split.dataset.X)
        extent = split.dataset.extent
        if extent is not None and isinstance(projection, AxesProjection) and projection.axes == (0, 1):
            # The data's own extent includes its margin.
            left, right, bottom, top = extent
            (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
            return cls(projection, min(left, x0), max(right, x1), min(bottom, y0), max(top, y1))
        left, right = _with_margin(points[:, 0])
        bottom, top = _with_margin(points[:, 1])
        return cls(projection, left, right, bottom, top)

    @classmethod
    def of_axes(cls, split: Split, axes: tuple[int, int]) -> Plane:
        """Return the plane of two features with all others at their mean; invalid axes are replaced."""
        return cls.around(split, AxesProjection.through_mean(split, axes))

    @classmethod
    def opening(cls, split: Split) -> Plane:
        """Return the initial plane."""
        return cls.around(split, opening_projection(split))

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def points(self, side: int) -> Array:
        """Return a grid of side * side points from edge to edge, shape (side * side, 2), lowest row first."""
        x, y = np.meshgrid(np.linspace(self.left, self.right, side), np.linspace(self.bottom, self.top, side))
        return np.stack((x.ravel(), y.ravel()), axis=1)

    def grid(self, split: Split, side: int) -> Array:
        """Return `points` as inputs of the network, shape (side * side, n_inputs)."""
        return split.to_model(self.projection.embed(self.points(side)))

    def to_unit(self, points: Array) -> Array:
        """Return points of shape (n, 2) as shares of width and height, (0, 0) at the lower left corner."""
        scaled: Array = (points - (self.left, self.bottom)) / (self.width, self.height)
        return scaled

    def from_unit(self, points: Array) -> Array:
        """Invert `to_unit`."""
        return np.asarray(points * (self.width, self.height) + (self.left, self.bottom))

    def titles(self, feature_names: Sequence[str]) -> tuple[str, str]:
        """Return the names of the axes."""
        return self.projection.titles(feature_names)


def _with_margin(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * (high - low) or 1.0
    return low - margin, high + margin
