"""A graph as lines of a program: what has a line of its own, and what stands inside another one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import GraphNode

DEEPEST = 8
"""Operations inside one another on a line."""
SUM_LEVEL, PRODUCT, SIGN, POWER, ATOM = range(1, 6)
"""How tightly an expression holds together."""


@dataclass(frozen=True)
class Written:
    """A part of a formula as text.

    Attributes
    ----------
    level
        How tightly it holds together, `ATOM` for what needs no brackets anywhere.
    is_number
        Whether it is a constant.
    """

    text: str
    level: int = ATOM
    is_number: bool = False

    def within(self, level: int, before: str = "(", behind: str = ")") -> str:
        """Return the text for a place that holds together that tightly, in brackets if necessary."""
        return self.text if self.level >= level else f"{before}{self.text}{behind}"


def number_in_full(value: float) -> str:
    """Return a number with all its digits, whole ones without a point."""
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


class Program:
    """The order of the lines.

    Named results, the output, what is used more than once, and what would be too deep have a line each.

    Parameters
    ----------
    values
        Of leaves, by index; others keep their first values.
    widest
        What has more operands has a line of its own, too.

    Attributes
    ----------
    leaves
        What has a value to begin with, constants not among them.
    lines
        What is computed on a line of its own, operands first.
    """

    def __init__(
        self, graph: ComputationGraph, values: Mapping[int, float], widest: float = math.inf
    ) -> None:
        self.graph = graph
        self.values = {**graph.start, **values}
        self.leaves = tuple(node for node in graph.leaves if not node.is_constant)
        used = [0] * len(graph.nodes)
        for node in graph.nodes:
            for operand in node.operands:
                used[operand] += 1
        depth = [0] * len(graph.nodes)
        lines = []
        for node in graph.nodes:
            if not node.operation:
                continue
            depth[node.index] = 1 + max(depth[operand] for operand in node.operands)
            is_large = depth[node.index] == DEEPEST or len(node.operands) > widest
            if is_large or node.is_named or used[node.index] > 1 or node.index == graph.output:
                lines.append(node)
                depth[node.index] = 0
        self.lines = tuple(lines)

    @property
    def output(self) -> GraphNode:
        """The last line."""
        return self.lines[-1]

    @property
    def operations(self) -> tuple[str, ...]:
        """The names of the operations, each once."""
        return tuple(dict.fromkeys(node.operation for node in self.graph.nodes if node.operation))

    def formulas(
        self,
        names: Mapping[int, Written],
        number: Callable[[float], Written],
        operation: Callable[[str, Sequence[Written]], Written],
    ) -> Iterator[tuple[GraphNode, str]]:
        """Yield every line with its formula.

        Parameters
        ----------
        names
            Of leaves and lines, by index.
        number, operation
            Write a constant, and an operation on what is written of its operands.
        """
        known: dict[int, Written] = {}
        for node in self.graph.nodes:
            if not node.operation:
                is_constant, value = node.is_constant, self.values[node.index]
                known[node.index] = number(value) if is_constant else names[node.index]
                continue
            known[node.index] = operation(node.operation, [known[operand] for operand in node.operands])
            if node.index in names:
                yield node, known[node.index].text
                known[node.index] = names[node.index]
