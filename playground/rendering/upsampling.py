"""Smooth enlargement of a coarse grid by two matrix products."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=16)
def upsampling_matrix(points: int, pixels: int) -> NDArray[np.float32]:
    """Weights that interpolate `points` even samples, ends included, at the centres of `pixels` pixels.

    Cubic convolution with the slopes of Catmull and Rom; beyond the ends the samples are continued linearly,
    so that straight lines stay straight up to the edge.

    Returns
    -------
    Shape (pixels, points); each row sums to 1.
    """
    if points < 2:
        return np.ones((pixels, points), dtype=np.float32)
    position = (np.arange(pixels) + 0.5) / pixels * (points - 1)
    cell = np.minimum(position.astype(np.intp), points - 2)
    t = position - cell
    taps = (
        (-1, -0.5 * t + t**2 - 0.5 * t**3),
        (0, 1.0 - 2.5 * t**2 + 1.5 * t**3),
        (1, 0.5 * t + 2.0 * t**2 - 1.5 * t**3),
        (2, -0.5 * t**2 + 0.5 * t**3),
    )
    # Two more columns stand for the samples just outside; they are folded back below.
    weights = np.zeros((pixels, points + 2))
    rows = np.arange(pixels)
    for offset, weight in taps:
        weights[rows, cell + offset + 1] += weight
    inner = weights[:, 1:-1].copy()
    inner[:, 0] += 2.0 * weights[:, 0]
    inner[:, 1] -= weights[:, 0]
    inner[:, -1] += 2.0 * weights[:, -1]
    inner[:, -2] -= weights[:, -1]
    return inner.astype(np.float32)


def upsample(values: NDArray[np.floating], pixels: int) -> NDArray[np.float32]:
    """Enlarge grids with row 0 lowest to pictures with row 0 on top.

    Parameters
    ----------
    values
        Shape (..., rows, columns), sampled at even steps from edge to edge, both edges included.

    Returns
    -------
    Shape (..., pixels, pixels).
    """
    # Infinities would turn into NaN in the products and spread over whole rows.
    finite = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=1e30, neginf=-1e30)
    grid = np.clip(finite, -1e30, 1e30).astype(np.float32)
    vertical = _flipped_upsampling_matrix(grid.shape[-2], pixels)
    horizontal = upsampling_matrix(grid.shape[-1], pixels)
    enlarged: NDArray[np.float32] = vertical @ (grid @ horizontal.T)
    return enlarged


@lru_cache(maxsize=16)
def _flipped_upsampling_matrix(points: int, pixels: int) -> NDArray[np.float32]:
    return np.ascontiguousarray(upsampling_matrix(points, pixels)[::-1])
