"""Smooth enlargement of a coarse grid, one axis after the other."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

BLOCK = 16  # pixels enlarged at a time: small products stay in the cache and start no BLAS threads
LARGEST = 1e30


@lru_cache(maxsize=16)
def upsampling_matrix(points: int, pixels: int) -> NDArray[np.float32]:
    """Weights that interpolate `points` even samples, ends included, at the centres of `pixels` pixels.

    Catmull-Rom cubic convolution; beyond the ends the samples are extrapolated linearly,
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
    # Two extra columns for the samples just outside; they are folded back below.
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
    finite = np.nan_to_num(values, nan=0.0, posinf=LARGEST, neginf=-LARGEST)
    grid = np.clip(finite, -LARGEST, LARGEST).astype(np.float32)
    wide = _enlarge_rows(np.swapaxes(grid, -1, -2), pixels, flipped=False)
    return _enlarge_rows(np.swapaxes(wide, -1, -2), pixels, flipped=True)


def _enlarge_rows(grid: NDArray[np.float32], pixels: int, *, flipped: bool) -> NDArray[np.float32]:
    """Multiply by the upsampling matrix, block by block: all but a narrow band of it is zero."""
    taken, weights = _bands(grid.shape[-2], pixels, flipped)
    blocks = weights @ grid.take(taken, axis=-2)
    rows: NDArray[np.float32] = blocks.reshape(*grid.shape[:-2], -1, grid.shape[-1])
    return np.ascontiguousarray(rows[..., :pixels, :])


@lru_cache(maxsize=16)
def _bands(points: int, pixels: int, flipped: bool) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the samples each block of pixels depends on, and their weights.

    Returns
    -------
    Indices of shape (n_blocks, width) and weights of shape (n_blocks, BLOCK, width); pixels that pad the
    last block have no weight.
    """
    matrix = upsampling_matrix(points, pixels)
    n_blocks = -(-pixels // BLOCK)
    padded = np.zeros((n_blocks * BLOCK, points), dtype=np.float32)
    padded[:pixels] = matrix[::-1] if flipped else matrix
    blocks = padded.reshape(n_blocks, BLOCK, points)
    used = (blocks != 0.0).any(axis=1)
    first, last = used.argmax(axis=1), points - 1 - used[:, ::-1].argmax(axis=1)
    width = int((last - first).max()) + 1
    taken = np.minimum(first, points - width)[:, np.newaxis] + np.arange(width)
    return taken, np.ascontiguousarray(np.take_along_axis(blocks, taken[:, np.newaxis], axis=2))
