"""The numbers of a backward step, line by line."""

from __future__ import annotations

import numpy as np

from playground.models.graph.checking.differences import (
    AGREES,
    DIFFERS,
    KINK,
    TOLERANCE,
    TOO_SMALL,
    Difference,
)
from playground.models.graph.step_words import formula_of, norm
from playground.models.graph.steps import BackwardMove, Walk
from playground.style.words import number_text, percent_text
from playground.views.kit.figure_rows import Figure

LONGEST_NUMBER = 8
ALL_CHECKED = "Check the gradients of all nodes (G)"
MARKS = {AGREES: "✓", DIFFERS: "✗"}


def figures_of(walk: Walk, move: BackwardMove) -> list[Figure]:
    """Return what a backward step takes, makes and is checked by."""
    child = move.child.label
    many = "" if len(move.upstream) == 1 else ", norm"
    figures = [Figure(f"Upstream: {move.parent.label}.grad{many}", number_text(norm(move.upstream)))]
    if move.local is not None:
        slot = "" if move.slot[1] == 1 else f", operand {move.slot[0]} of {move.slot[1]}"
        figures.append(Figure(f"Local derivative{slot}", number_text(move.local)))
    many = "" if len(move.share) == 1 else ", norm"
    before, after = number_text(norm(move.before)), number_text(norm(move.after))
    figures.append(Figure(f"{child}.grad{many}", f"{before} → {after}"))
    if move.difference is not None:
        name = (
            "Finite difference"
            if len(move.share) == 1
            else (f"Finite difference, {walk.graph.scalars.nodes[move.number].label}")
        )
        strongest = float(move.after[np.abs(move.after).argmax()])
        if move.left:
            name, value = f"{name}, all shares", number_text(move.difference.value)
        else:
            value = _checked(move.difference, move.difference.verdict(strongest))
            name += f", to {percent_text(TOLERANCE, 2)}" * value.startswith("✓")
        figures.append(Figure(name, value, leads_to=ALL_CHECKED))
    figures.append(Figure(f"Formula of {move.parent.symbol}", formula_of(move.parent)))
    return figures


def _checked(difference: Difference, verdict: str) -> str:
    """Return a difference with a mark, or the reason why it says nothing."""
    if verdict == KINK and difference.sides is not None:
        return f"a kink: {' or '.join(number_text(slope) for slope in difference.sides)}"
    return verdict if verdict == TOO_SMALL else f"{MARKS[verdict]} {number_text(difference.value)}"


def short_text(value: float) -> str:
    """Return a number that has room below a fraction."""
    text = number_text(value)
    return text if len(text) <= LONGEST_NUMBER else number_text(value, 2)
