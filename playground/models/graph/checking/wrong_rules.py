"""Finds the operations whose own derivative is wrong."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from engine.operation_table import title_of
from playground.models.graph.checking.differences import DIFFERS, differences
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import SUM, GraphNode
from playground.models.graph.steps import Walk
from playground.style.words import number_text

MOST_LOOKED_AT = 200
"""Nodes whose operation is checked on its own."""
OPERAND_NAMES, MOST_IN_WORDS = "xyzuvw", 6


@dataclass(frozen=True)
class WrongRule:
    """An operation that says a wrong derivative.

    Attributes
    ----------
    node
        The label of the node where it shows; empty for none.
    operands
        The point, one number for each operand.
    place
        Which operand, from 0.
    analytic, numeric
        What the rule says, and the finite difference.
    """

    operation: str
    node: str
    operands: tuple[float, ...]
    place: int
    analytic: float
    numeric: float

    @property
    def words(self) -> str:
        """Name the operation, the point and both numbers."""
        names = list(OPERAND_NAMES[: len(self.operands)])
        if len(self.operands) > len(OPERAND_NAMES):
            names = [f"operand {place}" for place in range(1, len(self.operands) + 1)]
        pairs = zip(names, self.operands, strict=True)
        point = ", ".join(f"{name} = {number_text(value)}" for name, value in list(pairs)[:MOST_IN_WORDS])
        by = f" by {names[self.place]}" if len(names) > 1 else ""
        where = f" (in {self.node})" if self.node else ""
        return (
            f"The operation {title_of(self.operation)} has a wrong derivative{by}: at {point}{where} "
            f"it says {number_text(self.analytic)}, the difference is {number_text(self.numeric)}"
        )


def wrong_rules(walk: Walk, wrong: Set[int]) -> tuple[WrongRule, ...]:
    """Return the operations, each once, that make these gradients wrong.

    Parameters
    ----------
    wrong
        Nodes whose gradient differs. Their users pass it on: one of these, or one above, has a wrong rule.
    """
    graph = walk.graph.scalars
    suspects = [node for node in graph.nodes if node.operation and not wrong.isdisjoint(node.operands)]
    found: dict[str, WrongRule] = {}
    for node in suspects[:MOST_LOOKED_AT]:
        if node.operation not in found and node.operation != SUM:
            rule = _wrong_rule(walk, node)
            if rule is not None:
                found[node.operation] = rule
    return tuple(found.values())


def _wrong_rule(walk: Walk, node: GraphNode) -> WrongRule | None:
    """Check an operation at the operands it has here, apart from the graph around it."""
    point = walk.values[list(node.operands)]
    places = range(len(point))
    leaves = [GraphNode(place, str(place)) for place in places]
    alone = ComputationGraph([*leaves, GraphNode(len(point), "", node.operation, tuple(places))], {})
    values = np.append(point, walk.values[node.index])
    found = differences(alone, values, np.array(places))
    for place, difference, analytic in zip(
        places, found, alone.local_derivatives(values).tolist(), strict=True
    ):
        if difference is not None and difference.verdict(analytic) == DIFFERS:
            operands = tuple(point.tolist())
            return WrongRule(node.operation, node.label, operands, place, analytic, difference.value)
    return None
