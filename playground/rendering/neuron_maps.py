"""Thumbnails of single neurons and inputs over the input plane."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.rendering.boundary import are_probabilities, softmax
from playground.rendering.colour_maps import Pixels, class_thumbnail, diverging_rgba, mix, rgb_of_hex
from playground.style.palette import Theme

BARS, BAR_STRENGTH, HISTOGRAM_MARGIN = 9, 0.42, 0.12

ValueRange = Literal["signed", "unit", "unbounded"]

_RANGES: dict[str, ValueRange] = {
    "tanh": "signed",
    "sin": "signed",
    "cos": "signed",
    "erf": "signed",
    "sigmoid": "unit",
    "softmax": "unit",
}


def value_range(activation: str) -> ValueRange:
    """Return the range of an activation: -1 to 1, 0 to 1, or unbounded."""
    return _RANGES.get(activation, "unbounded")


def neuron_map_rgba(
    values: NDArray[np.floating], theme: Theme, limits: ArrayLike = 1.0, *, kind: ValueRange = "unbounded"
) -> Pixels:
    """Colour the values of neurons, or of inputs, by the diverging map.

    Parameters
    ----------
    values
        Shape (n, m, m); row 0 is the lowest y.
    limits
        Value at the ends of the map, one for all or one per neuron; for unbounded values only, e.g. from a
        `SlowMaximum`.
    kind
        ``"unit"`` values, 0 to 1, are shown as 2a - 1.

    Returns
    -------
    Opaque pixels of shape (n, m, m, 4), row 0 on top.
    """
    upright = values[:, ::-1]
    if kind == "unit":
        return diverging_rgba(2.0 * upright - 1.0, theme)
    if kind == "signed":
        return diverging_rgba(upright, theme)
    return diverging_rgba(upright, theme, np.broadcast_to(limits, len(values))[:, np.newaxis, np.newaxis])


def class_shares(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return probabilities, shape (k, ...), as they are, and scores after a softmax."""
    return values if are_probabilities(values) else softmax(values)


def class_share_rgba(shares: NDArray[np.floating], theme: Theme) -> Pixels:
    """Colour the probabilities of the first classes, each in the colour of its class.

    Parameters
    ----------
    shares
        Shape (n, m, m); row 0 is the lowest y.

    Returns
    -------
    Opaque pixels of shape (n, m, m, 4), row 0 on top.
    """
    return np.stack([class_thumbnail(share[::-1], index, theme) for index, share in enumerate(shares)])


def histogram_rgba(values: NDArray[np.floating], held: float, side: int, theme: Theme) -> Pixels:
    """Draw a histogram of an input, and a line at its held value.

    Parameters
    ----------
    values
        Shape (n_samples,), finite.
    side
        Edge of the picture in pixels.

    Returns
    -------
    Opaque pixels of shape (side, side, 4).
    """
    low, high = min(float(values.min()), held), max(float(values.max()), held)
    span = high - low or 1.0
    room = HISTOGRAM_MARGIN * side
    wide = side - 2.0 * room
    counts, _ = np.histogram(values, BARS, (low, low + span))
    heights = wide * counts / counts.max()
    centres = np.arange(side) + 0.5
    bars = np.clip(((centres - room) / wide * BARS).astype(int), 0, BARS - 1)
    is_across = (centres >= room) & (centres < side - room)
    filled = (side - room - centres)[:, np.newaxis] < heights[bars]
    filled &= ((side - room) > centres)[:, np.newaxis] & is_across
    picture = np.empty((side, side, 4), np.uint8)
    picture[...] = (*rgb_of_hex(theme.neutral), 255)
    picture[filled] = (*np.round(mix(theme.neutral, theme.ink, BAR_STRENGTH)).astype(np.uint8), 255)
    place = room + (held - low) / span * wide
    picture[:, np.abs(centres - place) <= max(side / 40.0, 0.5)] = (*rgb_of_hex(theme.ink), 255)
    return picture
