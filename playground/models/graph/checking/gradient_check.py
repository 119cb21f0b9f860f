"""Compares the gradients on screen with finite differences, and names what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.models.graph.checking.differences import (
    AGREES,
    DIFFERS,
    KINK,
    TOLERANCE,
    TOO_SMALL,
    UNDEFINED,
    Difference,
    differences,
)
from playground.models.graph.checking.wrong_rules import WrongRule, wrong_rules
from playground.models.graph.steps import Walk
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import counted, number_text, percent_text

MOST_AT_ONCE = 40
"""Scalars of a graph that are checked while one waits: each takes two forward passes."""
MOST_NAMED = 3
OTHER_VERDICTS = (TOO_SMALL, KINK, UNDEFINED)


@dataclass(frozen=True)
class CheckedGradient:
    """A gradient beside its finite difference.

    Attributes
    ----------
    scalar
        Its place in the graph.
    difference
        None where a step leaves the domain of an operation.
    """

    scalar: int
    name: str
    gradient: float
    difference: Difference | None

    @property
    def numeric(self) -> float:
        """The finite difference, NaN where there is none."""
        return self.difference.value if self.difference is not None else np.nan

    @cached_property
    def verdict(self) -> str:
        """As of `Difference.verdict`, or `UNDEFINED`."""
        return self.difference.verdict(self.gradient) if self.difference is not None else UNDEFINED

    @property
    def relative_error(self) -> float:
        """The distance of the two relative to the larger one."""
        size = max(abs(self.gradient), abs(self.numeric))
        return abs(self.gradient - self.numeric) / size if size else 0.0


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """All gradients of a graph, checked.

    Attributes
    ----------
    wrong_rules
        The operations whose own derivative is wrong.
    """

    gradients: tuple[CheckedGradient, ...]
    wrong_rules: tuple[WrongRule, ...] = ()

    @cached_property
    def wrong(self) -> list[CheckedGradient]:
        """Those that differ, the worst first."""
        found = [gradient for gradient in self.gradients if gradient.verdict == DIFFERS]
        return sorted(found, key=lambda gradient: gradient.relative_error, reverse=True)


def _scalars_to_check(walk: Walk) -> list[int]:
    """Return all nodes that have a gradient: constants have none, and a wrong pass reaches those in sight."""
    graph = walk.graph
    nodes = [node.index for node in graph.scalars.nodes if not node.is_constant]
    if walk.route.mistake:
        seen = {scalar for block in graph.nodes for scalar in block.outputs}
        nodes = [index for index in nodes if index in seen]
    return nodes


def check_gradients(walk: Walk, ticket: Ticket = UNWATCHED) -> GradientCheck:
    """Compare every gradient that a backward pass ends with.

    Raises
    ------
    ValueError
        The pass is a wrong one that was given up, or the output has no value.
    """
    if walk.route.is_cut:
        raise ValueError("the pass in the wrong order was given up: its gradients are no result")
    if not np.isfinite(walk.values[walk.graph.scalars.output]):
        raise ValueError("the output has no value here, so there is nothing to compare gradients with")
    scalars = _scalars_to_check(walk)
    names = [walk.graph.scalars.nodes[scalar].label for scalar in scalars]
    gradients = walk.gradients_left[scalars].tolist()
    found = differences(walk.graph.scalars, walk.values, np.array(scalars), ticket)
    checked = tuple(map(CheckedGradient, scalars, names, gradients, found))
    wrong = {gradient.scalar for gradient in checked if gradient.verdict == DIFFERS}
    return GradientCheck(checked, wrong_rules(walk, wrong))


def say_check(check: GradientCheck, *, names: bool = True) -> str:
    """Sum up a check: what agrees or differs, and which operation is wrong.

    Parameters
    ----------
    names
        Whether to name the gradients that differ, the worst first.
    """
    checked, wrong = check.gradients, check.wrong
    verdicts = [gradient.verdict for gradient in checked]
    doubts = [(verdicts.count(verdict), verdict) for verdict in OTHER_VERDICTS]
    doubt = "".join(f", {count} {verdict}" for count, verdict in doubts if count)
    to = percent_text(TOLERANCE, 2)
    if not wrong:
        agreeing = _agreeing(verdicts.count(AGREES), len(checked))
        return f"Checked by finite differences, to {to}: {agreeing}{doubt}."
    named = [
        f"{found.name}.grad is {number_text(found.gradient)}, the difference {number_text(found.numeric)}"
        for found in wrong[:MOST_NAMED]
    ]
    more = f"; and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
    which = f": {'; '.join(named)}{more}" if names else ""
    rules = "".join(f" {rule.words}." for rule in check.wrong_rules[:MOST_NAMED])
    return (
        f"Checked by finite differences, to {to}: {len(wrong)} of {counted(len(checked), 'gradient')} "
        f"{'differs' if len(wrong) == 1 else 'differ'}{doubt}{which}.{rules}"
    )


def worst_first(check: GradientCheck) -> Sequence[int]:
    """Return the rank of each gradient: first those that differ, then those in doubt, then the others."""
    ranks = {DIFFERS: 0, UNDEFINED: 1, KINK: 2, TOO_SMALL: 3, AGREES: 4}
    return [ranks[gradient.verdict] for gradient in check.gradients]


def _agreeing(count: int, of: int) -> str:
    if count == 1:
        return "1 gradient agrees"
    return f"{'all ' if count == of else ''}{counted(count, 'gradient')} agree"
