"""The training point from which a network has most to learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.losses import encode_targets
from playground.models.graph.blocks import INPUTS, LOSS
from playground.models.graph.network_graph import NetworkGraph
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
    source, graph = network.source, network.graph
    split, output = source.split, source.output
    rows = split.train_indices[:MOST_POINTS]
    inputs, targets = _leaves(network, INPUTS), _leaves(network, LOSS)
    X = split.to_model(split.dataset.X[rows])
    y = encode_targets(
        split.target_to_model(split.dataset.y[rows]), source.loss, output.size, output.activation
    )
    leaves, losses = {**graph.start, **network.leaves(parameters)}, np.zeros(len(rows))
    for number, (features, target) in enumerate(zip(X.tolist(), y.tolist(), strict=True)):
        ticket.check()
        leaves.update(zip(inputs, features, strict=True))
        leaves.update(zip(targets, target, strict=True))
        losses[number] = graph.sweep.values(leaves)[graph.output]
    return int(rows[int(np.nan_to_num(losses, nan=np.inf).argmax())])


def largest_gradient(network: NetworkGraph, walk: Walk) -> float:
    """Return the size of the largest gradient of a parameter."""
    leaves = [leaf for leaf, _ in network.places]
    return float(np.abs(walk.gradients[leaves]).max(initial=0.0))


def _leaves(network: NetworkGraph, group: str) -> list[int]:
    """Return the leaves of the inputs or of the targets, in their order."""
    paths, cells = network.grouping.paths, network.grouping.cells
    found = [
        node.index
        for node in network.graph.leaves
        if node.index in cells and paths.get(node.index, ())[:1] and paths[node.index][0].key == group
    ]
    return sorted(found, key=lambda leaf: cells[leaf][1])
