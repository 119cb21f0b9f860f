"""A graph of plain scalar nodes, evaluated and differentiated at any leaf values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.operations import OPERATIONS
from playground.models.graph.graph_node import SUM, GraphNode
from playground.models.graph.sweep import Sweep
from playground.style.words import number_text

Array = NDArray[np.float64]


class ComputationGraph:
    """Nodes in topological order, operands first; the last one is the output.

    Parameters
    ----------
    nodes
        Each at its index.
    start
        Values of the leaves by index.
    is_broken
        Whether it shows a fault: what is not finite is given as it comes, and derivatives through it as NaN.
    """

    def __init__(
        self, nodes: Sequence[GraphNode], start: Mapping[int, float], *, is_broken: bool = False
    ) -> None:
        self.nodes = tuple(nodes)
        self.is_broken = is_broken
        self.start = dict(start)
        self.output = len(self.nodes) - 1
        self.leaves = tuple(node for node in self.nodes if not node.operation)

    @cached_property
    def sweep(self) -> Sweep:
        """The graph as bundles of like operations."""
        return Sweep(self.nodes)

    @cached_property
    def uses(self) -> tuple[tuple[int, ...], ...]:
        """For every node, those that use it."""
        uses: list[list[int]] = [[] for _ in self.nodes]
        for node in self.nodes:
            for operand in dict.fromkeys(node.operands):
                uses[operand].append(node.index)
        return tuple(map(tuple, uses))

    @property
    def n_operations(self) -> int:
        """Nodes that are computed."""
        return len(self.nodes) - len(self.leaves)

    def values(self, leaves: Mapping[int, float]) -> Array:
        """Return the value of every node, shape (n_nodes,).

        Parameters
        ----------
        leaves
            Values by index; other leaves keep their start values.

        Raises
        ------
        ArithmeticError
            An operand outside the domain of its operation; the message names the node.
        """
        known = {**self.start, **leaves}
        values = self.sweep.values(known)
        if not self.is_broken and not np.isfinite(values).all():
            # One by one, which stops at the faulty node and names it.
            values = self._values_one_by_one(known)
        return values

    def _values_one_by_one(self, known: Mapping[int, float]) -> Array:
        values: list[float] = []
        for node in self.nodes:
            if not node.operation:
                values.append(float(known[node.index]))
            else:
                operands = [values[index] for index in node.operands]
                is_sum = node.operation == SUM
                try:
                    values.append(sum(operands) if is_sum else _value(node.operation, operands))
                except (ArithmeticError, ValueError) as error:
                    raise ArithmeticError(self._say_fault(node, operands, error)) from error
        return np.array(values)

    def _say_fault(self, node: GraphNode, operands: Sequence[float], error: Exception) -> str:
        """Say which node has no value, and why."""
        if isinstance(error, ZeroDivisionError):
            reason = "divides by 0"
        elif isinstance(error, OverflowError):
            reason = "overflows"
        else:
            reason = f"needs {OPERATIONS[node.operation].domain}"
        labels = dict(zip((self.nodes[index].label for index in node.operands), operands, strict=True))
        where = ", ".join(
            label if label == number_text(value) else f"{label} = {number_text(value)}"
            for label, value in labels.items()
        )
        return f"{node.label} has no value: {node.symbol} of {where} {reason}"

    def local_derivatives(self, values: Array) -> Array:
        """Return the derivative along every edge, shape (n_edges,), in the order of `Sweep.edges`."""
        return self._known(self.sweep.derivatives(values))

    def gradients(self, derivatives: Array) -> Array:
        """Return the derivative of the output by every node, shape (n_nodes,)."""
        seeds = np.zeros(len(self.nodes))
        seeds[self.output] = 1.0
        return self._known(self.sweep.gradients(derivatives, seeds))

    def _known(self, numbers: Array) -> Array:
        return np.where(np.isfinite(numbers), numbers, np.nan) if self.is_broken else numbers


def _value(operation: str, operands: Sequence[float]) -> float:
    value, *_ = OPERATIONS[operation].on_floats(len(operands))(*operands)
    return value
