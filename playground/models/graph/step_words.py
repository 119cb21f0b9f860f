"""Describes forward and backward steps in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.operation_table import title_of
from engine.operations import OPERATIONS
from playground.models.graph.blocks import Block
from playground.models.graph.checking.differences import DIFFERS
from playground.models.graph.gathering import ordinal
from playground.models.graph.graph_node import SUM, in_print
from playground.models.graph.local_rule import in_line, say_local
from playground.models.graph.mistakes.mistakes import BACKWARD_TWICE, NO_ZERO_GRAD
from playground.models.graph.paths import GraphPath, PathSum
from playground.models.graph.steps import BackwardMove, Walk
from playground.style.words import counted, number_text

LONGEST_SUM = 6
ROUNDING = 1e-9
WRONG_RULE = "The gradient says something else: an operation on the way has a wrong derivative."
PRACTICALLY_NOTHING = 1e-8
RESIDUE = 1e-12
"""What is left of a sum relative to its parts where they cancel."""


def say_forward(walk: Walk, number: int) -> str:
    """Describe a forward step, e.g. ``m1 = w1 × x1 = 0.8 × 0.5 = 0.4``."""
    block = walk.graph.nodes[walk.forward[number].node]
    if not block.is_single:
        values = walk.values[list(block.outputs)]
        low, high = number_text(float(values.min()), 3), number_text(float(values.max()), 3)
        formula = block.group.formula if block.group else ""
        return f"{block.name} = {formula}: {counted(len(values), 'number')} from {low} to {high}."
    result = number_text(walk.value_of(block))
    if block.group is not None:
        return f"{block.label} = {block.group.formula} = {result}. A double click opens it."
    return f"{block.label} = {expression(walk, block)} = {expression(walk, block, numbers=True)} = {result}."


def expression(walk: Walk, block: Block, *, numbers: bool = False) -> str:
    """Return a scalar's expression, with names or numbers; long sums are shortened."""
    nodes = walk.graph.scalars.nodes
    scalars = nodes[block.members[0]].operands
    parts = [number_text(float(walk.values[n])) if numbers else nodes[n].label for n in scalars]
    return written(block.operation, parts)


def say_backward(walk: Walk, number: int, move: BackwardMove) -> str:
    """Describe what a backward step adds, why, and what that means for the output.

    Parameters
    ----------
    number
        Of the step, from 0.
    """
    step = walk.backward[number]
    parts = [_say_many(move) if move.local is None else _say_one(move), _say_slot(walk, number, move)]
    local = say_local(walk, step)
    parts += [f"{local}." if local else "", _say_wrong(walk, number, move) or _say_meaning(walk, move)]
    return " ".join(part for part in parts if part)


def _say_one(move: BackwardMove) -> str:
    child, parent, local = move.child.label, move.parent.label, move.local
    assert local is not None
    numbers = in_line([number_text(float(move.upstream[0])), "×", number_text(local)])
    slot = "" if move.slot[1] == 1 else f", {ordinal(move.slot[0])} operand"
    sign = "=" if move.overwrites else "+="
    return (
        f"{child}.grad {sign} {parent}.grad × ∂{parent}/∂{child}{slot} = {numbers} "
        f"= {number_text(float(move.share[0]))}."
    )


def _say_slot(walk: Walk, number: int, move: BackwardMove) -> str:
    """Say that one operand of several is not the whole derivative."""
    if move.slot[1] == 1 or move.local is None:
        return ""
    step, first = walk.backward[number], walk.graph.first_edge
    places = [place for place, child in enumerate(move.parent.operands) if child == move.child.index]
    total = sum(float(walk.link_derivatives[first[step.node] + place]) for place in places)
    every = "both" if len(places) == 2 else f"all {len(places)}"
    parent, child = move.parent.label, move.child.label
    return (
        f"This is through the {ordinal(move.slot[0])} operand alone: {move.slot[0]} of {move.slot[1]}. "
        f"∂{parent}/∂{child} = {number_text(total)} is the sum over {every}."
    )


def _say_wrong(walk: Walk, number: int, move: BackwardMove) -> str:
    """Say what a mistake does in this step, if anything."""
    mistake = walk.route.mistake
    if not mistake or not (move.parent.is_single and move.child.is_single):
        return ""
    if mistake in (BACKWARD_TWICE, NO_ZERO_GRAD):
        return _say_kept(walk, number, move)
    now, right = float(move.upstream[0]), float(walk.gradients[move.parent.outputs[0]])
    is_off = abs(now - right) > ROUNDING * max(abs(now), abs(right))
    parent, child, lost = move.parent.label, move.child.label, float(move.before[0])
    if walk.route.overwrites:
        if lost:
            total = number_text(lost + float(move.share[0]))
            return f"Wrong: = throws away the {number_text(lost)} in {child}.grad; += would make it {total}."
        if is_off:
            return (
                f"Wrong: {parent}.grad is {number_text(now)} and should be {number_text(right)}: "
                "a share of it was thrown away."
            )
        return ""
    if not is_off:
        return ""
    return (
        f"Wrong: {parent}.grad is {number_text(now)} at this moment, and {number_text(right)} "
        "in the end: it is passed on before all of its shares are there, or again with earlier ones."
    )


def _say_kept(walk: Walk, number: int, move: BackwardMove) -> str:
    """Say what a leaf's gradient still holds that should have been cleared."""
    child = move.child.label
    kept = walk.kept_before(number, move.child.outputs[0])
    if not kept:
        return ""
    source = "the first backward()" if walk.route.mistake == BACKWARD_TWICE else "earlier updates"
    return f"Wrong: {number_text(kept)} of {child}.grad is left from {source}; nobody cleared it."


def _say_meaning(walk: Walk, move: BackwardMove) -> str:
    """Say what the whole gradient means for the output, once it is there."""
    child = move.child.label
    if move.left:
        times = "once" if move.left == 1 else f"{move.left} times"
        more = "the next share replaces this one" if move.overwrites else "more is added"
        return f"{child} is used {times} more: {more}."
    output = walk.graph.nodes[walk.graph.output].label
    name = in_print(walk.graph.scalars.nodes[move.number].name)
    # The right gradient: in the wrong order what was gathered says nothing about the output.
    slope, fault = float(walk.gradients[move.number]), ""
    if move.difference is not None and move.difference.verdict(slope) == DIFFERS:
        slope, fault = move.difference.value, f" {WRONG_RULE}"
    change = 0.01 * slope
    if change == 0.0:
        return f"Raise {name} a little and {output} stays as it is.{fault}"
    if abs(change) < PRACTICALLY_NOTHING:
        by = number_text(abs(change), 2)
        return f"Raise {name} by 0.01 and {output} changes by {by}: practically not at all.{fault}"
    way = "rises" if change > 0 else "falls"
    return f"Raise {name} by 0.01 and {output} {way} by about {number_text(abs(change))}.{fault}"


def _say_many(move: BackwardMove) -> str:
    theirs, ours = len(move.upstream), len(move.share)
    begin = f"{counted(ours, 'gradient')} {'reaches' if ours == 1 else 'reach'} {move.child.label}"
    if theirs == 1:
        return f"{begin}: {move.parent.label}.grad times each one's own local derivative."
    each = "each is" if ours > 1 else "it is"
    return f"{begin} from {move.parent.label}: {each} a sum over what {theirs:,} numbers pass on."


def norm(numbers: NDArray[np.float64]) -> float:
    """Return a single number as it is, and the norm of several."""
    return float(numbers[0]) if len(numbers) == 1 else float(np.linalg.norm(numbers))


def written(operation: str, parts: Sequence[str]) -> str:
    """Return an operation with its operands in usual notation."""
    signs = {"+": " + ", SUM: " + ", "-": " − ", "*": " × ", "/": " ÷ "}
    if operation == SUM and len(parts) > LONGEST_SUM:
        parts = [*parts[: LONGEST_SUM - 2], "…", parts[-1]]
    if operation in signs:
        return signs[operation].join(f"({part})" if part.startswith("−") else part for part in parts)
    if operation == "neg":
        return f"−{parts[0]}"
    if operation.startswith("**") and len(operation) > 2:
        return f"({parts[0]})^{operation[2:]}" if parts[0].startswith("−") else f"{parts[0]}^{operation[2:]}"
    if operation == "**":
        return f"{parts[0]}^{parts[1]}"
    return f"{title_of(operation)}({', '.join(parts)})"


def formula_of(block: Block) -> str:
    """Return the formula of a block: that of its group, or of its operation in the engine's table."""
    if block.group is not None:
        return block.group.formula
    return "x + y + …" if block.operation == SUM else OPERATIONS[block.operation].formula


def say_path(walk: Walk, path: GraphPath) -> tuple[str, str]:
    """Return the nodes of a path, and its factors in the same order.

    Where a node is an operand twice, the place that the path goes through stands with it.
    """
    graph = walk.graph
    names = [graph.scalars.nodes[scalar].label for scalar in path.scalars]
    for place, edge in enumerate(path.edges):
        parent = graph.nodes[int(graph.block_of[path.scalars[place + 1]])]
        slot, slots = parent.slot(edge - int(graph.first_edge[parent.index]))
        if slots > 1:
            names[place] += f" ({ordinal(slot)})"
    factors = in_line([part for factor in reversed(path.factors) for part in ("×", number_text(factor))][1:])
    return " → ".join(names), f"{factors or '1'} = {number_text(path.product)}"


def say_sum(paths: PathSum) -> str:
    """Return the sum over paths: 0 where all that is left of it is rounding."""
    size = sum(abs(path.product) for path in paths.paths)
    return number_text(0.0 if abs(paths.total) < RESIDUE * size else paths.total)
