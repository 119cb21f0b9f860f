"""Projections of samples onto two dimensions, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.models.data.datasets import default_axes
from playground.models.data.features import PLANE_COLUMNS
from playground.models.data.split import Split
from playground.style.words import percent_text

Array = NDArray[np.float64]
# More samples move the principal components too little to be seen.
MOST_ROWS_FOR_COMPONENTS = 5000
COMPONENTS_FROM = 10
"""With this many features, two of them say little: pictures start with the principal components."""


class Projection(Protocol):
    """Maps samples to two coordinates, and coordinates to a sample. Hashable."""

    def project(self, X: ArrayLike) -> Array:
        """Return the coordinates of samples, shape (..., 2)."""
        ...

    def embed(self, points: ArrayLike) -> Array:
        """Return the samples at points of shape (n, 2), shape (n, n_columns)."""
        ...

    def titles(self, feature_names: Sequence[str]) -> tuple[str, str]:
        """Return the names of the two coordinates."""
        ...


@dataclass(frozen=True)
class AxesProjection:
    """Two features; all others are held at fixed values.

    Parameters
    ----------
    axes
        The features on the horizontal and on the vertical axis.
    held
        A value for every feature; those of `axes` are not used.
    """

    axes: tuple[int, int]
    held: tuple[float, ...]

    @classmethod
    def through_mean(cls, split: Split, axes: tuple[int, int]) -> AxesProjection:
        """Return the plane through the mean of the training part; invalid axes are replaced."""
        last = split.dataset.n_features - 1
        horizontal, vertical = (axis if axis <= last else min(place, last) for place, axis in enumerate(axes))
        held = split.column_means.copy()
        held[[horizontal, vertical]] = 0.0  # unused; so that equal planes compare equal
        return cls((horizontal, vertical), tuple(held.tolist()))

    def project(self, X: ArrayLike) -> Array:
        return np.asarray(X, np.float64)[..., list(self.axes)]

    def embed(self, points: ArrayLike) -> Array:
        points = np.asarray(points, np.float64)
        samples = np.tile(np.array(self.held), (len(points), 1))
        samples[:, self.axes[1]] = points[:, 1]
        samples[:, self.axes[0]] = points[:, 0]
        return samples

    def titles(self, feature_names: Sequence[str]) -> tuple[str, str]:
        return feature_names[self.axes[0]], feature_names[self.axes[1]]


@dataclass(frozen=True)
class PrincipalProjection:
    """The plane in which the samples vary most: their first two principal components.

    Components are those of standardised features, so that units do not matter.

    Parameters
    ----------
    mean, scale
        Of every feature, over the training part.
    directions
        Two orthogonal unit vectors.
    shares
        Of the variance that each direction explains.
    """

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    directions: tuple[tuple[float, ...], tuple[float, ...]]
    shares: tuple[float, float]

    @classmethod
    def of(cls, split: Split) -> PrincipalProjection:
        """Return the components of the training part.

        Raises
        ------
        ValueError
            Fewer than two features or two training samples.
        """
        samples = split.dataset.X[split.train_indices[:MOST_ROWS_FOR_COMPONENTS]]
        if samples.shape[1] < 2 or len(samples) < 2:
            raise ValueError("principal components need two features and two training samples")
        mean, scale = samples.mean(axis=0), samples.std(axis=0)
        scale[scale == 0.0] = 1.0
        scaled = (samples - mean) / scale
        _, extents, directions = np.linalg.svd(scaled, full_matrices=False)
        # A direction and its opposite are the same: the larger part of it is taken as the positive one.
        largest = np.abs(directions).argmax(axis=1)
        directions *= np.sign(directions[np.arange(len(directions)), largest])[:, None]
        total = (extents**2).sum()
        shares = extents**2 / total if total else np.zeros_like(extents)  # identical samples have no variance
        first, second = directions[:2]
        return cls(
            tuple(mean.tolist()),
            tuple(scale.tolist()),
            (tuple(first.tolist()), tuple(second.tolist())),
            (float(shares[0]), float(shares[1])),
        )

    def project(self, X: ArrayLike) -> Array:
        scaled = (np.asarray(X, np.float64) - np.array(self.mean)) / np.array(self.scale)
        return np.asarray(scaled @ np.array(self.directions).T)

    def embed(self, points: ArrayLike) -> Array:
        scaled = np.asarray(points, np.float64) @ np.array(self.directions)
        return np.asarray(scaled * np.array(self.scale) + np.array(self.mean))

    def titles(self, feature_names: Sequence[str]) -> tuple[str, str]:
        first, second = self.shares
        return f"Component 1 ({percent_text(first, 0)})", f"Component 2 ({percent_text(second, 0)})"


@lru_cache(maxsize=2)
def principal_projection(split: Split) -> PrincipalProjection | None:
    """Return the plane of the principal components, if there are more than two features."""
    return PrincipalProjection.of(split) if split.dataset.n_features > PLANE_COLUMNS else None


def opening_projection(split: Split) -> Projection:
    """Return the initial projection: two informative features or, of many, the principal components."""
    components = principal_projection(split) if split.dataset.n_features >= COMPONENTS_FROM else None
    return components or AxesProjection.through_mean(split, default_axes(split.dataset))
