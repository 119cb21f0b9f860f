"""Where a local derivative comes from: its rule with the names of the graph, then with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.operations import OPERATIONS
from engine.symbols import operands
from playground.models.graph.blocks import Block
from playground.models.graph.functions.derivative_rules import derivative
from playground.models.graph.gathering import ordinal
from playground.models.graph.graph_node import SUM
from playground.models.graph.route import Step
from playground.models.graph.steps import Walk
from playground.models.graph.update.formula import FormulaWriter, Quantity
from playground.style.words import number_text

LONGEST = 60
"""Rules of more letters than that explain nothing."""


@dataclass(frozen=True)
class NeuronFactors:
    """The derivative of a neuron by one that feeds it: the weight between them, and the slope."""

    label: str
    weight: float
    slope: float
    activation: str


def local_name(walk: Walk, step: Step) -> str:
    """Return e.g. ``∂m₁/∂w₁``, or ``∂b/∂(first a)`` where a node is an operand twice."""
    assert step.operand is not None
    parent, child = walk.graph.nodes[step.node], walk.graph.nodes[walk.child_of(step)].label
    slot, slots = parent.slot(step.operand)
    return f"∂{parent.label}/∂{child if slots == 1 else f'({ordinal(slot)} {child})'}"


def say_local(walk: Walk, step: Step) -> str:
    """Return e.g. ``∂y/∂z = y × (1 − y) = 0.5175 × 0.4825 = 0.2497``, or nothing without a short rule."""
    local, rule = walk.local(step), rule_of(walk, step)
    if local is None or rule is None:
        return ""
    if walk.graph.nodes[step.node].operation == SUM:
        return f"{local_name(walk, step)} = 1: each summand counts once"
    parts = [local_name(walk, step), *rule, number_text(local)]
    return " = ".join(part for place, part in enumerate(parts) if part not in parts[:place])


def rule_of(walk: Walk, step: Step) -> tuple[str, str] | None:
    """Return a local derivative in names and in numbers, such as y × (1 − y); None without a short rule."""
    local, parent = walk.local(step), walk.graph.nodes[step.node]
    if local is None or step.operand is None:
        return None
    if parent.operation == SUM:
        return "1", "1"
    if parent.group is None:
        names, numbers = _written(walk, parent, step.operand, local)
        return None if len(names) > LONGEST else (names, numbers)
    factors = neuron_factors(walk, step)
    if factors is None:
        return None
    weight = number_text(factors.weight)
    if factors.activation == "Σ":
        return factors.label, weight
    return f"{factors.label} × {factors.activation}′", in_line([weight, "×", number_text(factors.slope)])


def _written(walk: Walk, parent: Block, place: int, local: float) -> tuple[str, str]:
    """Return the derivative of an operation by an operand in names and in numbers."""
    nodes = walk.graph.scalars.nodes
    scalars = nodes[parent.members[0]].operands
    *given, out = operands(len(scalars) + 1)
    known = {
        operand: Quantity(nodes[index].label, float(walk.values[index]))
        for operand, index in zip(given, scalars, strict=True)
    }
    known[out] = Quantity(parent.label, walk.value_of(parent))
    written = derivative(OPERATIONS[parent.operation], given, out, place)
    _, _, *terms = FormulaWriter(known).write(Quantity("", local), written, "=")[-1]
    return " ".join(term.name for term in terms), in_line([term.number for term in terms])


def in_line(numbers: Sequence[str]) -> str:
    """Return numbers and signs in one line, those below 0 behind a sign in brackets."""
    return " ".join(
        f"({number})" if place and number.startswith("−") and len(number) > 1 else number
        for place, number in enumerate(numbers)
    )


def neuron_factors(walk: Walk, step: Step) -> NeuronFactors | None:
    """Return weight and slope where one product leads from neuron to neuron, else None."""
    local, parent, child = walk.local(step), walk.graph.nodes[step.node], walk.child_of(step)
    if local is None or parent.group is None:
        return None
    sweep, nodes = walk.graph.scalars.sweep, walk.graph.scalars.nodes
    source, members = walk.graph.nodes[child].outputs[0], set(parent.members)
    into = [node for node, _ in sweep.edges[sweep.edges[:, 1] == source].tolist() if node in members]
    if len(into) != 1 or nodes[into[0]].operation != "*":
        return None
    weights = [other for other in nodes[into[0]].operands if other != source]
    if len(weights) != 1 or not walk.values[weights[0]]:
        return None
    weight = float(walk.values[weights[0]])
    return NeuronFactors(nodes[weights[0]].label, weight, local / weight, parent.group.symbol)
