"""Numeric against analytic gradients, for any expression of Scalars."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.graph import gradients, topological_order
from engine.operations import OPERATIONS
from engine.scalar import Scalar

# The cube root of the rounding unit balances truncation and rounding of a central difference.
STEP = 6e-6
# If a function bends within the step (log at 0.001) or ends there (log at 1e-6), smaller ones are tried;
# the smallest still leaves the rounding of the output below the tolerance.
REFINEMENTS = (1.0, 1e-2, 1e-4)


@dataclass(frozen=True)
class NodeCheck:
    """The two derivatives of the output with respect to one node."""

    node: Scalar
    analytic: float
    numeric: float
    tolerance: float

    @property
    def ok(self) -> bool:
        """Whether they agree within the tolerance."""
        return abs(self.analytic - self.numeric) <= self.tolerance


def _excess(check: NodeCheck) -> float:
    difference = abs(check.analytic - check.numeric)
    return math.inf if math.isnan(difference) else difference / check.tolerance


@dataclass(frozen=True)
class GradientCheck:
    """What `gradient_check` found, node by node, children before parents."""

    nodes: tuple[NodeCheck, ...]

    @property
    def ok(self) -> bool:
        """Whether every node agrees."""
        return all(node.ok for node in self.nodes)

    @property
    def worst(self) -> NodeCheck:
        """The node with the largest difference relative to its tolerance."""
        return max(self.nodes, key=_excess)

    def __str__(self) -> str:
        lines = [
            f"{'ok ' if n.ok else 'BAD'} {n.node.label or n.node.operation or 'leaf'}: "
            f"analytic {n.analytic:.10g}, numeric {n.numeric:.10g}"
            for n in self.nodes
        ]
        return "\n".join(lines)


def gradient_check(output: Scalar, *, step: float = STEP, tolerance: float = 1e-6) -> GradientCheck:
    """Compare back-propagation with central differences at every node below `output`.

    Each node in turn is moved up and down a little and everything above it computed anew. Where the two
    disagree, smaller steps follow: they remove the error of a large step, but not a wrong derivative.

    Parameters
    ----------
    output
        Any Scalar; neither values nor gradients of its graph change.
    step
        Relative step of the central difference.
    tolerance
        Allowed difference, relative to the size of the derivative and of the output over the step.
    """
    order = topological_order(output)
    analytic = gradients(output, order)
    functions = [OPERATIONS[n.operation].on_floats(len(n.children)) if n.children else None for n in order]
    position = {node: index for index, node in enumerate(order)}
    children = [[position[child] for child in node.children] for node in order]

    def replay(moved: int, value: float) -> float:
        values = [node.value for node in order]
        values[moved] = value
        changed = {moved}
        for index in range(moved + 1, len(order)):
            function = functions[index]
            if function is not None and not changed.isdisjoint(children[index]):
                values[index] = function(*(values[child] for child in children[index]))[0]
                changed.add(index)
        return values[-1]

    def check(index: int, relative: float) -> NodeCheck:
        value = order[index].value
        h = relative * max(1.0, abs(value))
        up, down = value + h, value - h
        try:
            numeric = (replay(index, up) - replay(index, down)) / (up - down)
        except (ArithmeticError, ValueError):
            numeric = math.nan  # the step leaves the domain; agrees with nothing
        scale = max(1.0, abs(output.value), abs(numeric)) if math.isfinite(numeric) else 1.0
        return NodeCheck(order[index], analytic[index], numeric, tolerance * scale)

    checks = []
    for index in range(len(order)):
        tries = (check(index, step * refinement) for refinement in REFINEMENTS)
        first = next(tries)
        agreeing = first if first.ok else next((better for better in tries if better.ok), first)
        checks.append(agreeing)
    return GradientCheck(tuple(checks))
