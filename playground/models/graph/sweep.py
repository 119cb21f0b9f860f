"""Forward and backward over a whole graph of scalars: equal operations at one depth in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.lowering.lane_steps import array_function
from playground.models.graph.graph_node import SUM, GraphNode

Array = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class _Bundle:
    """Independent nodes of one operation, number of operands and depth.

    Attributes
    ----------
    nodes
        Shape (n,).
    operands, edges
        Indices of the operands among the nodes, and of their edges among all edges; shape (arity, n).
    """

    operation: str
    nodes: Places
    operands: Places
    edges: Places

    def compute(self, values: Array) -> None:
        """Put in the values of its nodes; shape (n_nodes,) or (n_nodes, n)."""
        operands = values[self.operands]
        if self.operation == SUM:
            values[self.nodes] = operands.sum(0)
        else:
            (values[self.nodes],) = array_function(self.operation, (False,) * len(operands))(*operands)


class Sweep:
    """A graph as bundles.

    Attributes
    ----------
    edges
        Shape (n_edges, 2): a node and its operand, node by node, in the order of operands.
    first_edge
        Where the edges of each node start, shape (n_nodes + 1,).
    """

    def __init__(self, nodes: Sequence[GraphNode]) -> None:
        self._count = len(nodes)
        self.first_edge = np.concatenate([[0], np.cumsum([len(node.operands) for node in nodes])]).astype(int)
        pairs = [(node.index, operand) for node in nodes for operand in node.operands]
        self.edges = np.array(pairs, np.intp).reshape(-1, 2)
        depth = [0] * len(nodes)
        kinds: dict[tuple[int, str, int], list[int]] = {}
        for node in nodes:
            if node.operation:
                depth[node.index] = 1 + max(depth[operand] for operand in node.operands)
                kind = depth[node.index], node.operation, len(node.operands)
                kinds.setdefault(kind, []).append(node.index)
        self._bundles = [
            self._bundle(operation, arity, np.array(members, np.intp))
            for (_, operation, arity), members in sorted(kinds.items())
        ]

    def _bundle(self, operation: str, arity: int, members: Places) -> _Bundle:
        edges = self.first_edge[members] + np.arange(arity)[:, None]
        return _Bundle(operation, members, self.edges[edges, 1], edges)

    def values(self, leaves: Mapping[int, float]) -> Array:
        """Return the value of every node, shape (n_nodes,); not finite where undefined."""
        values = np.zeros(self._count)
        values[list(leaves)] = list(leaves.values())
        with np.errstate(all="ignore"):
            for bundle in self._bundles:
                bundle.compute(values)
        return values

    def moved_values(self, values: Array, moved: Places, numbers: Array) -> Array:
        """Return the value of every node if one is moved regardless of its operands, once for each of some.

        Parameters
        ----------
        values
            Of every node, shape (n_nodes,).
        moved, numbers
            Nodes, and the value each is set to; shape (n,).

        Returns
        -------
        Array
            Shape (n_nodes, n).
        """
        found = np.repeat(values[:, None], len(moved), axis=1)
        lanes = np.arange(len(moved))
        found[moved, lanes] = numbers
        with np.errstate(all="ignore"):
            for bundle in self._bundles:
                bundle.compute(found)
                found[moved, lanes] = numbers
        return found

    def derivatives(self, values: Array) -> Array:
        """Return the derivative along every edge, shape (n_edges,)."""
        found = np.ones(len(self.edges))
        with np.errstate(all="ignore"):
            for bundle in self._bundles:
                if bundle.operation != SUM:
                    operands = values[bundle.operands]
                    _, *parts = array_function(bundle.operation, (True,) * len(operands))(*operands)
                    for edges, part in zip(bundle.edges, parts, strict=True):
                        found[edges] = part
        return found

    def gradients(self, derivatives: Array, seeds: Array) -> Array:
        """Return what reaches every node of the seeds that are passed back, shape (n_nodes,).

        Parameters
        ----------
        seeds
            The gradient each node begins with: 1 for the output alone gives the derivatives of the output.
        """
        totals = seeds.copy()
        with np.errstate(all="ignore"):
            for bundle in reversed(self._bundles):
                shares = derivatives[bundle.edges] * totals[bundle.nodes]
                np.add.at(totals, bundle.operands, shares)
        return totals
