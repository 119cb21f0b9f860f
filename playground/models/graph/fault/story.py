"""How a fault came to be: its numbers walked back to the largest contribution, and what that means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.operations import OPERATIONS
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.fault.fault import Fault
from playground.models.graph.graph_node import SUM
from playground.models.graph.local_rule import in_line
from playground.models.graph.step_words import written
from playground.style.words import number_text

Array = NDArray[np.float64]
IN_COLUMNS = ("+", "-", "*", "/")
"""Operations whose sign stands between the columns of their operands."""
LARGEST = number_text(float(np.finfo(np.float64).max), 2)


@dataclass(frozen=True, eq=False)
class FaultStory:
    """What is told of a fault.

    Attributes
    ----------
    scalars
        The graph it is about.
    way
        ``forward`` or ``backward``: the pass it happened in.
    chain
        Scalars from the fault back to a leaf, or from where a gradient could not be passed on up to the
        output: each the largest part of the one before.
    names, numbers
        The failing line, in names and in numbers.
    rows
        What each scalar of the chain is, and its value or gradient.
    words
        Why the run stopped there.
    backward_edge
        See `Fault`.
    """

    scalars: ComputationGraph
    way: str
    chain: tuple[int, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    words: str
    backward_edge: int | None = None

    def edges(self, graph: BlockGraph) -> frozenset[int]:
        """Return the edges of a drawing that the chain runs along."""
        sweep, found = self.scalars.sweep, set()
        for one, other in pairwise(self.chain):
            user, operand = max(one, other), min(one, other)
            place = self.scalars.nodes[user].operands.index(operand)
            found.add(int(graph.edge_of[sweep.first_edge[user] + place]))
        return frozenset(found - {-1})


def tell_fault(fault: Fault) -> FaultStory:
    """Return the story of a fault."""
    return _forward(fault) if fault.backward_edge is None else _backward(fault, fault.backward_edge)


def _forward(fault: Fault) -> FaultStory:
    graph = fault.graph.graph
    values = graph.sweep.values(graph.start)
    chain = [graph.output]
    while operands := graph.nodes[chain[-1]].operands:
        chain.append(max(operands, key=lambda operand: abs(values[operand])))
    last, result = graph.nodes[graph.output], float(values[graph.output])
    numbers = _line(graph, graph.output, values)[1]
    source, leaf = graph.nodes[chain[1]], graph.nodes[chain[-1]]
    words = [
        f"Training stopped at point {fault.row + 1:,}: {last.label} = {numbers} {_why(graph, values)}, "
        "and the update of its batch was not made."
    ]
    if len(chain) > 2:
        words.append(
            f"Its largest operand is {source.label} = {number_text(float(values[chain[1]]))}; the lit links "
            f"go through the largest part of each value, back to {leaf.label} = "
            f"{number_text(float(values[chain[-1]]))}."
        )
    rows = tuple((_named(graph, scalar, values), number_text(float(values[scalar]))) for scalar in chain[1:])
    parts = _columns(graph, values)
    return FaultStory(
        graph, "forward", tuple(chain), (last.label, "=", *parts[0]), (number_text(result), "=", *parts[1]),
        rows, " ".join(words),
    )  # fmt: skip


def _backward(fault: Fault, edge: int) -> FaultStory:
    graph, sweep = fault.graph.graph, fault.graph.graph.sweep
    values = graph.sweep.values(graph.start)
    derivatives = graph.local_derivatives(values)
    gradients = graph.gradients(derivatives)
    node, operand = (int(end) for end in sweep.edges[edge])
    chain = [operand, node]
    while users := graph.uses[chain[-1]]:
        here = chain[-1]

        def share(user: int, here: int = here) -> float:
            first, last = sweep.first_edge[user], sweep.first_edge[user + 1]
            local = derivatives[first:last][sweep.edges[first:last, 1] == here].sum()
            return abs(float(local) * float(gradients[user]))

        chain.append(max(users, key=share))
    parent, child, output = (graph.nodes[index].label for index in (node, operand, graph.output))
    upstream, local = number_text(float(gradients[node])), number_text(float(derivatives[edge]))
    product = in_line([upstream, "×", local])
    words = (
        f"Training stopped at point {fault.row + 1:,}: the loss is finite, but {child}.grad += {parent}.grad "
        f"× ∂{parent}/∂{child} = {product} is beyond {LARGEST}, the largest number there is. The update of "
        f"its batch was not made. The lit links lead from there to {output}, through the largest share of "
        "each gradient."
    )
    rows = tuple(
        (f"{graph.nodes[scalar].label}.grad", number_text(float(gradients[scalar]))) for scalar in chain[1:]
    )
    return FaultStory(
        graph, "backward", tuple(chain),
        (f"∂{output}/∂{child}", "+=", f"∂{output}/∂{parent}", "×", f"∂{parent}/∂{child}"),
        ("∞", "=", upstream, "×", local),
        rows, words, edge,
    )  # fmt: skip


def _why(graph: ComputationGraph, values: Array) -> str:
    """Say why an operation has no finite result."""
    node = graph.nodes[graph.output]
    operands = [abs(float(values[operand])) for operand in node.operands]
    if math.isinf(float(values[graph.output])) and max(operands) > 1.0:
        return f"is beyond {LARGEST}, the largest number there is"
    domain = "" if node.operation == SUM else OPERATIONS[node.operation].domain
    return f"is no number: it needs {domain}" if domain else "is no number"


def _line(graph: ComputationGraph, scalar: int, values: Array, digits: int = 4) -> tuple[str, str]:
    node = graph.nodes[scalar]
    names = [graph.nodes[operand].label for operand in node.operands]
    numbers = [number_text(float(values[operand]), digits) for operand in node.operands]
    return written(node.operation, names), written(node.operation, numbers)


def _columns(graph: ComputationGraph, values: Array) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the failing line in names and in numbers: operand, sign, operand, or all in one."""
    node = graph.nodes[graph.output]
    if len(node.operands) != 2 or node.operation not in IN_COLUMNS:
        names, numbers = _line(graph, graph.output, values, digits=2)
        return (names,), (numbers,)
    one, other = node.operands
    shown = [number_text(float(values[operand]), 2) for operand in (one, other)]
    return (graph.nodes[one].label, node.symbol, graph.nodes[other].label), (shown[0], node.symbol, shown[1])


def _named(graph: ComputationGraph, scalar: int, values: Array) -> str:
    node = graph.nodes[scalar]
    return f"{node.label} = {_line(graph, scalar, values)[0]}" if node.operands else node.label
