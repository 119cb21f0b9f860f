"""Vertical tracks between the columns of a graph, so that edges into different nodes do not merge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TRACK = 6.0
"""Distance of two tracks in pixels."""
MOST_TRACKS = 24
SPARE = 10.0
"""Smallest gap between edges on one track."""


def edge_tracks(
    edges: NDArray[np.intp], columns: NDArray[np.intp], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far left of its node's circle each edge runs, and how many more tracks each column needs.

    All edges into a node share a track. If they overlap no others, it is the track at the node's circle.

    Parameters
    ----------
    edges
        Node and operand, shape (n_edges, 2), node by node.
    columns, y
        Of the nodes, shape (n_nodes,).

    Returns
    -------
    Distances of shape (n_edges,) in pixels, and counts of shape (n_columns,).
    """
    low, high = y.copy(), y.copy()
    np.minimum.at(low, edges[:, 0], y[edges[:, 1]])
    np.maximum.at(high, edges[:, 0], y[edges[:, 1]])
    track = np.zeros(len(y), int)
    counts = np.zeros(columns.max() + 1)
    has_way = high - low > 1.0
    for column in np.unique(columns[has_way]):
        members = np.flatnonzero(has_way & (columns == column))
        members = members[np.argsort(low[members], kind="stable")]
        ends: list[float] = []
        for node in members.tolist():
            free = next((n for n, end in enumerate(ends) if end + SPARE <= low[node]), len(ends))
            if free == len(ends) and free < MOST_TRACKS:
                ends.append(high[node])
            else:
                free = int(np.argmin(ends)) if free == len(ends) else free
                ends[free] = max(ends[free], high[node])
            track[node] = free
        counts[column] = max(len(ends) - 1, 0)
    # The track at the circle stays free for its own node; others pass left of the circles.
    distance = np.where(track > 0, 14.0 + TRACK * track, 0.0)
    counts[counts > 0] += 3
    return distance[edges[:, 0]], counts
