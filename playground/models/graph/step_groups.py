"""The steps through a network, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.route import Step


@dataclass(frozen=True)
class StepGroup:
    """Steps one after the other that belong to one layer."""

    title: str
    count: int


def step_groups(graph: BlockGraph, steps: Sequence[Step]) -> tuple[StepGroup, ...]:
    """Return the stretches of steps from layer to layer; none for a graph without layers.

    Backward, a stretch is named after the layer that receives, forward after the one that is computed.
    """
    found: list[tuple[str, str, int]] = []
    for step in steps:
        source = _layer(graph, step.node)
        target = (
            source if step.operand is None else _layer(graph, graph.nodes[step.node].operands[step.operand])
        )
        key, title = (source or (found[-1][0] if found else "")), target or source
        if found and found[-1][0] == key:
            # Most links out of a layer lead into the one before it, named last.
            found[-1] = key, title or found[-1][1], found[-1][2] + 1
        else:
            found.append((key, title, 1))
    if all(not key for key, _, _ in found):
        return ()
    way = "into " if steps and steps[0].operand is not None else ""
    return tuple(StepGroup(f"{way}{title.lower()}", count) for _, title, count in found)


def _layer(graph: BlockGraph, node: int) -> str:
    group = graph.grouping.outermost(graph.nodes[node].outputs[0])
    return group.name if group else ""
