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
        circles = np.flatnonzero(circled & (columns == column))
        ends = [-np.inf]
        for point in members.tolist():
            others = y[circles[circles != point]]
            meets = (others > low[point] - CIRCLE / 2) & (others < high[point] + CIRCLE / 2)
            nearest = int(meets.any())
            free = next((n for n in range(nearest, len(ends)) if ends[n] + SPARE <= low[point]), len(ends))
            if free < MOST_TRACKS and free == len(ends):
                ends.append(high[point])
            else:
                free = int(np.argmin(ends)) if free == len(ends) else free
                ends[free] = max(ends[free], high[point])
            track[point] = free
        counts[column] = len(ends) - 1
    # The track at the circle stays free for its own node; others pass left of the circles.
    distance = np.where(track > 0, 14.0 + TRACK * track, 0.0)
    counts[counts > 0] += 3
    return distance[pieces[:, 0]], counts
