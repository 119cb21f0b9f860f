"""What runs along the links of a graph: the number that gives each its width and its colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.steps import Walk

Array = NDArray[np.float64]
PRODUCT = "*"


def passed(walk: Walk, gradients: Array) -> Array:
    """Return the gradient that each link passes back: upstream times the derivative, shape (n_edges,).

    As in the other functions here, NaN where several numbers run along a link.

    Parameters
    ----------
    gradients
        Of all scalars, shape (n_scalars,).
    """
    graph = walk.graph
    upstream = gradients[[block.outputs[0] for block in graph.nodes]]
    counts = np.diff(graph.first_edge)
    with np.errstate(over="ignore"):  # the share that is a fault
        found: Array = walk.link_derivatives * np.repeat(upstream, counts)
    return found


def sent(walk: Walk) -> Array:
    """Return what each link brings forward: the weight times the input, or a value as it is."""
    graph = walk.graph
    node, operand = graph.scalars.sweep.edges.T
    return graph.along(np.where(_are_products(graph)[node], walk.values[node], walk.values[operand]))


def weights(walk: Walk) -> Array:
    """Return the weight of each link between neurons, and the local derivative of all others."""
    return walk.graph.along(walk.derivatives)


def _are_products(graph: BlockGraph) -> NDArray[np.bool_]:
    return np.array([node.operation == PRODUCT for node in graph.scalars.nodes], bool)
