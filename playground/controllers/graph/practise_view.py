"""What is shown of a graph while someone practises: all but what is to be found, and what would tell it."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import numpy as np

from playground.models.graph.link_flow import passed
from playground.models.graph.practise.shares import is_in_loss
from playground.models.graph.route import Step
from playground.models.graph.steps import Walk
from playground.views.graph.picture.graph_view import GraphView


def practise_view(walk: Walk, hidden: Collection[int], withheld: Collection[int]) -> GraphView:
    """Return the view of a graph without the gradients of some nodes.

    Nor does a link tell them, by what it passes back, its width, or, next to the output, its derivative.

    Parameters
    ----------
    hidden, withheld
        Nodes whose gradients are to be found, and all whose gradients are not shown.
    """
    graph = walk.graph
    asked = np.zeros(len(graph.nodes), bool)
    asked[list(hidden)] = True
    outputs = [list(block.outputs) for block in graph.nodes]
    known = np.array([bool(np.isfinite(walk.gradients[scalars]).all()) for scalars in outputs])
    known[list(withheld)] = False
    gradients = np.zeros_like(walk.gradients)
    for scalars, is_known in zip(outputs, known, strict=True):
        if is_known:
            gradients[scalars] = walk.gradients[scalars]
    owner = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.first_edge))
    operand = np.array([child for block in graph.nodes for child in block.operands], int)
    is_told = known[owner] & known[operand]
    return GraphView(
        walk.values,
        gradients,
        has_value=np.ones(len(known), bool),
        has_gradient=known,
        reached=is_told,
        local=partial(_local_of_neuron, walk),
        flow=np.where(is_told, passed(walk, walk.gradients), np.nan),
        fades=False,
        asked=asked,
    )


def _local_of_neuron(walk: Walk, step: Step) -> float | None:
    """Return the derivative of a closed neuron, which nothing else on screen tells; not that of the loss."""
    is_closed = walk.graph.nodes[step.node].group is not None and not is_in_loss(walk, step.node)
    return walk.local(step) if is_closed and step.node != walk.graph.output else None
