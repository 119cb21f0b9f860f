"""The pixels near one link and their distances from its centre line, which do not depend on weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.models.picture.link_curve import rise, rise_slope

OVERLAP = 1.0  # links extend this far under the nodes, to avoid a visible seam
TABLE_STEPS = 1 << 15
BANDS_A_PIXEL = 2


@dataclass(frozen=True, slots=True)
class LinkFootprint:
    """Pixels within reach of a link, band by band from the middle line outwards.

    Within a band they keep the order of the picture: neighbours in memory are visited together.

    Attributes
    ----------
    pixels
        Flat indices into the picture, as `intp`: NumPy would convert any other integers at every frame.
    distance
        Distances of the pixel centres from the middle line; the same length.
    band_ends
        How many pixels the bands of half a pixel hold up to and including each one.
    addresses
        Of both arrays: asking NumPy for them takes longer than blending a short link.
    """

    pixels: NDArray[np.intp]
    distance: NDArray[np.float32]
    band_ends: tuple[int, ...]
    addresses: tuple[int, int]

    def up_to(self, distance: float) -> int:
        """Return how many leading pixels include all that are nearer than `distance`, and few others."""
        return self.band_ends[min(int(distance * BANDS_A_PIXEL), len(self.band_ends) - 1)]


def link_footprint(
    start: tuple[float, float], end: tuple[float, float], size: tuple[int, int], reach: float
) -> LinkFootprint:
    """Find the pixels within `reach` of a link.

    Parameters
    ----------
    start, end
        Ends of the middle line in pixels, start left of end.
    size
        Width and height of the picture.
    """
    x0, x1 = start[0], end[0]
    width, height = size
    columns = np.arange(max(int(x0 - OVERLAP), 0), min(int(np.ceil(x1 + OVERLAP)), width))
    x = columns.astype(np.float64) + 0.5
    # The curve is monotone: near a column it stays between its heights at `reach` to the left and right.
    before, _ = _curve(x - reach, start, end)
    after, _ = _curve(x + reach, start, end)
    first = np.clip(np.floor(np.minimum(before, after) - reach), 0, height).astype(np.int64)
    last = np.clip(np.ceil(np.maximum(before, after) + reach), 0, height).astype(np.int64)
    counts = np.maximum(last - first, 0)
    which = np.repeat(np.arange(len(columns)), counts)
    row = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
    distance = _distance(x[which], row + 0.5, start, end)
    near = np.flatnonzero(distance < reach)
    bands = int(np.ceil(reach * BANDS_A_PIXEL))
    # Rounded to the stored precision before sorting into bands: rounding can move it into the next one.
    kept = distance[near].astype(np.float32)
    band = np.minimum(kept * BANDS_A_PIXEL, bands - 1).astype(np.uint8)  # few bits: a fast radix sort
    near = near[np.argsort(band, kind="stable")]
    pixels = (row[near] * width + columns[which[near]]).astype(np.intp)
    distances = distance[near].astype(np.float32)
    ends = tuple(np.cumsum(np.bincount(band, minlength=bands)).tolist())
    return LinkFootprint(pixels, distances, ends, (pixels.ctypes.data, distances.ctypes.data))


def _curve(
    x: NDArray[np.float64], start: tuple[float, float], end: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Height and slope of a link at x; level beyond its ends."""
    (x0, y0), (x1, y1) = start, end
    heights, slopes = _curve_tables()
    step = ((x - x0) * (TABLE_STEPS / (x1 - x0)) + 0.5).astype(np.int64)
    np.clip(step, 0, TABLE_STEPS, out=step)
    return y0 + (y1 - y0) * heights.take(step), (y1 - y0) / (x1 - x0) * slopes.take(step)


@lru_cache(maxsize=1)
def _curve_tables() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Table of the shape all links share: several times faster than hyperbolic functions."""
    share = np.linspace(0.0, 1.0, TABLE_STEPS + 1)
    return rise(share), rise_slope(share)


def _distance(
    x: NDArray[np.float64], y: NDArray[np.float64], start: tuple[float, float], end: tuple[float, float]
) -> NDArray[np.float64]:
    """Distances from the curve: two steps to the foot of the perpendicular, then the distance."""
    at = x.copy()
    for _ in range(2):
        middle, slope = _curve(at, start, end)
        at += ((x - at) + slope * (y - middle)) / (1.0 + slope * slope)
    middle, slope = _curve(at, start, end)
    along = ((x - at) + slope * (y - middle)) / np.hypot(1.0, slope)
    across = np.abs((y - middle) - slope * (x - at)) / np.hypot(1.0, slope)
    # If the steps have not converged, the remaining distance along the curve counts as well.
    distance: NDArray[np.float64] = np.hypot(across, along)
    return distance
