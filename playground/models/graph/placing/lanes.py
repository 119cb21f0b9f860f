"""Edges as pieces from one column to the next, so that none runs behind a card."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Lanes:
    """Points and the pieces between them.

    An edge that skips columns passes each of them on a lane, which all edges of its operand share.

    Attributes
    ----------
    columns
        Of all points: first the nodes, then the lanes.
    pieces
        A point and the point left of it, shape (n_pieces, 2): the last piece of every edge, at the edge's
        index, then the pieces that lead into lanes.
    trunks
        The pieces before the last one of every edge: the first, and the one after them, shape (n_edges, 2).
    """

    columns: Places
    pieces: Places
    trunks: Places

    def pieces_of(self, edge: int) -> list[int]:
        """Return the pieces of an edge, from its operand on."""
        return [*range(*self.trunks[edge].tolist()), edge]


def lanes_of(edges: Places, columns: Places) -> Lanes:
    """Return the lanes of edges.

    Parameters
    ----------
    edges
        Node and operand, shape (n_edges, 2).
    columns
        Of the nodes, shape (n_nodes,); operands stand left of the nodes that use them.
    """
    count = len(columns)
    node, operand = edges.T
    farthest = columns.copy()
    np.maximum.at(farthest, operand, columns[node])
    lengths = np.maximum(farthest - columns - 1, 0)
    firsts = np.cumsum(lengths) - lengths
    owner = np.repeat(np.arange(count), lengths)
    rank = np.arange(len(owner)) - firsts[owner]
    lane = count + np.arange(len(owner))
    skipped = columns[node] - columns[operand] - 1
    start = np.where(skipped > 0, count + firsts[operand] + skipped - 1, operand)
    pieces = np.concatenate(
        [np.stack([node, start], 1), np.stack([lane, np.where(rank == 0, owner, lane - 1)], 1)]
    )
    trunk = len(edges) + firsts[operand]
    return Lanes(
        np.concatenate([columns, columns[owner] + 1 + rank]), pieces, np.stack([trunk, trunk + skipped], 1)
    )
