"""Vertical tracks between the columns of a graph, so that edges into different points do not merge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TRACK = 6.0
"""Distance of two tracks in pixels."""
MOST_TRACKS = 24
SPARE = 10.0
"""Smallest gap between edges on one track."""
CIRCLE = 28.0
"""Diameter of the circle of an operation."""


def edge_tracks(
    pieces: NDArray[np.intp],
    columns: NDArray[np.intp],
    y: NDArray[np.float64],
    circled: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far left of its point's circle each piece runs, and how many more tracks each column needs.

    All pieces into a point share a track: the one at its circle, if they meet no others and no other circle.

    Parameters
    ----------
    pieces
        A point and the point left of it, shape (n_pieces, 2).
    columns, y, circled
        Of the points, shape (n_points,); a circle stands at the end of the pieces into some of them.

    Returns
    -------
    Distances of shape (n_pieces,) in pixels, and counts of shape (n_columns,).
    """
    low, high = y.copy(), y.copy()
    np.minimum.at(low, pieces[:, 0], y[pieces[:, 1]])
    np.maximum.at(high, pieces[:, 0], y[pieces[:, 1]])
    track = np.zeros(len(y), int)
    counts = np.zeros(columns.max() + 1)
    has_way = high - low > 1.0
    for column in np.unique(columns[has_way]):
        members = np.flatnonzero(has_way & (columns == column))
        members = members[np.argsort(low[members], kind="stable")]
        circles = np.sort(y[circled & (columns == column)])
        starts, stops = low[members], high[members]
        met = np.searchsorted(circles, stops + CIRCLE / 2, "left") - np.searchsorted(
            circles, starts - CIRCLE / 2, "right"
        )
        # The circle of a point itself is always one of those met.
        nearest = (met > circled[members]).astype(int).tolist()
        ends = [-np.inf]
        for point, start, stop, first in zip(
            members.tolist(), starts.tolist(), stops.tolist(), nearest, strict=True
        ):
            free = next((n for n in range(first, len(ends)) if ends[n] + SPARE <= start), len(ends))
            if free < MOST_TRACKS and free == len(ends):
                ends.append(stop)
            else:
                free = ends.index(min(ends)) if free == len(ends) else free
                ends[free] = max(ends[free], stop)
            track[point] = free
        counts[column] = len(ends) - 1
    # The track at the circle stays free for its own node; others pass left of the circles.
    distance = np.where(track > 0, 14.0 + TRACK * track, 0.0)
    counts[counts > 0] += 3
    return distance[pieces[:, 0]], counts
