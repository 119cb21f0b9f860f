"""What the picture shows of a graph after some steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.models.graph.link_flow import passed, sent, weights
from playground.models.graph.steps import Walk
from playground.views.graph.picture.graph_view import GraphView


@dataclass(frozen=True)
class StepLooks:
    """How steps are shown.

    Attributes
    ----------
    derivatives, fades
        Whether links have their numbers, and those that are not of this step are pale.
    width
        What links are as wide as: ``flow`` or ``weight``.
    lit
        Edges of the paths that are looked at.
    now
        The node of this step and the operand it concerns.
    """

    derivatives: bool
    fades: bool
    width: str
    lit: frozenset[int]
    now: tuple[int, int | None] | None


def forward_view(walk: Walk, at: int, looks: StepLooks) -> GraphView:
    """Return the view after so many forward steps."""
    graph = walk.graph
    known = np.array([not block.is_computed for block in graph.nodes])
    known[[step.node for step in walk.forward[:at]]] = True
    owner = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.first_edge))
    return GraphView(
        walk.values,
        walk.gradients,
        has_value=known,
        has_gradient=np.zeros(len(known), bool),
        reached=known[owner],
        now=looks.now,
        local=walk.local if looks.derivatives else None,
        is_backward=False,
        paths=looks.lit,
        flow=sent(walk) if looks.width == "flow" else weights(walk),
        fades=looks.fades,
    )


def backward_view(walk: Walk, at: int, looks: StepLooks) -> GraphView:
    """Return the view after so many backward steps."""
    graph, gradients = walk.graph, walk.gradients_after(at)
    known = np.zeros(len(graph.nodes), bool)
    known[graph.output] = True
    known[[int(graph.block_of[leaf]) for leaf, kept in walk.carried.items() if kept]] = True
    known[[walk.child_of(step) for step in walk.backward[:at]]] = True
    return GraphView(
        walk.values,
        gradients,
        has_value=np.ones(len(known), bool),
        has_gradient=known,
        reached=walk.route.ranks < at,
        now=looks.now,
        local=walk.local if looks.derivatives else None,
        paths=looks.lit,
        flow=passed(walk, gradients) if looks.width == "flow" else weights(walk),
        fades=looks.fades,
    )
