"""Walking the graph of Scalars: topological order and the backward pass."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from engine.errors import ScalarError
from engine.scalar import Scalar


def topological_order(*outputs: Scalar) -> list[Scalar]:
    """Return every node below `outputs` once, children before parents: first all leaves, then the rest.

    Iterative, so that a chain of a million nodes is no deeper than one of ten.
    """
    leaves, inner = leaves_and_inner_nodes(*outputs)
    return leaves + inner


def leaves_and_inner_nodes(*outputs: Scalar) -> tuple[list[Scalar], list[Scalar]]:
    """Return the nodes without children, and those with children in topological order, each once.

    Leaves never wait on the stack, which halves the time of the walk.
    """
    leaves: list[Scalar] = []
    inner: list[Scalar] = []
    seen: set[Scalar] = set()
    stack: list[Scalar | None] = []
    pop, push, see = stack.pop, stack.append, seen.add
    for output in reversed(outputs):
        if output.children:
            push(output)
        elif output not in seen:
            see(output)
            leaves.append(output)
    while stack:
        node = pop()
        if node is None:  # the mark above a node whose children are all done
            inner.append(pop())  # type: ignore[arg-type]
        elif node not in seen:
            see(node)
            push(node)
            push(None)
            for child in node.children:
                if child not in seen:
                    if child.children:
                        push(child)
                    else:
                        see(child)
                        leaves.append(child)
    return leaves, inner


def backward(output: Scalar) -> None:
    """Back-propagate: add d(output)/d(node) to the ``grad`` of every node below `output`.

    Gradients of inner nodes start from zero in every pass; those of leaves accumulate over passes, as in
    PyTorch, so calling this twice gives every leaf exactly twice its gradient.

    Raises
    ------
    ScalarError
        If a gradient overflows; it names the operation whose derivative did. Gradients are undefined then.
    """
    leaves, inner = leaves_and_inner_nodes(output)
    earlier = [(leaf, leaf.grad) for leaf in leaves if leaf.grad != 0.0]
    for leaf, _ in earlier:
        # Added at the end, not built upon: so a second pass adds exactly what the first one did.
        leaf.grad = 0.0
    for node in inner:
        node.grad = 0.0
    output.grad = 1.0
    inner.reverse()
    for node in inner:
        grad, children = node.grad, node.children
        if len(children) == 2:
            first, second = children
            derivative, other = node.derivatives
            first.grad += derivative * grad
            second.grad += other * grad
        elif len(children) == 1:
            children[0].grad += node.derivatives[0] * grad
        else:
            for child, derivative in zip(children, node.derivatives, strict=True):
                child.grad += derivative * grad
    for leaf, grad in earlier:
        leaf.grad += grad
    # 0 times anything finite is 0, times infinity or NaN it is NaN: one sum finds all that is not finite.
    if sum([0.0 * leaf.grad for leaf in leaves]) != 0.0:
        raise _gradient_overflow(inner)


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
    """Return the error that names the first product on the way back that is not finite, or else a sum."""
    for node in from_output:
        for child, derivative in zip(node.children, node.derivatives, strict=True):
            if math.isfinite(node.grad) and not math.isfinite(derivative * node.grad):
                return ScalarError(
                    f"the gradient overflows in {node.operation!r}"
                    f"{f' ({child.label})' if child.label else ''}: {node.grad!r} times {derivative!r}",
                    node.operation,
                    node.children,
                )
    return ScalarError("the sum of the gradients that meet in one node overflows", "+")


def verify(output: Scalar) -> None:
    """Check that the graph below `output` is what the engine says it is.

    Raises
    ------
    ValueError
        If a node has no matching operation, or its value or derivatives are not what the table says.
    """
    from engine.operations import OPERATIONS
    from engine.scalar import derivative_function, value_function

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
