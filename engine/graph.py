"""Walking the graph of Scalars: topological order and the backward pass."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from .errors import ScalarError
from .scalar import Scalar


def topological_order(*outputs: Scalar) -> list[Scalar]:
    """Return every node below `outputs` once, children before parents.

    Iterative, so that a chain of a million nodes is no deeper than one of ten.
    """
    order: list[Scalar] = []
    seen: set[Scalar] = set()
    stack: list[Scalar | None] = list(reversed(outputs))
    pop, push, extend = stack.pop, stack.append, stack.extend
    append, see = order.append, seen.add
    while stack:
        node = pop()
        if node is None:  # the mark above a node whose children are all done
            append(pop())  # type: ignore[arg-type]
        elif node not in seen:
            see(node)
            if node.children:
                push(node)
                push(None)
                extend(node.children)
            else:
                append(node)
    return order


def backward(output: Scalar) -> None:
    """Back-propagate: add d(output)/d(node) to the ``grad`` of every node below `output`.

    Gradients of inner nodes start from zero in every pass; those of leaves accumulate over passes, as in
    PyTorch, so calling this twice gives every leaf exactly twice its gradient.

    Raises
    ------
    ScalarError
        If a gradient overflows; it names the operation whose derivative did. Gradients are undefined then.
    """
    order = topological_order(output)
    earlier: list[tuple[Scalar, float]] = []
    for node in order:
        if not node.children and node.grad != 0.0:
            # Added at the end, not built upon: so a second pass adds exactly what the first one did.
            earlier.append((node, node.grad))
        node.grad = 0.0
    output.grad = 1.0
    order.reverse()
    for node in order:
        children = node.children
        if children:
            grad = node.grad
            if len(children) == 2:
                first, second = children
                derivative, other = node.derivatives
                first.grad += derivative * grad
                second.grad += other * grad
            else:
                for child, derivative in zip(children, node.derivatives, strict=True):
                    child.grad += derivative * grad
    for leaf, grad in earlier:
        leaf.grad += grad
    if not math.isfinite(math.fsum(_bounded(node.grad) for node in order if not node.children)):
        raise _gradient_overflow(order)


def _bounded(value: float) -> float:
    # Keeps inf and nan visible while sums of large finite gradients cannot overflow by themselves.
    return value * 1e-150 if math.isfinite(value) else math.nan


def gradients(output: Scalar, inputs: Iterable[Scalar]) -> list[float]:
    """Return d(output)/d(input) for each of `inputs`, and store nothing in the graph.

    Parameters
    ----------
    output
        Any Scalar.
    inputs
        Leaves or inner nodes; one that `output` does not depend on has gradient 0.
    """
    totals: dict[Scalar, float] = {output: 1.0}
    for node in reversed(topological_order(output)):
        grad = totals.get(node, 0.0)
        for child, derivative in zip(node.children, node.derivatives, strict=True):
            totals[child] = totals.get(child, 0.0) + derivative * grad
    return [totals.get(node, 0.0) for node in inputs]


def _gradient_overflow(from_output: Sequence[Scalar]) -> ScalarError:
    for node in from_output:
        for child, derivative in zip(node.children, node.derivatives, strict=True):
            if not math.isfinite(derivative * node.grad) or not math.isfinite(child.grad):
                return ScalarError(
                    f"the gradient overflows in {node.operation!r}"
                    f"{f' ({child.label})' if child.label else ''}: {node.grad!r} times {derivative!r}",
                    node.operation,
                    node.children,
                )
    return ScalarError("a leaf's accumulated gradient is not finite")


def verify(output: Scalar) -> None:
    """Check that the graph below `output` is what the engine says it is.

    Raises
    ------
    ValueError
        If a node has no matching operation, or its value or derivatives are not what the table says.
    """
    from .operations import OPERATIONS
    from .scalar import derivative_function, value_function

    for node in topological_order(output):
        count = len(node.children)
        if not count:
            continue
        if node.operation not in OPERATIONS:
            raise ValueError(f"{node!r} was made by the unknown operation {node.operation!r}")
        values = [child.value for child in node.children]
        try:
            value = value_function(node.operation, count)(*values)
            derivatives = derivative_function(node.operation, count)(*values)
        except (ArithmeticError, ValueError) as error:
            raise ValueError(f"{node.operation!r} of the children of {node!r} fails: {error}") from error
        if value != node.value or derivatives != node.derivatives:
            raise ValueError(f"{node!r} does not follow from its children by {node.operation!r}")
