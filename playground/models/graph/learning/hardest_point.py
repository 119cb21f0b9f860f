"""The training point from which a network has most to learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.learning.points import leaves_of_points
from playground.models.graph.network_graph import NetworkGraph
from playground.models.ticket import UNWATCHED, Ticket

MOST_POINTS = 1000

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
