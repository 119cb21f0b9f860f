"""Pickling graphs of any depth: a flat list of nodes instead of recursion.

Leaves are pickled as objects, so a network and a loss in one pickle still share their parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.scalar import Scalar

Record = tuple[float, float, str, str | None, tuple[float, ...], tuple[int, ...]]


def reduce_scalar(scalar: Scalar) -> tuple[Callable[..., Scalar], tuple[Any, ...]]:
    """Return what `pickle` needs to rebuild `scalar` and everything below it."""
    if not scalar.children:
        return restore_leaf, (scalar.value, scalar.grad, scalar.operation, scalar.label)
    from engine.graph import leaves_and_inner_nodes

    leaves, inner = leaves_and_inner_nodes(scalar)
    position = {id(node): index for index, node in enumerate(leaves + inner)}
    records: list[Record] = [
        (n.value, n.grad, n.operation, n.label, n.derivatives, tuple(position[id(c)] for c in n.children))
        for n in inner
    ]
    return restore_graph, (leaves, records)


def restore_leaf(value: float, grad: float, operation: str, label: str | None) -> Scalar:
    """Rebuild a Scalar without children."""
    from engine.scalar import Scalar

    leaf = Scalar(value, (), operation, label)
    leaf.grad = grad
    return leaf


def restore_graph(leaves: list[Scalar], records: list[Record]) -> Scalar:
    """Rebuild a graph; the last record is its output."""
    nodes = list(leaves)
    for value, grad, operation, label, derivatives, children in records:
        node = restore_leaf(value, grad, operation, label)
        node.children = tuple(nodes[index] for index in children)
        node.derivatives = derivatives
        nodes.append(node)
    return nodes[-1]
