"""The colours of samples: a class or a value each."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.rendering.colour_maps import diverging_table, rgb_of_hex
from playground.style.palette import Theme

VALUE_LEVELS = 65  # odd: the middle of the range is the middle of the map


def mark_colours(y: NDArray[np.generic], theme: Theme) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return a few colours, and the number of the one that each sample has, shape (n,).

    Classes have those of the palette; numbers go from negative over grey to positive.
    """
    if y.dtype.kind in "iu":
        return theme.classes, np.asarray(y, np.intp) % len(theme.classes)
    values = np.asarray(y, np.float64)
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    shares = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
    return _value_colours(theme), np.rint(shares * (VALUE_LEVELS - 1)).astype(np.intp)


def point_colours(y: NDArray[np.generic], theme: Theme) -> list[str]:
    """Return a colour a sample."""
    colours, numbers = mark_colours(y, theme)
    return [colours[number] for number in numbers.tolist()]


@lru_cache(maxsize=8)
def _value_colours(theme: Theme) -> tuple[str, ...]:
    """Return the diverging map, its ends as strong as marks have to be."""
    colours = []
    shares = np.linspace(-1.0, 1.0, VALUE_LEVELS).tolist()
    for row, share in zip(diverging_table(theme, VALUE_LEVELS), shares, strict=True):
        strong = rgb_of_hex(theme.positive if share > 0 else theme.negative)
        mixed = row + (np.array(strong) - row) * abs(share)
        colours.append("#{:02X}{:02X}{:02X}".format(*np.rint(mixed).astype(int).tolist()))
    return tuple(colours)
