"""What is shown and said of a pass through formulas at a position."""

from __future__ import annotations

import numpy as np

from playground.controllers.graph.step_view import StepLooks, backward_view, forward_view
from playground.models.graph.paths import PathSum
from playground.models.graph.step_words import say_path, say_sum
from playground.models.graph.steps import Walk
from playground.models.lessons.stages.formula_stage import Passes
from playground.style.words import number_text
from playground.views.graph.picture.graph_view import GraphView

ROUNDING = 1e-9
MOST_WAYS, MOST_GRADIENTS = 4, 2
"""So many are told one by one."""
ALL_RIGHT = "All gradients are right"


def pass_view(passes: Passes, walk: Walk, at: int, lit: frozenset[int]) -> GraphView:
    """Return the picture of one of the passes at a position, with some edges lit."""
    made = passes.backward_at(walk, at)
    now: tuple[int, int | None] | None = None
    if not lit and at != passes.n_forward and at:
        step = walk.backward[made - 1] if made else walk.forward[at - 1]
        now = step.node, step.operand
    looks = StepLooks(made > 0, False, "flow", lit, now)
    return backward_view(walk, made, looks) if made else forward_view(walk, at, looks)


def say_wrong_gradients(walk: Walk) -> tuple[str, bool]:
    """Say which gradients are wrong at the end of a pass, and whether any is."""
    left, right = walk.gradients_left, walk.gradients
    off = np.flatnonzero(np.abs(left - right) > ROUNDING).tolist()
    if not off:
        return ALL_RIGHT, False
    said = [
        f"{walk.graph.scalars.nodes[scalar].label}.grad is {number_text(float(left[scalar]))}, "
        f"not {number_text(float(right[scalar]))}"
        for scalar in off[:MOST_GRADIENTS]
    ]
    more = f" and {len(off) - MOST_GRADIENTS} more" if len(off) > MOST_GRADIENTS else ""
    return "; ".join(said) + more, True


def say_ways(walk: Walk, paths: PathSum) -> str:
    """Multiply out the ways from a node to the output, and add them up."""
    ways = [": ".join(say_path(walk, path)) for path in paths.paths[:MOST_WAYS]]
    more = " and so on" if paths.count > MOST_WAYS else ""
    return f"{'; '.join(ways)}{more}. Together {say_sum(paths)}."
