"""How a weight looks as a link: its width and its opacity."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALLEST_WIDTH, LARGEST_WIDTH = 0.75, 5.0
SMALLEST_OPACITY, LARGEST_OPACITY = 0.28, 0.90
WIDTH_EXPONENT = 0.75
FADED = 0.58
VISIBLE_STEP = 0.25


def relative_size(weights: ArrayLike, limit: float) -> NDArray[np.float64]:
    """Return u = min(1, |w| / limit); NaN counts as 0."""
    sizes = np.abs(np.asarray(weights, dtype=np.float64)) / (limit if limit > 0.0 else 1.0)
    return np.minimum(np.nan_to_num(sizes, nan=0.0, posinf=1.0), 1.0)


def link_width(size: ArrayLike) -> NDArray[np.float64]:
    """Return the width in logical pixels for a relative size."""
    return np.asarray(SMALLEST_WIDTH + (LARGEST_WIDTH - SMALLEST_WIDTH) * np.asarray(size) ** WIDTH_EXPONENT)


def link_opacity(size: ArrayLike) -> NDArray[np.float64]:
    """Return the opacity for a relative size."""
    return np.asarray(SMALLEST_OPACITY + (LARGEST_OPACITY - SMALLEST_OPACITY) * np.asarray(size))


def needs_redraw(
    old_weights: ArrayLike,
    new_weights: ArrayLike,
    old_limit: float,
    new_limit: float,
    *,
    width_factor: float = 1.0,
) -> bool:
    """Whether any link has changed its sign, or its width by a quarter of a pixel.

    Parameters
    ----------
    old_weights, new_weights
        Weights drawn and weights to draw, of the same shape.
    old_limit, new_limit
        Weight of full width then and now.
    width_factor
        Device pixels per logical pixel, times the factor of the widths.
    """
    old, new = np.asarray(old_weights, dtype=np.float64), np.asarray(new_weights, dtype=np.float64)
    if old.shape != new.shape:
        return True
    if bool(((old < 0.0) != (new < 0.0)).any()):
        return True
    moved = link_width(relative_size(new, new_limit)) - link_width(relative_size(old, old_limit))
    return bool((np.abs(moved) * width_factor >= VISIBLE_STEP).any())
