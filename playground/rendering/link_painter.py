"""Keeps the picture of the links from frame to frame and repaints it only if it would look different."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.picture.frame import FrameRequest, Pixels
from playground.models.picture.network_layout import NetworkLayout
from playground.rendering.links import LinkRaster
from playground.rendering.slow_maximum import SlowMaximum

Array = NDArray[np.float64]

# The one on screen, and the one before it.
MOST_LOOKS = 2


@dataclass(eq=False)
class _Kept:
    """The pixels of all links in one look, and the latest picture of them."""

    raster: LinkRaster
    picture: Pixels | None = None


class LinkPainter:
    """Paints the weights of any run in any layout.

    Finding the pixels of all links takes longer than painting them, so they are kept from run to run.
    """

    def __init__(self) -> None:
        self._limit = SlowMaximum()
        # The latest looks, the newest last.
        self._kept: dict[tuple[NetworkLayout, float, float], _Kept] = {}
        self._overlay = "weights"

    def begin_run(self) -> None:
        """Reset the scale of the widths to the next weights."""
        self._limit.reset()

    def paint(
        self, weights: tuple[Array, ...], structure: tuple[int, ...], request: FrameRequest
    ) -> Pixels | None:
        """Return the links, the same array as before if nothing moved visibly.

        If the inputs form a picture, one link shows the largest weight of all its pixels.
        None if the request was made for another network.
        """
        layout = request.layout
        if layout is None or layout.structure != structure:
            return None
        if request.overlay != self._overlay:
            self._overlay = request.overlay
            self._limit.reset()
        kept = self._kept_for(layout, request)
        if structure[0] == 1 < weights[0].shape[1]:
            weights = (_strongest(weights[0]), *weights[1:])
        limit = self._limit.update(np.concatenate([matrix.ravel() for matrix in weights]))
        hovered = request.hovered_link
        link = hovered if hovered is not None and layout.has_link(hovered) else None
        look = (limit, _source(request.hovered, layout), link)
        if kept.picture is None or kept.raster.needs_redraw(weights, request.theme, *look):
            kept.picture = kept.raster.render(weights, request.theme, *look)
        return kept.picture

    def _kept_for(self, layout: NetworkLayout, request: FrameRequest) -> _Kept:
        look = layout, request.scale, request.link_width
        kept = self._kept.pop(look, None) or _Kept(LinkRaster(*look))
        self._kept[look] = kept
        while len(self._kept) > MOST_LOOKS:
            del self._kept[next(iter(self._kept))]
        return kept


def _strongest(weights: Array) -> Array:
    """Return the weight of the largest size in each row, shape (n_outputs, 1)."""
    return np.take_along_axis(weights, np.abs(weights).argmax(axis=1)[:, np.newaxis], axis=1)


def _source(node: tuple[int, int] | None, layout: NetworkLayout) -> tuple[int, int] | None:
    """Return the node in the numbering of links: in the first column only inputs have any."""
    if node is None or node[0] > 0:
        return node
    return (0, layout.inputs.index(node[1])) if node[1] in layout.inputs else None
