"""All links of a network painted into one picture, fast enough for every frame.

The pixels near each link and their distances from its centre line are found once per layout. A frame then
only turns distances into coverage and blends, from the strongest link to the weakest, front to back:
a pixel needs just the remaining transmittance and the share of positive links in what was blended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.models.picture.network_layout import NetworkLayout
from playground.rendering import link_style
from playground.rendering.colour_maps import Pixels, rgb_of_hex
from playground.rendering.link_code import link_code
from playground.rendering.link_footprint import LinkFootprint, link_footprint
from playground.rendering.slow_maximum import robust_maximum
from playground.style.palette import Theme

# The strongest links.
MOST_LINKS = 600
HOVERED_WIDENING = 1.5

Weights = Sequence[NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class _Drawn:
    weights: NDArray[np.float64]
    limit: float
    theme: Theme
    highlight: tuple[int, int] | None
    hovered_link: tuple[int, int, int] | None


class _Band(NamedTuple):
    """For each link the pixels to blend, and what `LinkCode.blend` needs to know of it."""

    counts: NDArray[np.int64]
    edges: NDArray[np.float32]
    fulls: NDArray[np.float32]
    opacities: NDArray[np.float32]
    signs: NDArray[np.float32]


class LinkRaster:
    """Paints the links of one layout.

    Not thread-safe: it keeps its buffers from frame to frame.

    Parameters
    ----------
    layout
        Where the links run.
    scale
        Device pixels per logical pixel.
    width_factor
        Enlarges all widths (the presenter screen uses 1.4).
    """

    def __init__(
        self,
        layout: NetworkLayout,
        scale: float = 1.0,
        width_factor: float = 1.0,
    ) -> None:
        self.width = max(round(layout.width * scale), 1)
        self.height = max(round(layout.height * scale), 1)
        self._layout = layout
        self._scale = scale
        self._factor = scale * width_factor
        self._reach = self._factor * (link_style.LARGEST_WIDTH + HOVERED_WIDENING) / 2 + 0.5
        shapes = [(len(gap.target_y), len(gap.source_y)) for gap in layout.gaps]
        # Gap, target and source of each link, in the order of the concatenated weights.
        self._ends = [
            (gap, target, source)
            for gap, (targets, sources) in enumerate(shapes)
            for target in range(targets)
            for source in range(sources)
        ]
        self._footprints: dict[int, LinkFootprint] = {}
        self._passing = np.empty(self.width * self.height, dtype=np.float32)
        self._positive = np.empty(self.width * self.height, dtype=np.float32)
        self._drawn: _Drawn | None = None
        if len(self._ends) <= MOST_LINKS:
            for link in range(len(self._ends)):
                self._footprint(link)

    def needs_redraw(
        self,
        weights: Weights,
        theme: Theme,
        limit: float | None = None,
        highlight: tuple[int, int] | None = None,
        hovered_link: tuple[int, int, int] | None = None,
    ) -> bool:
        """Whether `render` with the same arguments would differ visibly from what it painted last."""
        drawn = self._drawn
        if drawn is None or (drawn.theme, drawn.highlight, drawn.hovered_link) != (
            theme,
            highlight,
            hovered_link,
        ):
            return True
        return link_style.needs_redraw(
            drawn.weights,
            self._visible(weights),
            drawn.limit,
            _limit(weights, limit),
            width_factor=self._factor,
        )

    def render(
        self,
        weights: Weights,
        theme: Theme,
        limit: float | None = None,
        highlight: tuple[int, int] | None = None,
        hovered_link: tuple[int, int, int] | None = None,
    ) -> Pixels:
        """Paint the links.

        Parameters
        ----------
        weights
            For each gap shape (n_targets, n_sources): row i holds the incoming weights of neuron i, folded
            neurons included.
        limit
            Weight of full width, such as a `SlowMaximum` keeps; the 96th percentile of these weights if None.
        highlight
            (column, index) of a neuron: links of all others are faded.
        hovered_link
            (gap, source, target) of a link to draw on top, opaque and wider.

        Returns
        -------
        A new picture with premultiplied alpha, shape (height, width, 4), in device pixels.
        """
        visible = self._visible(weights)
        full = _limit(weights, limit)
        sizes = link_style.relative_size(visible, full)
        widths = link_style.link_width(sizes)
        opacities = link_style.link_opacity(sizes)
        if highlight is not None:
            opacities *= np.array(
                [1.0 if _touches(ends, highlight) else link_style.FADED for ends in self._ends]
            )
        strength = np.nan_to_num(np.abs(visible), nan=0.0)
        if hovered_link is not None:
            gap, source, target = hovered_link
            link = self._ends.index((gap, target, source))
            widths[link] += HOVERED_WIDENING
            opacities[link], strength[link] = 1.0, np.inf

        order = np.argsort(-strength, kind="stable")[:MOST_LINKS]
        self._blend(order, widths[order] * (self._factor / 2), opacities[order], visible[order] >= 0.0)
        self._drawn = _Drawn(visible, full, theme, highlight, hovered_link)
        return self._picture(theme)

    def _visible(self, weights: Weights) -> NDArray[np.float64]:
        """Weights of the links between visible nodes, concatenated."""
        parts = []
        for matrix, gap in zip(weights, self._layout.gaps, strict=True):
            shown = np.asarray(matrix)[: len(gap.target_y), : len(gap.source_y)]
            if shown.shape != (len(gap.target_y), len(gap.source_y)):
                raise ValueError(f"Weights of shape {np.shape(matrix)} do not belong to this layout.")
            parts.append(shown.ravel())
        return np.concatenate(parts).astype(np.float64)

    def _footprint(self, link: int) -> LinkFootprint:
        found = self._footprints.get(link)
        if found is None:
            if len(self._footprints) >= 2 * MOST_LINKS:
                self._footprints.pop(next(iter(self._footprints)))
            gap_index, target, source = self._ends[link]
            gap = self._layout.gaps[gap_index]
            start = (gap.x0 * self._scale, gap.source_y[source] * self._scale)
            end = (gap.x1 * self._scale, gap.target_y[target] * self._scale)
            found = link_footprint(start, end, (self.width, self.height), self._reach)
            self._footprints[link] = found
        return found

    def _blend(
        self,
        order: NDArray[np.intp],
        half_widths: NDArray[np.float64],
        opacities: NDArray[np.float64],
        is_positive: NDArray[np.bool_],
    ) -> None:
        """Blend links, the first in front; each overlaps a pixel as if it ran along the pixel's side."""
        self._passing.fill(1.0)
        self._positive.fill(0.0)
        footprints = [self._footprint(link) for link in order.tolist()]
        edges = half_widths + 0.5
        band = _Band(
            np.array(
                [one.up_to(edge) for one, edge in zip(footprints, edges.tolist(), strict=True)], np.int64
            ),
            edges.astype(np.float32),
            np.minimum(1.0, 2.0 * half_widths).astype(np.float32),
            opacities.astype(np.float32),
            is_positive.astype(np.float32),
        )
        code = link_code()
        if code is None:
            self._blend_by_arrays(footprints, band)
            return
        pixels, distances = np.array([one.addresses for one in footprints], np.int64).reshape(-1, 2).T.copy()
        code.blend(pixels, distances, *band, self._passing, self._positive)

    def _blend_by_arrays(self, footprints: Sequence[LinkFootprint], band: _Band) -> None:
        passing, share = self._passing, self._positive
        for footprint, count, edge, full, opacity, sign in zip(footprints, *band, strict=True):
            pixels = footprint.pixels[:count]
            stopped = edge - footprint.distance[:count]
            np.minimum(stopped, full, out=stopped)
            np.maximum(stopped, np.float32(0.0), out=stopped)
            stopped *= opacity
            light = passing.take(pixels)
            stopped *= light
            light -= stopped
            passing[pixels] = light
            if sign:
                stopped += share.take(pixels)
                share[pixels] = stopped

    def _picture(self, theme: Theme) -> Pixels:
        code = link_code()
        if code is None:
            picture = self._coloured_by_arrays(theme)
        else:
            picture = np.empty(self.height * self.width, dtype=np.uint32)
            code.colour(self._passing, self._positive, _blended_colours(theme), picture)
        return picture.view(np.uint8).reshape(self.height, self.width, 4)

    def _coloured_by_arrays(self, theme: Theme) -> NDArray[np.uint32]:
        picture = np.zeros(self.height * self.width, dtype=np.uint32)
        touched = np.flatnonzero(self._passing < 1.0)
        positive = self._positive.take(touched)
        negative = np.float32(1.0) - self._passing.take(touched)
        negative -= positive
        levels = _levels(negative)
        levels *= 256
        levels += _levels(positive)
        picture[touched] = _blended_colours(theme).take(levels)
        return picture


def _levels(opacity: NDArray[np.float32]) -> NDArray[np.int32]:
    opacity *= np.float32(255.0)
    opacity += np.float32(0.5)
    return opacity.astype(np.int32)


@lru_cache(maxsize=4)
def _blended_colours(theme: Theme) -> NDArray[np.uint32]:
    """Premultiplied pixels for 256 levels of the negative colour by 256 levels of the positive one."""
    level = np.arange(256) / 255.0
    negative = level[:, np.newaxis, np.newaxis] * np.array([*rgb_of_hex(theme.negative), 255])
    positive = level[:, np.newaxis] * np.array([*rgb_of_hex(theme.positive), 255])
    pixels = np.minimum(np.rint(negative + positive), 255.0).astype(np.uint8)
    packed: NDArray[np.uint32] = pixels.view(np.uint32).ravel()
    return packed


def _limit(weights: Weights, limit: float | None) -> float:
    if limit is not None:
        return limit
    return float(robust_maximum(np.concatenate([np.ravel(matrix) for matrix in weights])))


def _touches(ends: tuple[int, int, int], node: tuple[int, int]) -> bool:
    gap, target, source = ends
    return node in ((gap, source), (gap + 1, target))
