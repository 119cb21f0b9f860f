"""How the gradient of a node comes together: one share for each use."""

from __future__ import annotations

from dataclasses import dataclass

from playground.models.graph.steps import Walk
from playground.style.words import counted

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class Share:
    """What one step adds, or will add.

    Attributes
    ----------
    name
        Of the node it comes from; with the place of the operand where there are several.
    value
        None if it is still to come.
    """

    name: str
    value: float | None
    is_now: bool = False


@dataclass(frozen=True)
class Gathering:
    """All shares of a node in the order of the steps.

    Attributes
    ----------
    node
        Its name.
    total
        What has been gathered by now.
    """

    node: str
    shares: tuple[Share, ...]
    total: float

    @property
    def progress(self) -> str:
        """How many of the shares are there: ``4 of 6 so far``."""
        done = sum(share.value is not None for share in self.shares)
        count = len(self.shares)
        return f"all {counted(count, 'share')}" if done == count else f"{done} of {count} so far"


def gathering(walk: Walk, number: int) -> Gathering | None:
    """Return the shares of the node that receives one in a backward step; None if it gets only this one.

    In the wrong order a node may get a share over the same edge many times, and shares that replace one
    another make no sum: then there is none, either.

    Parameters
    ----------
    number
        Of the step, from 0.
    """
    if walk.route.overwrites:
        return None
    step = walk.backward[number]
    child = walk.graph.nodes[walk.child_of(step)]
    steps = [(at, other) for at, other in enumerate(walk.backward) if walk.child_of(other) == child.index]
    edges = {(other.node, other.operand) for _, other in steps}
    kept = walk.carried.get(child.outputs[0], 0.0)
    is_sum = len(steps) > 1 or kept
    if not is_sum or len(edges) < len(steps) or not child.is_single or walk.local(step) is None:
        return None
    totals = walk.gradients_after(number + 1)
    shares = [Share("earlier updates", kept)] if kept else []
    for at, other in steps:
        parent, local = walk.graph.nodes[other.node], walk.local(other)
        if local is None:
            return None
        value = local * float(totals[parent.outputs[0]]) if at <= number else None
        assert other.operand is not None
        slot, slots = parent.slot(other.operand)
        name = parent.label if slots == 1 else f"{parent.label}, {ordinal(slot)} operand"
        shares.append(Share(name, value, at == number))
    return Gathering(child.label, tuple(shares), float(totals[child.outputs[0]]))


def ordinal(number: int) -> str:
    """Return e.g. ``second`` for 2."""
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"
