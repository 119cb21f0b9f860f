"""The shape of a node on the network canvas: a square with round corners and a thin border."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.rendering.colour_maps import Pixels, rgb_of_hex
from playground.style.palette import Theme

RADIUS = 8.0
BORDER_OPACITY = 0.28


def corner_radius(side: float) -> float:
    """Return the radius of a node's corners, in the unit of `side`'s logical pixels."""
    return min(RADIUS, side / 4)


def cut_to_nodes(pictures: Pixels, side: float, theme: Theme) -> Pixels:
    """Give square pictures round corners and a border one logical pixel wide.

    Parameters
    ----------
    pictures
        Opaque, shape (n, m, m, 4).
    side
        Side of the nodes in logical pixels.

    Returns
    -------
    The same array, its pixels premultiplied with their opacity.
    """
    rim = _rim(pictures.shape[1], side)
    flat = pictures.reshape(len(pictures), -1, 4)
    ink = np.array([*rgb_of_hex(theme.ink), 255], dtype=np.float32)
    flat[:, rim.pixels] = (flat[:, rim.pixels] * rim.filling + (ink * rim.border + np.float32(0.5))).astype(
        np.uint8
    )
    return pictures


@dataclass(frozen=True, slots=True)
class _Rim:
    """The pixels at the border: their share of the picture and of the border colour."""

    pixels: NDArray[np.intp]
    filling: NDArray[np.float32]
    border: NDArray[np.float32]


@lru_cache(maxsize=16)
def _rim(pixels: int, side: float) -> _Rim:
    scale = pixels / side
    half, radius = (pixels - scale) / 2, corner_radius(side) * scale
    # Distance of the pixel centres from the centre line of the border, negative inside (a rounded box:
    # https://iquilezles.org/articles/distfunctions2d).
    offset = np.abs(np.arange(pixels) + 0.5 - pixels / 2) - (half - radius)
    x, y = offset[np.newaxis], offset[:, np.newaxis]
    corner = np.hypot(np.maximum(x, 0.0), np.maximum(y, 0.0))
    distance = (corner + np.minimum(np.maximum(x, y), 0.0) - radius).ravel()
    border = BORDER_OPACITY * np.clip(scale / 2 + 0.5 - np.abs(distance), 0.0, 1.0)
    filling = np.clip(0.5 - distance, 0.0, 1.0) * (1.0 - border)
    at = np.flatnonzero(filling < 1.0)
    return _Rim(at, filling[at, np.newaxis].astype(np.float32), border[at, np.newaxis].astype(np.float32))
