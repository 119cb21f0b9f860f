"""Forward and backward as single steps, each with its numbers and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.operations import OPERATIONS
from playground.models.graph.computation_graph import SUM, ComputationGraph, GraphNode
from playground.models.words import number_text

MOST_WRONG_STEPS = 400
DIFFERENCE = 1e-6


@dataclass(frozen=True)
class Step:
    """One node computed, or one edge walked back.

    Attributes
    ----------
    node
        The node that is computed, or whose gradient is passed on.
    operand
        Backward: which of its operands gets a share; None forward.
    """

    node: int
    operand: int | None = None


@dataclass(frozen=True)
class BackwardMove:
    """What one backward step does.

    Attributes
    ----------
    child, parent
        The gradient of `parent` is passed on to `child`.
    upstream, local, share
        `upstream` times `local` makes `share`.
    before, after
        The gradient of the child.
    difference
        What a finite difference says of the child's whole gradient, None where it has no value there.
    """

    child: GraphNode
    parent: GraphNode
    upstream: float
    local: float
    share: float
    before: float
    after: float
    difference: float | None


class Walk:
    """A graph with values, gone through forward or backward.

    Parameters
    ----------
    graph
        What is gone through.
    leaves
        Values of leaves by index.
    is_wrong
        Whether gradients are passed on at once instead of in topological order: the mistake of a backward
        pass that calls itself.
    """

    def __init__(self, graph: ComputationGraph, leaves: dict[int, float], *, is_wrong: bool = False) -> None:
        self.graph = graph
        self.leaves = dict(leaves)
        self.values = graph.values(leaves)
        self.derivatives = graph.local_derivatives(self.values)
        self.gradients = graph.gradients(self.derivatives)
        self.forward = tuple(Step(node.index) for node in graph.nodes if node.operation)
        self.backward = wrong_order(graph) if is_wrong else right_order(graph)

    def gradients_after(self, count: int) -> tuple[float, ...]:
        """Return all gradients after so many backward steps."""
        totals = [0.0] * len(self.graph.nodes)
        totals[self.graph.output] = 1.0
        for step in self.backward[:count]:
            child, share = self._share(step, totals)
            totals[child] += share
        return tuple(totals)

    def _share(self, step: Step, totals: Sequence[float]) -> tuple[int, float]:
        assert step.operand is not None
        child = self.graph.nodes[step.node].operands[step.operand]
        return child, self.derivatives[step.node][step.operand] * totals[step.node]

    def move(self, number: int) -> BackwardMove:
        """Return what the backward step of this number, from 0, does."""
        step = self.backward[number]
        assert step.operand is not None
        before = self.gradients_after(number)
        child, share = self._share(step, before)
        return BackwardMove(
            child=self.graph.nodes[child],
            parent=self.graph.nodes[step.node],
            upstream=before[step.node],
            local=self.derivatives[step.node][step.operand],
            share=share,
            before=before[child],
            after=before[child] + share,
            difference=self.difference(child),
        )

    def difference(self, index: int) -> float | None:
        """Return the slope of the output by a node, from the output on both sides of its value."""
        value = self.values[index]
        reach = DIFFERENCE * max(1.0, abs(value))
        try:
            high, low = (self.graph.values(self.leaves, (index, value + way * reach))[-1] for way in (1, -1))
        except (ArithmeticError, ValueError):
            return None
        return (high - low) / (2.0 * reach)

    def say_forward(self, number: int) -> str:
        """Say what a forward step computes, e.g. ``m1 = w1 × x1 = 0.8 × 0.5 = 0.4``."""
        node = self.graph.nodes[self.forward[number].node]
        names = [self.graph.nodes[index].label for index in node.operands]
        numbers = [number_text(self.values[index]) for index in node.operands]
        result = number_text(self.values[node.index])
        return (
            f"{node.label} = {written(node.operation, names)} = {written(node.operation, numbers)} = {result}"
        )

    def say_backward(self, number: int) -> str:
        """Say what a backward step adds, and what that means for the output."""
        move, output = self.move(number), self.graph.nodes[self.graph.output]
        added = (
            f"{move.child.label}.grad += {move.parent.label}.grad × ∂{move.parent.label}/∂{move.child.label} "
            f"= {number_text(move.upstream)} × {number_text(move.local)} = {number_text(move.share)}"
        )
        left = sum(1 for step in self.backward[number + 1 :] if self._child(step) == move.child.index)
        if left:
            times = "once" if left == 1 else f"{left} times"
            return f"{added}. {move.child.label} is used {times} more: more is added."
        change = 0.01 * move.after
        way = "rises" if change > 0 else "falls"
        if change == 0.0:
            return f"{added}. Raise {move.child.label} a little and {output.label} stays as it is."
        return (
            f"{added}. Raise {move.child.label} by 0.01 and {output.label} {way} by about "
            f"{number_text(abs(change))}."
        )

    def _child(self, step: Step) -> int:
        assert step.operand is not None
        return self.graph.nodes[step.node].operands[step.operand]


def right_order(graph: ComputationGraph) -> tuple[Step, ...]:
    """Return all edges, those of a node only after everything it flows into; constants are left out."""
    return tuple(
        Step(node.index, operand)
        for node in reversed(graph.nodes)
        for operand, child in enumerate(node.operands)
        if not graph.nodes[child].is_constant
    )


def wrong_order(graph: ComputationGraph) -> tuple[Step, ...]:
    """Return the edges as a pass walks them that goes on from each operand at once, with what came so far.

    Where a node is used more than once, its own operands get the first share again with the second one.
    """
    steps: list[Step] = []
    waiting = [(graph.output, 0)]
    while waiting and len(steps) < MOST_WRONG_STEPS:
        node, operand = waiting.pop()
        operands = graph.nodes[node].operands
        if operand >= len(operands):
            continue
        waiting.append((node, operand + 1))
        child = operands[operand]
        if not graph.nodes[child].is_constant:
            steps.append(Step(node, operand))
            waiting.append((child, 0))
    return tuple(steps)


def written(operation: str, parts: Sequence[str]) -> str:
    """Return an operation with its operands as people write it."""
    signs = {"+": " + ", SUM: " + ", "-": " − ", "*": " × ", "/": " ÷ "}
    if operation in signs:
        return signs[operation].join(f"({part})" if part.startswith("−") else part for part in parts)
    if operation == "neg":
        return f"−{parts[0]}"
    if operation.startswith("**") and len(operation) > 2:
        return f"({parts[0]})^{operation[2:]}" if parts[0].startswith("−") else f"{parts[0]}^{operation[2:]}"
    if operation == "**":
        return f"{parts[0]}^{parts[1]}"
    return f"{operation}({', '.join(parts)})"


def formula_of(operation: str) -> str:
    """Return the formula of an operation in the engine's table."""
    return "x + y + …" if operation == SUM else OPERATIONS[operation].formula
