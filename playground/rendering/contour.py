"""Thin antialiased lines where a decision changes, drawn onto a picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from playground.rendering.colour_maps import Pixels, rgb_of_hex
from playground.style.palette import Theme

CONTOUR_WIDTH = 1.25
CONTOUR_OPACITY = 0.55

Flat = NDArray[np.intp]


def draw_zero_contour(picture: Pixels, field: NDArray[np.float32], theme: Theme, width: float) -> None:
    """Draw the zero line of `field` (h, w) onto `picture` (h, w, 4) in place, `width` pixels wide."""
    near = _near_changes(field > 0.0, width)
    flat = field.ravel()
    _draw(picture, near, _distance(lambda at: flat[at], near, field.shape), theme, width)


def draw_winner_contours(
    picture: Pixels, scores: NDArray[np.float32], winner: NDArray[np.uint8], theme: Theme, width: float
) -> None:
    """Draw the lines between the regions of different winners onto `picture` in place.

    Parameters
    ----------
    picture
        Shape (h, w, 4).
    scores
        Shape (k, h, w); the largest one wins.
    winner
        Shape (h, w), the argmax of `scores`.
    """
    near = _near_changes(winner, width)
    flat = scores.reshape(len(scores), -1)
    best = winner.ravel()[near]
    others = flat[:, near]
    others[best, np.arange(near.size)] = -np.inf
    second = others.argmax(axis=0)
    # The line between the two leading classes is the zero line of the difference of their scores.
    distance = _distance(lambda at: flat[best, at] - flat[second, at], near, winner.shape)
    _draw(picture, near, distance, theme, width)


def _near_changes(label: NDArray[np.bool_] | NDArray[np.uint8], width: float) -> Flat:
    """Flat indices of the pixels that a line between different labels may touch."""
    height, length = label.shape
    # Label changes are few: list them and mark only their surroundings, in a picture with a margin.
    row, column = np.divmod(np.flatnonzero(label[:, 1:] != label[:, :-1]), max(length - 1, 1))
    below = np.flatnonzero(label[1:] != label[:-1])
    margin = int(np.ceil(width / 2)) + 1
    pitch = length + 2 * margin
    left = (row + margin) * pitch + column + margin
    above = (below // length + margin) * pitch + below % length + margin
    changed = np.concatenate((left, left + 1, above, above + pitch))
    near = np.zeros((height + 2 * margin, pitch), dtype=np.bool_)
    marks = near.ravel()
    for down in range(1 - margin, margin):
        reach = margin - 1 - abs(down)
        for right in range(-reach, reach + 1):
            marks[changed + (down * pitch + right)] = True
    return np.flatnonzero(near[margin:-margin, margin:-margin])


def _distance(
    value: Callable[[Flat], NDArray[np.float32]], near: Flat, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """Distance in pixels to the zero line to first order: |f| divided by the length of its gradient."""
    height, width = shape
    row, column = np.divmod(near, width)
    left, right = (column > 0).astype(np.intp), (column < width - 1).astype(np.intp)
    above, below = (row > 0).astype(np.intp), (row < height - 1).astype(np.intp)
    across = (value(near + right) - value(near - left)) / np.maximum(left + right, 1)
    down = (value(near + below * width) - value(near - above * width)) / np.maximum(above + below, 1)
    slope = np.hypot(across, down)
    distance: NDArray[np.float32] = (np.abs(value(near)) / np.maximum(slope, 1e-12)).astype(np.float32)
    return distance


def _draw(picture: Pixels, near: Flat, distance: NDArray[np.float32], theme: Theme, width: float) -> None:
    coverage = np.clip(width / 2 + 0.5 - distance, 0.0, min(1.0, width)) * CONTOUR_OPACITY
    pixels = picture.reshape(-1, 4)
    under = pixels[near, :3].astype(np.float32)
    ink = np.array(rgb_of_hex(theme.ink), dtype=np.float32)
    pixels[near, :3] = np.rint(under + (ink - under) * coverage[:, np.newaxis]).astype(np.uint8)
