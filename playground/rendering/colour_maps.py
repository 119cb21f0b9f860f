"""Numbers to colours: the diverging map for signed values and the class colours for probabilities.

Pictures are uint8 arrays (..., 4) in the byte order red, green, blue, alpha. Colours are mixed in sRGB and
read from small tables: a look-up costs a fraction of the arithmetic at every pixel.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.style.palette import Theme

DIVERGING_LEVELS = 511  # odd: zero falls exactly on the middle entry
PROBABILITY_LEVELS = 256
THUMBNAIL_STRENGTH = 0.62
REGION_EXPONENT = 0.8
LARGEST_SINGLE = 1e30  # beyond it, products of single-precision numbers overflow

Pixels = NDArray[np.uint8]


def rgb_of_hex(colour: str) -> tuple[int, int, int]:
    """Split ``#RRGGBB`` into red, green and blue, 0 to 255."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"A colour reads #RRGGBB, not {colour!r}.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: ArrayLike) -> NDArray[np.float64]:
    """Mix two colours: `share` 0 gives the first, 1 the second. Shape (..., 3), 0 to 255."""
    start = np.array(rgb_of_hex(first), dtype=np.float64)
    end = np.array(rgb_of_hex(second), dtype=np.float64)
    return start + (end - start) * np.asarray(share, dtype=np.float64)[..., np.newaxis]


def diverging_table(theme: Theme, n: int = DIVERGING_LEVELS) -> Pixels:
    """Return the diverging map from -1 to +1 as `n` even steps, shape (n, 3)."""
    stops = np.array([rgb_of_hex(colour) for colour in theme.diverging], dtype=np.float64)
    positions = np.linspace(0.0, len(stops) - 1.0, n)
    channels = [np.interp(positions, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    return np.rint(np.stack(channels, axis=1)).astype(np.uint8)


def diverging_rgba(values: ArrayLike, theme: Theme, limit: ArrayLike = 1.0) -> Pixels:
    """Colour signed values; ±`limit` and beyond are the ends of the map, zero (and NaN) its middle.

    Parameters
    ----------
    values
        Shape (...).
    limit
        Positive; a number or an array that broadcasts against `values`.

    Returns
    -------
    Opaque pixels of shape (..., 4).
    """
    half = (DIVERGING_LEVELS - 1) / 2
    values, limits = np.asarray(values), np.asarray(limit, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):  # infinity is clipped, NaN becomes the middle
        if limits.size and limits.max() > LARGEST_SINGLE:  # as in a run that is about to fail
            values, limits = np.asarray(values / limits), np.ones(1)
        factor = np.asarray(half / limits).astype(np.float32)
        levels = np.asarray(values.astype(np.float32, copy=False) * factor)
    _settle(levels, -half, half)
    levels += np.float32(half + 0.5)
    return _look_up(_packed_diverging(theme), levels.astype(np.intp))


def class_thumbnail(probability: ArrayLike, class_index: int, theme: Theme) -> Pixels:
    """Colour the probability of one class: the map's middle at 0, 62 % of the class colour at 1.

    Parameters
    ----------
    probability
        Shape (...), 0 to 1.

    Returns
    -------
    Opaque pixels of shape (..., 4).
    """
    return _look_up(_packed_thumbnail(theme, class_index), _probability_levels(np.asarray(probability)))


def winner_regions(winner: NDArray[np.integer], largest: ArrayLike, k: int, theme: Theme) -> Pixels:
    """Colour each point by the winning class, fainter where the network is less certain.

    Parameters
    ----------
    winner, largest
        Class with the largest of `k` >= 2 probabilities, and that probability; one shape (...).

    Returns
    -------
    Opaque pixels of shape (..., 4).
    """
    levels = _probability_levels(np.asarray(largest))
    levels += np.multiply(winner, PROBABILITY_LEVELS, dtype=np.intp)
    return _look_up(_packed_regions(theme, k), levels)


def class_colour(class_index: int, theme: Theme) -> str:
    """Return the colour of a class; after the last one the colours repeat."""
    return theme.classes[class_index % len(theme.classes)]


def _settle(levels: NDArray[np.float32], low: float, high: float) -> None:
    """Clip all levels to the range, in place; NaN becomes zero."""
    if levels.size and np.isnan(levels.max()):
        np.copyto(levels, 0.0, where=np.isnan(levels))
    np.clip(levels, low, high, out=levels)


def _probability_levels(probability: NDArray[np.floating]) -> NDArray[np.intp]:
    levels = np.array(probability, dtype=np.float32)
    _settle(levels, 0.0, 1.0)
    levels *= np.float32(PROBABILITY_LEVELS - 1)
    levels += np.float32(0.5)
    return levels.astype(np.intp)


def _look_up(packed: NDArray[np.uint32], levels: NDArray[np.intp]) -> Pixels:
    # All levels are valid indices: "clip" just saves a defensive copy in NumPy.
    return packed.take(levels, mode="clip")[..., np.newaxis].view(np.uint8)


def _pack(rgb: NDArray[np.floating] | Pixels) -> NDArray[np.uint32]:
    opaque = np.full((len(rgb), 4), 255, dtype=np.uint8)
    opaque[:, :3] = np.rint(rgb)
    return opaque.view(np.uint32).ravel()


@lru_cache(maxsize=8)
def _packed_diverging(theme: Theme) -> NDArray[np.uint32]:
    return _pack(diverging_table(theme))


@lru_cache(maxsize=64)
def _packed_thumbnail(theme: Theme, class_index: int) -> NDArray[np.uint32]:
    share = THUMBNAIL_STRENGTH * np.linspace(0.0, 1.0, PROBABILITY_LEVELS)
    return _pack(mix(theme.neutral, class_colour(class_index, theme), share))


@lru_cache(maxsize=32)
def _packed_regions(theme: Theme, k: int) -> NDArray[np.uint32]:
    # How far the winner stands above an even guess: 0 at 1/k, 1 at certainty.
    margin = np.clip((np.linspace(0.0, 1.0, PROBABILITY_LEVELS) - 1.0 / k) / (1.0 - 1.0 / k), 0.0, 1.0)
    share = theme.region_strength * margin**REGION_EXPONENT
    return np.concatenate([_pack(mix(theme.neutral, class_colour(c, theme), share)) for c in range(k)])
