"""Compares the gradients on screen with finite differences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.steps import TOLERANCE, Walk
from playground.style.words import counted, number_text, percent_text

MOST_CHECKED = 40
"""Scalars of a graph that are checked: each takes two forward passes."""
MOST_NAMED = 3

Array = NDArray[np.float64]


@dataclass(frozen=True)
class CheckedGradient:
    """A gradient beside its finite difference.

    Attributes
    ----------
    verdict
        As of `Difference.verdict`.
    """

    name: str
    gradient: float
    difference: float
    verdict: str

    @property
    def relative_error(self) -> float:
        """The distance of the two relative to the larger one."""
        size = max(abs(self.gradient), abs(self.difference))
        return abs(self.gradient - self.difference) / size if size else 0.0


def checked_gradients(walk: Walk, gradients: Array) -> tuple[CheckedGradient, ...]:
    """Return all nodes but constants and the output, nothing for a graph of more than `MOST_CHECKED` scalars.

    Parameters
    ----------
    gradients
        Of all scalars, as they stand on the cards; shape (n_scalars,).
    """
    scalars = walk.graph.scalars
    nodes = [node for node in scalars.nodes if not node.is_constant and node.index != scalars.output]
    if len(nodes) > MOST_CHECKED:
        return ()
    found = []
    for node in nodes:
        difference, gradient = walk.difference(node.index), float(gradients[node.index])
        if difference is not None:
            verdict = difference.verdict(gradient)
            found.append(CheckedGradient(node.label, gradient, difference.value, verdict))
    return tuple(found)


def say_check(checked: tuple[CheckedGradient, ...]) -> str:
    """Sum up a check, and name the gradients that differ, the worst first."""
    if not checked:
        return ""
    wrong = [found for found in checked if found.verdict == "differs"]
    unclear = sum(found.verdict == "too small to tell" for found in checked)
    doubt = f", {unclear} too small to tell" if unclear else ""
    to = percent_text(TOLERANCE, 2)
    if not wrong:
        return f"Checked by finite differences, to {to}: {_all(len(checked) - unclear)}{doubt}."
    wrong.sort(key=lambda found: found.relative_error, reverse=True)
    named = [
        f"{found.name}.grad is {number_text(found.gradient)}, the difference {number_text(found.difference)}"
        for found in wrong[:MOST_NAMED]
    ]
    more = f"; and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
    return (
        f"Checked by finite differences, to {to}: {len(wrong)} of {counted(len(checked), 'gradient')} "
        f"{'differs' if len(wrong) == 1 else 'differ'}{doubt}: {'; '.join(named)}{more}."
    )


def _all(count: int) -> str:
    return "the one gradient agrees" if count == 1 else f"all {count} gradients agree"
