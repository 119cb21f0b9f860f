"""The training point from which a network has most to learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.network_graph import NetworkGraph
from playground.models.graph.points import leaves_of_points
from playground.models.graph.steps import Walk
from playground.models.ticket import UNWATCHED, Ticket

MOST_POINTS = 1000
LEARNED = 1e-2
"""Largest gradient of a parameter at which a point has hardly anything left to teach."""

Array = NDArray[np.float64]


def hardest_point(network: NetworkGraph, parameters: Array, ticket: Ticket = UNWATCHED) -> int:
    """Return the row with the largest loss, of the first `MOST_POINTS` training points.

    Parameters
    ----------
    network
        The loss of any one point.
    """
    graph = network.graph
    rows = network.source.split.train_indices[:MOST_POINTS]
    losses = np.zeros(len(rows))
    for number, (_, leaves) in enumerate(leaves_of_points(network, rows, parameters)):
        ticket.check()
        losses[number] = graph.sweep.values(leaves)[graph.output]
    return int(rows[int(np.nan_to_num(losses, nan=np.inf).argmax())])


def largest_gradient(network: NetworkGraph, walk: Walk) -> float:
    """Return the size of the largest gradient of a parameter."""
    leaves = [leaf for leaf, _ in network.places]
    return float(np.abs(walk.gradients[leaves]).max(initial=0.0))
