"""Walking the graph of Scalars: topological order and the backward pass."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from engine.errors import ScalarError
from engine.operation_table import title_of
from engine.operations import OPERATIONS


class Node(Protocol):
    """What graph traversal needs of a Scalar."""

    value: float
    grad: float
    children: tuple[Any, ...]
    derivatives: tuple[float, ...]
    operation: str
    label: str | None


N = TypeVar("N", bound=Node)


def topological_order(*outputs: N) -> list[N]:
    """Return every node below `outputs` once, children before parents: first all leaves, then the rest."""
    leaves, inner = leaves_and_inner_nodes(*outputs)
    return leaves + inner


def leaves_and_inner_nodes(*outputs: N) -> tuple[list[N], list[N]]:
    """Return the nodes without children, and those with children in topological order, each once.

    Depth first and without recursion, so that a chain of a million nodes is no deeper than one of ten.

    Raises
    ------
    ValueError
        The graph has a cycle.
    """
    leaves: list[N] = []
    inner: list[N] = []
    seen: set[N] = set()
    done: set[N] = set()
    stack = list(reversed(outputs))
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            if node.children:
                stack.append(node)  # again, for when all its children are done
            else:
                leaves.append(node)
            for child in node.children:
                if child not in seen:
                    if child.children:
                        stack.append(child)
                    else:  # leaves never go on the stack, which halves the time
                        seen.add(child)
                        leaves.append(child)
                elif child.children and child not in done:
                    raise cycle(child)
        elif node.children and node not in done:
            done.add(node)
            inner.append(node)
    return leaves, inner


def cycle(node: Node) -> ValueError:
    """Return the error of a cyclic graph."""
    return ValueError(f"the graph has a cycle: {node!r} is made of itself")


def start_afresh(output: N) -> tuple[list[N], list[N]]:
    """Return leaves and inner nodes, the gradients of the latter set to 0."""
    leaves, inner = leaves_and_inner_nodes(output)
    for node in inner:
        node.grad = 0.0
    return leaves, inner


def backward(output: Node) -> None:
    """Back-propagate: add d(output)/d(node) to the ``grad`` of every node below `output`.

    Gradients of inner nodes start from zero in every pass; those of leaves accumulate over passes, as in
    PyTorch, so calling this twice gives every leaf exactly twice its gradient.

    Raises
    ------
    ScalarError
        If a gradient overflows; it names the operation whose derivative did. Gradients are undefined then.
    """
    leaves, inner = start_afresh(output)
    earlier = [(leaf, leaf.grad) for leaf in leaves if leaf.grad != 0.0]
    for leaf, _ in earlier:
        # Added at the end, so that a second pass adds exactly the same.
        leaf.grad = 0.0
    output.grad = 1.0
    pass_on(inner[::-1])
    for leaf, grad in earlier:
        leaf.grad += grad
    # 0 times a finite number is 0, times infinity or NaN it is NaN: one sum detects all non-finite values.
    if sum([0.0 * leaf.grad for leaf in leaves]) != 0.0:
        raise _gradient_overflow(inner[::-1])


def pass_on(from_output: Sequence[Node]) -> None:
    """Pass the gradient of each node on to its children: the chain rule. The output comes first."""
    # region: chain rule
    for node in from_output:
        for child, derivative in zip(node.children, node.derivatives, strict=True):
            child.grad += derivative * node.grad
    # endregion


def gradients(output: N, inputs: Iterable[N]) -> list[float]:
    """Return d(output)/d(input) for each of `inputs`, and store nothing in the graph.

    Parameters
    ----------
    output
        Any Scalar.
    inputs
        Leaves or inner nodes; one that `output` does not depend on has gradient 0.
    """
    totals: dict[N, float] = {output: 1.0}
    for node in reversed(topological_order(output)):
        grad = totals.get(node, 0.0)
        for child, derivative in zip(node.children, node.derivatives, strict=True):
            totals[child] = totals.get(child, 0.0) + derivative * grad
    return [totals.get(node, 0.0) for node in inputs]


def _gradient_overflow(from_output: Sequence[Node]) -> ScalarError:
    """Return the error that names the first non-finite product of the backward pass, else a sum."""
    for node in from_output:
        for child, derivative in zip(node.children, node.derivatives, strict=True):
            if math.isfinite(node.grad) and not math.isfinite(derivative * node.grad):
                return ScalarError(
                    f"the gradient overflows in {title_of(node.operation)!r}"
                    f"{f' ({child.label})' if child.label else ''}: {node.grad!r} times {derivative!r}",
                    node.operation,
                    node.children,
                )
    return ScalarError("the sum of the gradients that meet in one node overflows", "+")


def verify(output: Node) -> None:
    """Check that the graph below `output` is what the engine says it is.

    Raises
    ------
    ValueError
        If a node has no matching operation, or its value or derivatives are not what the table says.
    """
    for node in topological_order(output):
        if not node.children:
            continue
        if node.operation not in OPERATIONS:
            raise ValueError(f"{node!r} was made by the unknown operation {node.operation!r}")
        function = OPERATIONS[node.operation].on_floats(len(node.children))
        try:
            value, *derivatives = function(*(child.value for child in node.children))
        except (ArithmeticError, ValueError) as error:
            raise ValueError(f"{node.operation!r} of the children of {node!r} fails: {error}") from error
        if value != node.value or tuple(derivatives) != node.derivatives:
            raise ValueError(f"{node!r} does not follow from its children by {node.operation!r}")
