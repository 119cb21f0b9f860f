"""Paints the decision boundaries of several networks, all on one plane where their data allow it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.network.network import Network
from playground.models.picture.frame import FrameRequest
from playground.models.picture.plane import Plane
from playground.rendering.frame_renderer import FrameRenderer
from playground.style.palette import Theme

MOST_RENDERERS = 8


@dataclass(frozen=True, eq=False)
class PaintedBoundary:
    """A boundary, and where the samples are on it.

    Attributes
    ----------
    pixels
        RGBA, shape (side, side, 4).
    places
        Of samples as fractions of the picture, (0, 0) at its lower left, shape (n, 2).
    has_own_plane
        Whether its data do not fit the plane of the others.
    """

    pixels: NDArray[np.uint8]
    places: NDArray[np.float64]
    has_own_plane: bool


class BoundaryPainter:
    """Keeps a renderer for each of the networks painted last. Not thread-safe."""

    def __init__(self) -> None:
        self._renderers: dict[Hashable, tuple[Network, FrameRenderer]] = {}

    def paint(
        self,
        key: Hashable,
        network: Network,
        parameters: NDArray[np.float64],
        theme: Theme,
        side: int,
        common: Network | None,
    ) -> PaintedBoundary:
        """Paint a network.

        Parameters
        ----------
        key
            Whose picture it is.
        common
            The network whose data define the plane of all pictures that fit it; None for a plane each.
        """
        split = network.split
        plane = Plane.of_axes(split, network.axes)
        has_own_plane = common is not None and common.dataset.feature_names != network.dataset.feature_names
        if common is not None and not has_own_plane:
            plane = Plane.of_axes(common.split, common.axes)
        request = FrameRequest(0, theme, side, plane)
        pixels = self._renderer(key, network).render(parameters, request).boundary
        places = plane.to_unit(plane.projection.project(split.dataset.X))
        return PaintedBoundary(pixels, places, has_own_plane)

    def _renderer(self, key: Hashable, network: Network) -> FrameRenderer:
        known = self._renderers.get(key)
        if known is None or known[0] is not network:
            known = self._renderers[key] = network, FrameRenderer(network)
            while len(self._renderers) > MOST_RENDERERS:
                del self._renderers[next(iter(self._renderers))]
        return known[1]
