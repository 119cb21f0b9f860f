"""Keeps the links' picture from frame to frame and paints anew only what would look different."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.frame import FrameRequest, Pixels
from playground.models.network_layout import NetworkLayout
from playground.rendering.links import LinkRaster
from playground.rendering.slow_maximum import SlowMaximum

Array = NDArray[np.float64]


class LinkPainter:
    """Paints the weights of one run for whatever layout is asked for."""

    def __init__(self) -> None:
        self._limit = SlowMaximum()
        self._raster: LinkRaster | None = None
        self._raster_of: tuple[NetworkLayout, float] | None = None
        self._picture: Pixels | None = None

    def paint(
        self, weights: tuple[Array, ...], structure: tuple[int, ...], request: FrameRequest
    ) -> Pixels | None:
        """Return the links, the same array as before where nothing moved visibly.

        A request made for a network that has changed meanwhile has no links: None.
        """
        layout = request.layout
        if layout is None or layout.structure != structure:
            return None
        if self._raster is None or self._raster_of != (layout, request.scale):
            self._raster = LinkRaster(layout, request.scale)
            self._raster_of = (layout, request.scale)
        limit = self._limit.update(np.concatenate([matrix.ravel() for matrix in weights]))
        look = {"limit": limit, "highlight": request.hovered}
        if self._picture is None or self._raster.needs_redraw(weights, request.theme, **look):
            self._picture = self._raster.render(weights, request.theme, **look)
        return self._picture
