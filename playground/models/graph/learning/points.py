"""The graph of one point's loss, at the other points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.losses import encode_targets
from playground.models.graph.blocks import INPUTS, LOSS
from playground.models.graph.network_graph import NetworkGraph

Array = NDArray[np.float64]


def leaves_of_points(
    network: NetworkGraph, rows: Sequence[int] | NDArray[np.intp], parameters: Array
) -> Iterator[tuple[int, dict[int, float]]]:
    """Yield each row of the data set with the values of all leaves there.

    Parameters
    ----------
    network
        The loss of any one point.
    """
    source = network.source
    split, output = source.split, source.output
    places = np.asarray(rows, np.intp)
    X = split.to_model(split.dataset.X[places])
    y = encode_targets(
        split.target_to_model(split.dataset.y[places]), source.loss, output.size, output.activation
    )
    inputs, targets = _leaves(network, INPUTS), _leaves(network, LOSS)
    steady = {**network.graph.start, **network.leaves(parameters)}
    for row, features, target in zip(places.tolist(), X.tolist(), y.tolist(), strict=True):
        yield (
            row,
            {**steady, **dict(zip(inputs, features, strict=True)), **dict(zip(targets, target, strict=True))},
        )


def _leaves(network: NetworkGraph, group: str) -> list[int]:
    """Return the leaves of the inputs or of the targets, in their order."""
    grouping, cells = network.grouping, network.grouping.cells
    found = [
        node.index
        for node in network.graph.leaves
        if node.index in cells and (outermost := grouping.outermost(node.index)) and outermost.key == group
    ]
    return sorted(found, key=lambda leaf: cells[leaf][1])
