"""Gradient descent on the graph of a formula, one update after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.optimizers import SGD
from engine.training.update_rule import UpdateRule
from playground.models.graph.mistakes.mistakes import NO_ZERO_GRAD
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.graph.update.update_table import UpdateTable, update_table
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import number_text

MANY = 50
"""Updates that are made at once."""


@dataclass(frozen=True)
class Position:
    """Where a descent stands.

    Attributes
    ----------
    leaves
        Values by index.
    carried
        Gradients that nobody cleared, by index of the leaf.
    """

    leaves: Mapping[int, float]
    carried: Mapping[int, float]


@dataclass(frozen=True)
class Descent:
    """What came of some updates.

    Attributes
    ----------
    losses
        Before the first update and after each one that was made.
    position
        After the last one.
    failure
        Why there are no more, and where; empty if all were made.
    """

    losses: tuple[float, ...]
    position: Position
    failure: str = ""

    @property
    def updates(self) -> int:
        """How many were made."""
        return len(self.losses) - 1


def next_update(walk: Walk, parameters: Sequence[int], rate: float, number: int) -> UpdateTable:
    """Return the update of some leaves by the gradients that the backward pass of a walk leaves them.

    Parameters
    ----------
    number
        Of this update, from 1.
    """
    places, names = list(parameters), [walk.graph.scalars.nodes[leaf].label for leaf in parameters]
    ones = np.ones(len(places))
    rule = UpdateRule(SGD(rate), rate, np.inf, is_weight=ones, trainable=ones)
    report = OptimizerReport(walk.values[places], rule, (), number, 0, number - 1)
    return update_table(names, report, walk.gradients_left[places])


def position_after(walk: Walk, parameters: Sequence[int], table: UpdateTable) -> Position:
    """Return the leaves after an update, and what stays in their gradients."""
    leaves = {**walk.leaves, **dict(zip(parameters, table.new_values.tolist(), strict=True))}
    carried: dict[int, float] = {}
    if walk.route.mistake == NO_ZERO_GRAD:
        left = walk.gradients_left
        carried = {leaf.index: float(left[leaf.index]) for leaf in walk.graph.scalars.leaves}
    return Position(leaves, carried)


def descend(
    route: Route,
    start: Position,
    parameters: Sequence[int],
    rate: float,
    count: int = MANY,
    first: int = 1,
    ticket: Ticket = UNWATCHED,
) -> Descent:
    """Make updates until there are enough, or one would leave the range of numbers: it is not made.

    Parameters
    ----------
    first
        Number of the first update.

    Raises
    ------
    ValueError
        There is no value to begin with.
    """
    try:
        walk = walk_at(route, start)
    except ArithmeticError as error:
        raise ValueError(str(error)) from error
    losses = [float(walk.values[-1])]
    for number in range(first, first + count):
        ticket.check()
        table = next_update(walk, parameters, rate, number)
        wrong = table.out_of_range
        if wrong is not None:
            name, gradient = table.names[wrong], number_text(float(table.raw[wrong]))
            reason = f"{name} would leave the range of numbers (its gradient is {gradient})"
            return Descent(tuple(losses), _position(walk), _stopped(number, reason))
        try:
            walk = walk_at(route, position_after(walk, parameters, table))
        except ArithmeticError as error:
            values = zip(table.names[:3], table.new_values.tolist(), strict=False)
            moved = ", ".join(f"{name} = {number_text(value)}" for name, value in values)
            return Descent(tuple(losses), _position(walk), _stopped(number, f"with {moved}, {error}"))
        losses.append(float(walk.values[-1]))
    return Descent(tuple(losses), _position(walk))


def walk_at(route: Route, position: Position) -> Walk:
    """Return the walk at a position.

    Raises
    ------
    ArithmeticError
        A node has no finite value there; the message names it.
    """
    with np.errstate(all="ignore"):
        walk = Walk(route, position.leaves, position.carried)
    wrong = np.flatnonzero(~np.isfinite(walk.values))
    if len(wrong):
        raise ArithmeticError(f"{route.graph.scalars.nodes[int(wrong[0])].label} overflows")
    return walk


def _position(walk: Walk) -> Position:
    return Position(walk.leaves, walk.carried)


def _stopped(number: int, reason: str) -> str:
    return f"Update {number} was not made: {reason}. The values stay as they were before it."
