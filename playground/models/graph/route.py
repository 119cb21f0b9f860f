"""The order of forward and backward steps through a graph."""

from __future__ import annotations

from collections.abc import Sequence
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

    def __init__(self, graph: BlockGraph, mistake: str = "") -> None:
        self.graph, self.mistake = graph, mistake
        is_wrong = mistake == WRONG_ORDER
        self.overwrites = mistake == OVERWRITING
        self.forward = tuple(Step(block.index) for block in graph.nodes if block.is_computed)
        once = _wrong_order(graph) if is_wrong else _right_order(graph)
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


def _right_order(graph: BlockGraph) -> tuple[Step, ...]:
    """Return all edges, those of a node only after those of all its users; constants are left out."""
    return tuple(
        Step(block.index, operand)
        for block in reversed(graph.nodes)
        for operand, child in enumerate(block.operands)
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
