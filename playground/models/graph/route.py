"""The order of forward and backward steps through a graph."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.mistakes.mistakes import BACKWARD_TWICE, OVERWRITING, WRONG_ORDER

MOST_WRONG_STEPS = 3000
"""Where nodes are used often, a pass in the wrong order takes many more steps than there are edges."""


@dataclass(frozen=True)
class Step:
    """One node computed, or one edge walked back.

    Attributes
    ----------
    node
        The node that is computed, or whose gradient is passed on.
    operand
        Backward: the operand that receives a share; forward: None.
    """

    node: int
    operand: int | None = None


class Route:
    """All steps through a graph.

    Parameters
    ----------
    graph
        The graph to step through.
    mistake
        A key of `DRAWN_MISTAKES`: gradients are passed on immediately, not in topological order, as by a
        recursive backward pass; or each share takes the place of the one before; or backward is called
        twice; or what earlier updates left in the leaves is still there. Empty for none.
    order
        Nodes, each of which passes its gradient on once, in an order somebody chose; the others follow in the
        right order. Without it, all of them do so.

    Attributes
    ----------
    forward, backward
        Every computed block, operands first; every edge except those from constants.
    pass_length
        Backward steps of one call of backward.
    overwrites
        Whether a share takes the place of the one before.
    is_cut
        Whether the wrong order takes more than `MOST_WRONG_STEPS` and stops there.
    ranks
        When each edge is first walked back, shape (n_edges,); infinite for edges from constants.
    """

    def __init__(self, graph: BlockGraph, mistake: str = "", order: Sequence[int] = ()) -> None:
        if order and not is_right_order(graph, order):
            mistake = WRONG_ORDER
        self.graph, self.mistake = graph, mistake
        is_wrong = mistake == WRONG_ORDER and not order
        self.overwrites = mistake == OVERWRITING
        self.forward = tuple(Step(block.index) for block in graph.nodes if block.is_computed)
        once = _wrong_order(graph) if is_wrong else _edges(graph, in_order(graph, order))
        self.pass_length = len(once)
        self.backward = once * 2 if mistake == BACKWARD_TWICE else once
        self.is_cut = is_wrong and len(self.backward) == MOST_WRONG_STEPS
        self.ranks = np.full(graph.first_edge[-1], np.inf)
        for number, step in reversed(tuple(enumerate(self.backward))):
            assert step.operand is not None
            self.ranks[graph.first_edge[step.node] + step.operand] = number

    def begins_pass(self, number: int) -> bool:
        """Whether a further call of backward begins with this step, from 0."""
        return 0 < number < len(self.backward) and number % self.pass_length == 0


def in_order(graph: BlockGraph, first: Sequence[int] = ()) -> tuple[int, ...]:
    """Return the nodes that pass on a gradient: some first, the others only after all their users."""
    begun = frozenset(first)
    rest = (block.index for block in reversed(graph.nodes) if block.index not in begun)
    return (*first, *(index for index in rest if passes_on(graph, index)))


def passes_on(graph: BlockGraph, node: int) -> bool:
    """Whether a node has an operand with a gradient: not a leaf."""
    return any(not graph.nodes[operand].is_constant for operand in graph.nodes[node].operands)


def waits_for(graph: BlockGraph, node: int, done: Collection[int]) -> tuple[int, ...]:
    """Return the users of a node that have not passed their gradients on yet: its own is not complete."""
    return tuple(
        block.index
        for block in graph.nodes
        if node in block.operands and block.index not in done and passes_on(graph, block.index)
    )


def is_right_order(graph: BlockGraph, order: Sequence[int]) -> bool:
    """Whether every node of an order comes after all that use it."""
    return not any(waits_for(graph, node, order[:place]) for place, node in enumerate(order))


def _edges(graph: BlockGraph, order: Sequence[int]) -> tuple[Step, ...]:
    """Return all edges in the order of their nodes; those from constants are left out."""
    return tuple(
        Step(node, operand)
        for node in order
        for operand, child in enumerate(graph.nodes[node].operands)
        if not graph.nodes[child].is_constant
    )


def _wrong_order(graph: BlockGraph) -> tuple[Step, ...]:
    """Return the edges in the order of a pass that moves on at once, with partial gradients.

    If a node is used twice, its operands receive the first share again together with the second.
    """
    steps: list[Step] = []
    waiting = [(graph.output, 0)]
    while waiting and len(steps) < MOST_WRONG_STEPS:
        node, operand = waiting.pop()
        operands: Sequence[int] = graph.nodes[node].operands
        if operand >= len(operands):
            continue
        waiting.append((node, operand + 1))
        child = operands[operand]
        if not graph.nodes[child].is_constant:
            steps.append(Step(node, operand))
            waiting.append((child, 0))
    return tuple(steps)
