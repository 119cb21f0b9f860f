"""Describes forward and backward steps in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.operations import OPERATIONS
from playground.models.graph.blocks import Block
from playground.models.graph.graph_node import SUM, in_print
from playground.models.graph.steps import BackwardMove, Walk
from playground.style.words import counted, number_text

LONGEST_SUM = 6


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
    sweep = walk.graph.scalars.sweep
    start = sweep.first_edge[block.members[0]]
    scalars = sweep.edges[start : start + len(walk.graph.scalars.nodes[block.members[0]].operands), 1]
    nodes = walk.graph.scalars.nodes
    parts = [number_text(float(walk.values[n])) if numbers else nodes[n].label for n in scalars]
    return written(block.operation, parts)


def say_backward(walk: Walk, move: BackwardMove) -> str:
    """Describe what a backward step adds, and what that means for the output."""
    child, parent = move.child, move.parent
    if move.local is None:
        added = _say_many(move)
    else:
        added = (
            f"{child.label}.grad += {parent.label}.grad × ∂{parent.label}/∂{child.label} "
            f"= {number_text(float(move.upstream[0]))} × {number_text(move.local)} "
            f"= {number_text(float(move.share[0]))}."
        )
    if move.left:
        times = "once" if move.left == 1 else f"{move.left} times"
        return f"{added} {child.label} is used {times} more: more is added."
    output = walk.graph.nodes[walk.graph.output].label
    name = in_print(walk.graph.scalars.nodes[move.number].name)
    change = 0.01 * float(move.after[np.abs(move.after).argmax()])
    if change == 0.0:
        return f"{added} Raise {name} a little and {output} stays as it is."
    way = "rises" if change > 0 else "falls"
    return f"{added} Raise {name} by 0.01 and {output} {way} by about {number_text(abs(change))}."


def _say_many(move: BackwardMove) -> str:
    theirs, ours = len(move.upstream), len(move.share)
    begin = f"{counted(ours, 'gradient')} {'reaches' if ours == 1 else 'reach'} {move.child.label}"
    if theirs == 1:
        return f"{begin}: {move.parent.label}.grad times each one's own local derivative."
    each = "each is" if ours > 1 else "it is"
    return f"{begin} from {move.parent.label}: {each} a sum over what {theirs:,} numbers pass on."


def length(numbers: NDArray[np.float64]) -> float:
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
    return f"{operation}({', '.join(parts)})"


def formula_of(block: Block) -> str:
    """Return the formula of a block: that of its group, or of its operation in the engine's table."""
    if block.group is not None:
        return block.group.formula
    return "x + y + …" if block.operation == SUM else OPERATIONS[block.operation].formula
