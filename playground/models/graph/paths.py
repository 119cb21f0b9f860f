"""A derivative as a sum over paths: every way from a node to the output, its local derivatives multiplied."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from playground.models.graph.steps import Walk

MOST_PATHS = 20


@dataclass(frozen=True)
class GraphPath:
    """One way from a node to the output.

    Attributes
    ----------
    scalars
        On the way, the output last.
    edges
        The edges between them, in the numbering of the graph.
    factors
        Local derivatives in the order of the chain rule: the output's first.
    """

    scalars: tuple[int, ...]
    edges: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self) -> float:
        """What this path adds to the derivative."""
        result = 1.0
        for factor in self.factors:
            result *= factor
        return result


@dataclass(frozen=True)
class PathSum:
    """A derivative taken apart.

    Attributes
    ----------
    paths
        The strongest ones, the strongest first.
    count
        How many there are in all.
    total
        The sum over all of them: the derivative.
    """

    node: int
    paths: tuple[GraphPath, ...]
    count: int
    total: float

    @property
    def rest(self) -> float:
        """What the paths that are not listed add up to."""
        return self.total - sum(path.product for path in self.paths)


def path_sum(walk: Walk, node: int, most: int = MOST_PATHS) -> PathSum | None:
    """Return the derivative of the output by a node as a sum over paths.

    The strongest paths from a scalar go on along the strongest ones from what uses it: `most` of each are
    enough, however many there are in all.

    Returns
    -------
    None for a node of several numbers: its derivative is not one number.
    """
    graph, start = walk.graph, walk.graph.nodes[node]
    if not start.is_single:
        return None
    above = _above(walk, node)
    output = graph.scalars.output
    found: dict[int, list[GraphPath]] = {output: [GraphPath((output,), (), ())]}
    counts, totals = {output: 1}, {output: 1.0}
    for index in reversed(range(node + 1, len(graph.nodes))):
        if index not in above:
            continue
        for scalar in graph.nodes[index].outputs:
            best = heapq.nlargest(most, found.pop(scalar, []), key=lambda path: abs(path.product))
            for child, edge, local in walk.slopes(index, scalar):
                if int(graph.block_of[child]) not in above:
                    continue
                counts[child] = counts.get(child, 0) + counts.get(scalar, 0)
                totals[child] = totals.get(child, 0.0) + local * totals.get(scalar, 0.0)
                found.setdefault(child, []).extend(
                    GraphPath((child, *path.scalars), (edge, *path.edges), (*path.factors, local))
                    for path in best
                )
    scalar = start.outputs[0]
    best = heapq.nlargest(most, found.get(scalar, []), key=lambda path: abs(path.product))
    return PathSum(node, tuple(best), counts.get(scalar, 0), totals.get(scalar, 0.0))


def _above(walk: Walk, node: int) -> set[int]:
    """Return the node and everything that depends on it."""
    found, waiting = {node}, [node]
    while waiting:
        for user in walk.graph.uses[waiting.pop()]:
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found
