"""A graph of scalars as plain nodes with names, that is evaluated and differentiated on any leaf values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from engine import Scalar
from engine.operations import OPERATIONS
from engine.scalar import derivative_function, value_function

_value, _derivatives = cache(value_function), cache(derivative_function)

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

SUM = "sum"
"""The operation of a folded chain of additions."""
_LETTERS = {"*": "m", "+": "s", SUM: "s", "-": "d", "/": "q", "neg": "n"}


@dataclass(frozen=True)
class GraphNode:
    """One scalar.

    Attributes
    ----------
    index
        Its place in the graph's order: operands come before what is made of them.
    operation
        Name in the engine's table, `SUM` for a folded chain of additions, empty for a leaf.
    operands
        Indices, in the order of the operation; one that is used twice stands there twice.
    is_constant
        Whether it is a number of the formula, which nobody wants the gradient of.
    """

    index: int
    name: str
    operation: str = ""
    operands: tuple[int, ...] = ()
    is_constant: bool = False

    @property
    def label(self) -> str:
        """Its name as in print: w₁ for w1."""
        if self.is_constant or not self.name[:1].isalpha():
            return self.name
        return self.name.translate(_SUBSCRIPTS)

    @property
    def symbol(self) -> str:
        """What stands in its circle."""
        return "Σ" if self.operation == SUM else OPERATIONS[self.operation].symbol if self.operation else ""


class ComputationGraph:
    """Nodes in an order in which operands come first; the last one is the output.

    Parameters
    ----------
    nodes
        Their indices are their places.
    start
        Values of the leaves by index.
    """

    def __init__(self, nodes: Sequence[GraphNode], start: Mapping[int, float]) -> None:
        self.nodes = tuple(nodes)
        self.start = dict(start)
        self.output = len(self.nodes) - 1
        self.leaves = tuple(node for node in self.nodes if not node.operation)
        self.uses: tuple[tuple[int, ...], ...] = self._find_uses()

    def _find_uses(self) -> tuple[tuple[int, ...], ...]:
        uses: list[list[int]] = [[] for _ in self.nodes]
        for node in self.nodes:
            for operand in dict.fromkeys(node.operands):
                uses[operand].append(node.index)
        return tuple(map(tuple, uses))

    @property
    def n_operations(self) -> int:
        """Nodes that are computed."""
        return len(self.nodes) - len(self.leaves)

    def values(
        self, leaves: Mapping[int, float], moved: tuple[int, float] | None = None
    ) -> tuple[float, ...]:
        """Return the value of every node.

        Parameters
        ----------
        leaves
            Values by index; leaves that are left out keep their first ones.
        moved
            A node and the value it takes whatever its operands say, for finite differences.

        Raises
        ------
        ArithmeticError, ValueError
            An operand outside the domain of its operation.
        """
        known = {**self.start, **leaves}
        values: list[float] = []
        for node in self.nodes:
            if moved is not None and node.index == moved[0]:
                values.append(moved[1])
            elif not node.operation:
                values.append(float(known[node.index]))
            else:
                operands = [values[index] for index in node.operands]
                values.append(
                    sum(operands)
                    if node.operation == SUM
                    else _value(node.operation, len(operands))(*operands)
                )
        return tuple(values)

    def local_derivatives(self, values: Sequence[float]) -> tuple[tuple[float, ...], ...]:
        """Return for every node the derivative by each of its operands."""
        found: list[tuple[float, ...]] = []
        for node in self.nodes:
            if not node.operation:
                found.append(())
            elif node.operation == SUM:
                found.append((1.0,) * len(node.operands))
            else:
                operands = [values[index] for index in node.operands]
                found.append(tuple(_derivatives(node.operation, len(operands))(*operands)))
        return tuple(found)

    def gradients(self, derivatives: Sequence[Sequence[float]]) -> tuple[float, ...]:
        """Return the derivative of the output by every node."""
        totals = [0.0] * len(self.nodes)
        totals[self.output] = 1.0
        for node in reversed(self.nodes):
            for operand, derivative in zip(node.operands, derivatives[node.index], strict=True):
                totals[operand] += derivative * totals[node.index]
        return tuple(totals)


def graph_of(output: Scalar, names: Mapping[Scalar, str], *, fold_sums: bool = True) -> ComputationGraph:
    """Return the graph below a Scalar.

    Parameters
    ----------
    names
        Of those that have one; others are called m1, m2 … for products, s1 … for sums and so on. Leaves
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
        is_constant = not operation and scalar not in names
        nodes.append(
            GraphNode(index, name, operation, tuple(index_of[part] for part in operands), is_constant)
        )
    return ComputationGraph(nodes, start)


def _order(output: Scalar) -> list[Scalar]:
    """Return every node once, as a reader meets them: operands from left to right, then the result."""
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
        return f"{scalar.value:g}"
    letter = _LETTERS.get(operation, "f")
    while True:
        counts[letter] = counts.get(letter, 0) + 1
        name = f"{letter}{counts[letter]}"
        if name not in taken:
            return name


def _folded(
    order: Sequence[Scalar], output: Scalar, names: Mapping[Scalar, str]
) -> dict[Scalar, tuple[tuple[Scalar, ...], tuple[Scalar, ...]]]:
    """Return for the end of each chain of additions its operands, and the nodes that vanish into it."""
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
