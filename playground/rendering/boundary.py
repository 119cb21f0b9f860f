"""The decision boundary: the network's outputs over the plane, as one picture."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.rendering.colour_maps import Pixels, diverging_rgba, winner_regions
from playground.rendering.contour import CONTOUR_WIDTH, draw_winner_contours, draw_zero_contour
from playground.rendering.upsampling import upsample
from playground.style.palette import Theme

LEVELS = 8
BoundaryKind = Literal["signed", "probability", "classes", "regression"]


def boundary_rgba(
    values: NDArray[np.floating],
    kind: BoundaryKind,
    theme: Theme,
    side: int,
    *,
    limit: float = 1.0,
    scale: float = 1.0,
    discretise: bool = False,
) -> Pixels:
    """Paint the outputs of a network over a square of its input plane.

    The values are enlarged smoothly first and coloured afterwards, so edges stay crisp.

    Parameters
    ----------
    values
        Shape (n_outputs, g, g): outputs at even steps from edge to edge of the square, both edges included.
        Row 0 is the lowest y, column 0 the lowest x.
    kind
        ``"signed"``: one output, decided at 0, coloured from -`limit` to `limit`.
        ``"probability"``: one output from 0 to 1, decided at 1/2.
        ``"classes"``: several outputs, the largest wins. Scores that are not probabilities get a softmax.
        ``"regression"``: one output coloured from -`limit` to `limit`, no line.
    side
        Edge of the picture in device pixels.
    limit
        Value at the ends of the diverging map.
    scale
        Device pixels per logical pixel; the line is 1.25 logical pixels wide.
    discretise
        Show classes in flat colours, and numbers in `LEVELS` steps.

    Returns
    -------
    Opaque pixels of shape (side, side, 4), row 0 on top.
    """
    if kind == "classes":
        if len(values) < 2:
            raise ValueError("A picture of classes needs at least two outputs.")
        return _paint_classes(values, theme, side, CONTOUR_WIDTH * scale, discretise)
    if len(values) != 1:
        raise ValueError(f"A {kind} picture shows one output, not {len(values)}.")
    field = upsample(values[0], side)
    if kind == "probability":
        field = 2.0 * field - np.float32(1.0)
    shown = field
    if discretise:
        shown = _stepped(field, limit) if kind == "regression" else np.copysign(np.float32(limit), field)
    picture = diverging_rgba(shown, theme, limit)
    if kind != "regression":
        draw_zero_contour(picture, field, theme, CONTOUR_WIDTH * scale)
    return picture


def softmax(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """Softmax over the first axis, shifted by the largest score so that no exponential overflows."""
    powers = np.exp(scores - scores.max(axis=0))
    shares: NDArray[np.floating] = powers / powers.sum(axis=0)
    return shares


def are_probabilities(values: NDArray[np.floating]) -> bool:
    """Whether the first axis holds probabilities: none negative, each place summing to 1."""
    return bool((values >= -1e-6).all() and (np.abs(values.sum(axis=0) - 1.0) < 1e-3).all())


def _stepped(field: NDArray[np.float32], limit: float) -> NDArray[np.float32]:
    """Round to the middles of even steps from -limit to limit."""
    step = 2.0 * limit / LEVELS
    steps = np.floor(np.clip(field, -limit, limit * 0.999) / step) + np.float32(0.5)
    return np.asarray(steps * np.float32(step), np.float32)


def _paint_classes(
    values: NDArray[np.floating], theme: Theme, side: int, contour_width: float, discretise: bool
) -> Pixels:
    scores = upsample(values, side)
    winner, largest = _winner(scores)
    if discretise:
        largest = np.ones_like(largest)
    elif not are_probabilities(values):
        # The winner's share of a softmax is 1 / sum exp(score - largest): the other shares are not needed.
        largest = np.float32(1.0) / np.exp(scores - largest).sum(axis=0)
    picture = winner_regions(winner, largest, len(values), theme)
    draw_winner_contours(picture, scores, winner, theme, contour_width)
    return picture


def _winner(scores: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Index and value of the largest score; plane by plane, which is faster than argmax over a first axis."""
    largest = scores[0].copy()
    winner = np.zeros(largest.shape, dtype=np.uint8)
    for index in range(1, len(scores)):
        better = scores[index] > largest
        np.maximum(largest, scores[index], out=largest)
        np.copyto(winner, np.uint8(index), where=better)
    return winner, largest
