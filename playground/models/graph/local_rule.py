"""Where a local derivative comes from: its rule with the names of the graph, then with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

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


def say_local(walk: Walk, step: Step) -> str:
    """Return e.g. ``∂y/∂z = y × (1 − y) = 0.5175 × 0.4825 = 0.2497``, or nothing without a short rule."""
    local = walk.local(step)
    if local is None or step.operand is None:
        return ""
    parent, child = walk.graph.nodes[step.node], walk.graph.nodes[walk.child_of(step)]
    slot, slots = parent.slot(step.operand)
    operand = child.label if slots == 1 else f"({ordinal(slot)} {child.label})"
    name = f"∂{parent.label}/∂{operand}"
    if parent.group is not None:
        return _of_neuron(walk, parent, child, local, name)
    if parent.operation == SUM:
        return f"{name} = 1: each summand counts once"
    names, numbers = _written(walk, parent, step.operand, local)
    if len(names) > LONGEST:
        return ""
    parts = [name, names, numbers, number_text(local)]
    return " = ".join(part for place, part in enumerate(parts) if part not in parts[:place])


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


def _of_neuron(walk: Walk, parent: Block, child: Block, local: float, name: str) -> str:
    """Return the weight times the slope of the activation, where one product leads from neuron to neuron."""
    sweep, nodes = walk.graph.scalars.sweep, walk.graph.scalars.nodes
    members = set(parent.members)
    into = [
        (node, operand)
        for node, operand in sweep.edges[sweep.edges[:, 1] == child.outputs[0]].tolist()
        if node in members
    ]
    if len(into) != 1 or nodes[into[0][0]].operation != "*":
        return ""
    (product, operand) = into[0]
    weights = [other for other in nodes[product].operands if other != operand]
    if len(weights) != 1 or not walk.values[weights[0]]:
        return ""
    weight = float(walk.values[weights[0]])
    activation = parent.group.symbol if parent.group is not None else ""
    label = nodes[weights[0]].label
    if activation == "Σ":
        return f"{name} = {label} = {number_text(weight)}"
    numbers = in_line([number_text(weight), "×", number_text(local / weight)])
    return f"{name} = {label} × {activation}′ = {numbers} = {number_text(local)}"
