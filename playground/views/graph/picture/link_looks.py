"""How the curved links of a network look: width, opacity and sign by what runs along them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.placing.layout import GraphLayout
from playground.rendering.link_style import FADED, link_opacity, link_width, relative_size
from playground.rendering.slow_maximum import robust_maximum
from playground.views.graph.picture.graph_view import GraphView

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]
SHADES = 24
"""Sizes that look different: a link is repainted when it changes from one to another."""
MOST_LINKS = 400
WEAKEST = 0.05
"""Smallest size of a link that is drawn where there are more than `MOST_LINKS`."""


@dataclass(frozen=True, eq=False)
class LinkLooks:
    """Of every edge.

    Attributes
    ----------
    shades
        Size from 0 to `SHADES`, -1 for an edge without a size.
    is_positive, is_drawn
        Sign of what runs along it, and whether it is drawn at all.
    """

    shades: NDArray[np.int8]
    is_positive: Marks
    is_drawn: Marks

    @property
    def key(self) -> bytes:
        """Differs where a picture of the links would look different."""
        return self.shades.tobytes() + self.is_positive.tobytes() + self.is_drawn.tobytes()


def link_looks(layout: GraphLayout, view: GraphView) -> LinkLooks:
    """Return the looks of the links of a view; sizes are relative to the largest between two columns."""
    count = len(layout.edges)
    shades, sizes = np.full(count, -1, np.int8), np.zeros(count)
    drawn = np.ones(count, bool)
    if view.flow is None:
        return LinkLooks(shades, drawn, drawn)
    known = np.isfinite(view.flow) & view.reached
    for gap in np.unique(layout.gaps[known]):
        inside = known & (layout.gaps == gap)
        sizes[inside] = relative_size(view.flow[inside], float(robust_maximum(view.flow[inside])))
    shades[known] = np.rint(sizes[known] * SHADES)
    if count > MOST_LINKS:
        strongest = np.argsort(-np.where(known, sizes, 0.0), kind="stable")[:MOST_LINKS]
        drawn = np.zeros(count, bool)
        drawn[strongest] = True
        drawn &= ~known | (sizes >= WEAKEST)
    return LinkLooks(shades, np.where(known, view.flow >= 0.0, False), drawn)


def width_of(shade: int) -> float:
    """Return the width of a link in pixels at 100 % zoom."""
    return float(link_width(shade / SHADES))


def opacity_of(shade: int, *, is_faded: bool) -> float:
    """Return the opacity of a link."""
    return float(link_opacity(shade / SHADES)) * (FADED if is_faded else 1.0)
