"""Where a run went out of the range of numbers: the sample, the operation, and the graph up to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.learning.points import leaves_of_points
from playground.models.graph.network_graph import NetworkGraph, network_graph
from playground.models.network.network import Network
from playground.models.ticket import UNWATCHED, Ticket

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fault:
    """An operation without a finite result.

    Attributes
    ----------
    graph
        Forward, all that the operation is made of, with that as its output; backward, the whole loss.
    row
        Of the sample in the data set.
    backward_edge
        Of the backward pass, the first edge between scalars along which no finite gradient is passed; None
        for an operation of the forward pass.
    """

    graph: NetworkGraph
    row: int
    backward_edge: int | None = None

    @property
    def scalar(self) -> int:
        """The operation."""
        graph = self.graph.graph
        return graph.output if self.backward_edge is None else int(graph.sweep.edges[self.backward_edge, 0])


def find_fault(
    network: Network, parameters: Array, *, fold_sums: bool = True, ticket: Ticket = UNWATCHED
) -> Fault:
    """Return the fault of the first training point that has one.

    Raises
    ------
    ValueError
        No single point has one, or the network is too large to be drawn.
    """
    rows = network.split.train_indices
    whole = network_graph(network, [int(rows[0])], fold_sums=fold_sums, ticket=ticket)
    sweep = whole.graph.sweep
    for row, leaves in leaves_of_points(whole, rows, parameters):
        ticket.check()
        values = sweep.values(leaves)
        if not np.isfinite(values).all():
            return Fault(whole.below(int(np.flatnonzero(~np.isfinite(values))[0]), leaves), row)
        edge = _faulty_edge(whole, values)
        if edge is not None:
            return Fault(whole.below(whole.graph.output, leaves), row, edge)
    if network.experiment.normalises:
        raise ValueError(
            "every training point alone, by running statistics, has a finite loss and finite gradients: with "
            "batch norm it was the points of a batch together that left the range of numbers"
        )
    raise ValueError(
        "every training point alone has a finite loss and finite gradients: their sum over the batch, or the "
        "update of the weights, left the range of numbers"
    )


def _faulty_edge(whole: NetworkGraph, values: Array) -> int | None:
    """Return the edge nearest to the output that passes on what is not finite."""
    graph, sweep = whole.graph, whole.graph.sweep
    derivatives = graph.local_derivatives(values)
    gradients = graph.gradients(derivatives)
    if np.isfinite(gradients).all():
        return None
    node = sweep.edges[:, 0]
    with np.errstate(all="ignore"):
        passed = derivatives * gradients[node]
    faulty = np.flatnonzero(~np.isfinite(passed) & np.isfinite(gradients[node]))
    # Where finite shares have a sum that is not, the sum is the fault.
    if not len(faulty):
        faulty = np.flatnonzero(~np.isfinite(gradients[sweep.edges[:, 1]]))
    return int(faulty[node[faulty].argmax()])
