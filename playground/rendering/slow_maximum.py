"""A robust maximum that follows its values only slowly, so that colours do not flicker."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROBUST_QUANTILE = 0.96
SMALLEST_LIMIT = 1e-9


def robust_maximum(values: ArrayLike, *, per_item: bool = False) -> NDArray[np.float64]:
    """Return the 96th percentile of the finite absolute values.

    Parameters
    ----------
    values
        Any shape; with `per_item` the first axis counts the items.
    per_item
        One maximum for each item along the first axis instead of one for all.

    Returns
    -------
    Shape (), or (n_items,) with `per_item`. Zero where an item has no finite value.
    """
    sizes = np.abs(np.asarray(values, dtype=np.float64))
    rows = sizes.reshape(len(sizes), -1) if per_item else sizes.reshape(1, -1)
    if rows.shape[1] == 0:
        return np.zeros(len(rows) if per_item else ())
    finite = np.isfinite(rows)
    if finite.all():
        maxima = np.asarray(np.quantile(rows, ROBUST_QUANTILE, axis=1))
    else:
        pairs = zip(rows, finite, strict=True)
        maxima = np.array([np.quantile(row[ok], ROBUST_QUANTILE) if ok.any() else 0.0 for row, ok in pairs])
    return maxima if per_item else maxima.reshape(())


class SlowMaximum:
    """A robust maximum that takes its first value at once and follows later ones gradually.

    Parameters
    ----------
    rate
        Share of the way to the newest maximum covered by each update, 0 to 1.
    per_item
        Keep one maximum for each item along the first axis (such as each neuron of a layer).
    """

    def __init__(self, rate: float = 0.12, *, per_item: bool = False) -> None:
        if not 0.0 < rate <= 1.0:
            raise ValueError(f"The rate must lie in (0, 1], not {rate}.")
        self._rate = rate
        self._per_item = per_item
        self._limit: NDArray[np.float64] | None = None

    def reset(self) -> None:
        """Reset: the next update is taken at once."""
        self._limit = None

    def update(self, values: ArrayLike) -> Any:
        """Move towards the robust maximum of `values` and return the limit, always positive.

        Returns
        -------
        A float, or an array of shape (n_items,) with one limit per item.
        """
        target = robust_maximum(values, per_item=self._per_item)
        if self._limit is None or self._limit.shape != target.shape:
            self._limit = np.where(target > 0.0, target, 0.0)
        else:
            # A limit that was never set (all values were zero so far) is taken at once too.
            moved = self._limit + self._rate * (target - self._limit)
            self._limit = np.where(self._limit > 0.0, moved, target)
        limit = np.where(self._limit > SMALLEST_LIMIT, self._limit, 1.0)
        return limit if self._per_item else float(limit)
