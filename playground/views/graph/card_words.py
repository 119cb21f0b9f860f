"""The tooltips: of a node its numbers, its operands and its users; of a link what runs along it."""

from __future__ import annotations

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.graph_node import in_print
from playground.models.graph.route import Step
from playground.models.graph.step_words import formula_of
from playground.style.words import number_text
from playground.views.graph.picture.graph_view import GraphView

MOST_NAMES = 8


def card_words(graph: BlockGraph, view: GraphView, node: int) -> str:
    """Return the lines of a node's tooltip.

    Parameters
    ----------
    node
        Index of a block.
    """
    block = graph.nodes[node]
    lines = [block.label if not block.is_computed else f"{block.label} = {formula_of(block)}"]
    for number, scalar in enumerate(block.outputs):
        if number == MOST_NAMES:
            lines.append(f"… and {len(block.outputs) - MOST_NAMES} more")
            break
        name = in_print(graph.scalars.nodes[scalar].name)
        text = f"{name}: {number_text(float(view.values[scalar]))}" if view.has_value[node] else name
        if view.has_gradient[node]:
            text += f", gradient {number_text(float(view.gradients[scalar]))}"
        elif view.asked is not None and view.asked[node]:
            text += ", gradient to be found"
        lines.append(text)
    for title, others in (("Made of", dict.fromkeys(block.operands)), ("Used by", graph.uses[node])):
        names = [graph.nodes[other].label for other in others]
        if names:
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            lines.append(f"{title} {', '.join(names[:MOST_NAMES])}{more}")
    if block.group is not None:
        lines.append("Double-click to open it")
    elif graph.grouping.opened_around(block.members[0], graph.opened) is not None:
        lines.append("Double-click to close what it is part of")
    return "\n".join(lines)


def link_words(graph: BlockGraph, view: GraphView, edge: int) -> str:
    """Return the lines of a link's tooltip: its ends, its derivative, and what it passes back."""
    place, operand = graph.end_of(edge)
    node = graph.nodes[place]
    child, (slot, slots) = graph.nodes[node.operands[operand]], node.slot(operand)
    through = f", operand {slot} of {slots}" if slots > 1 else ""
    lines = [f"From {child.label} to {node.label}{through}"]
    local = view.local(Step(place, operand)) if view.local is not None else None
    if local is not None:
        partly = " through this operand" if slots > 1 else ""
        lines.append(f"∂{node.label}/∂{child.label}{partly} = {number_text(local)}")
        if view.has_gradient[place] and view.asked is None:
            upstream = float(view.gradients[node.outputs[0]])
            share = f"{number_text(upstream)} × {number_text(local)} = {number_text(upstream * local)}"
            lines.append(f"Passes back {share}")
    return "\n".join([*lines, "Click to go to its step"])
