"""Turns the engine's Scalars into a graph of named plain nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine import Scalar
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import SUM, GraphNode
from playground.style.words import number_text

_LETTERS = {"*": "m", "+": "s", SUM: "s", "-": "d", "/": "q", "neg": "n"}


def graph_of(
    output: Scalar, names: Mapping[Scalar, str], *, fold_sums: bool = True
) -> tuple[ComputationGraph, dict[Scalar, int]]:
    """Return the graph below a Scalar, and the index of every Scalar in it.

    Parameters
    ----------
    names
        Given names; other nodes are called m1, m2 … for products, s1 … for sums and so on. Leaves
        without a name are constants.
    fold_sums
        Whether a chain of additions becomes one node of many operands.
    """
    order = _order(output)
    folded = _folded(order, output, names) if fold_sums else {}
    inside = {node for parts in folded.values() for node in parts[1]}
    taken, counts = set(names.values()), dict.fromkeys(_LETTERS.values(), 0)
    nodes: list[GraphNode] = []
    start: dict[int, float] = {}
    index_of: dict[Scalar, int] = {}
    for scalar in order:
        if scalar in inside:
            continue
        index = index_of[scalar] = len(nodes)
        operation = SUM if scalar in folded else scalar.operation
        operands = folded[scalar][0] if scalar in folded else scalar.children
        if not operation:
            start[index] = scalar.value
        name = names.get(scalar) or _new_name(operation, scalar, counts, taken)
        is_named = scalar in names
        parts = tuple(index_of[part] for part in operands)
        nodes.append(GraphNode(index, name, operation, parts, not operation and not is_named, is_named))
    return ComputationGraph(nodes, start), index_of


def _order(output: Scalar) -> list[Scalar]:
    """Return every node once in reading order: operands from left to right, then the result."""
    order: list[Scalar] = []
    seen: set[Scalar] = set()
    waiting: list[tuple[Scalar, bool]] = [(output, False)]
    while waiting:
        node, are_operands_done = waiting.pop()
        if are_operands_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(node.children)]
    return order


def _new_name(operation: str, scalar: Scalar, counts: dict[str, int], taken: set[str]) -> str:
    if not operation:
        return number_text(scalar.value, 6)
    letter = _LETTERS.get(operation, "f")
    while True:
        counts[letter] = counts.get(letter, 0) + 1
        name = f"{letter}{counts[letter]}"
        if name not in taken:
            return name


def _folded(
    order: Sequence[Scalar], output: Scalar, names: Mapping[Scalar, str]
) -> dict[Scalar, tuple[tuple[Scalar, ...], tuple[Scalar, ...]]]:
    """Return for the last node of each chain of additions its operands, and the nodes folded into it."""
    uses: dict[Scalar, int] = {}
    for node in order:
        for child in node.children:
            uses[child] = uses.get(child, 0) + 1
    chains: dict[Scalar, tuple[tuple[Scalar, ...], tuple[Scalar, ...]]] = {}
    for node in order:  # children first
        if node.operation != "+":
            continue
        operands: list[Scalar] = []
        absorbed: list[Scalar] = []
        for child in node.children:
            if child.operation == "+" and uses[child] == 1 and child not in names and child is not output:
                parts, inner = chains.pop(child, (child.children, ()))
                operands += parts
                absorbed += [child, *inner]
            else:
                operands.append(child)
        if absorbed:
            chains[node] = tuple(operands), tuple(absorbed)
    return chains
