"""A derivative as a sum over paths: for each one, the product of its local derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias, Union

from playground.models.graph.steps import Walk

MOST_PATHS = 20
_Chain: TypeAlias = tuple[float, float, int, int, float, Union["_Chain", None]]
"""A path as a linked list: size and sign of the product, scalar, edge and factor to the next, the rest."""


@dataclass(frozen=True)
class GraphPath:
    """One path from a node to the output.

    Attributes
    ----------
    scalars
        Scalars on the path, the output last.
    edges
        The edges between them, in the numbering of the graph.
    factors
        Local derivatives in the order of the chain rule, the output's first.
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
    """A derivative split into paths.

    Attributes
    ----------
    paths
        The strongest ones, in descending order.
    count
        Total number of paths.
    total
        The sum over all of them: the derivative.
    """

    node: int
    paths: tuple[GraphPath, ...]
    count: int
    total: float

    @property
    def rest(self) -> float:
        """The sum over the paths not listed."""
        return self.total - sum(path.product for path in self.paths)


def path_sum(walk: Walk, node: int, most: int = MOST_PATHS) -> PathSum | None:
    """Return the derivative of the output by a node as a sum over paths.

    The strongest paths from a scalar continue along the strongest paths of its users: `most` of each are
    enough, however many there are.

    Returns
    -------
    None for a node of several numbers: its derivative is not one number.
    """
    graph, start = walk.graph, walk.graph.nodes[node]
    if not start.is_single:
        return None
    above = _above(walk, node)
    output = graph.scalars.output
    # Chains share their tails: only the strongest few are written out, at the end.
    found: dict[int, list[_Chain]] = {output: [(1.0, 1.0, output, -1, 1.0, None)]}
    counts, totals = {output: 1}, {output: 1.0}
    for index in reversed(range(node + 1, len(graph.nodes))):
        if index not in above:
            continue
        for scalar in graph.nodes[index].outputs:
            best = _strongest(found.pop(scalar, []), most)
            for child, edge, local in walk.slopes(index, scalar):
                if int(graph.block_of[child]) not in above:
                    continue
                counts[child] = counts.get(child, 0) + counts.get(scalar, 0)
                totals[child] = totals.get(child, 0.0) + local * totals.get(scalar, 0.0)
                found.setdefault(child, []).extend(
                    (abs(local) * chain[0], local * chain[1], child, edge, local, chain) for chain in best
                )
    scalar = start.outputs[0]
    paths = tuple(_written_out(chain) for chain in _strongest(found.get(scalar, []), most))
    return PathSum(node, paths, counts.get(scalar, 0), totals.get(scalar, 0.0))


def _strongest(chains: list[_Chain], most: int) -> list[_Chain]:
    return sorted(chains, key=itemgetter(0), reverse=True)[:most]


def _written_out(chain: _Chain) -> GraphPath:
    scalars, edges, factors = [chain[2]], [], []
    while (rest := chain[5]) is not None:
        edges.append(chain[3])
        factors.append(chain[4])
        scalars.append(rest[2])
        chain = rest
    return GraphPath(tuple(scalars), tuple(edges), tuple(reversed(factors)))


def _above(walk: Walk, node: int) -> set[int]:
    """Return the node and everything that depends on it."""
    found, waiting = {node}, [node]
    while waiting:
        for user in walk.graph.uses[waiting.pop()]:
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found
