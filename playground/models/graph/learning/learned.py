"""Whether a network has learned a point, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.network_graph import NetworkGraph
from playground.models.graph.steps import Walk
from playground.models.ticket import UNWATCHED, Ticket

LEARNED = 1e-2
"""Largest gradient of a parameter at which a point has hardly anything left to teach."""
MOST_LOOKS = 128
"""Moments that are looked at before the one in question is narrowed down."""
NARROW, AT_ONCE = 0.02, 7
"""Share of an epoch's number to which it is found out, and how many epochs are replayed at once for it."""

Array = NDArray[np.float64]
Moment = tuple[int, Array]


def largest_gradient(network: NetworkGraph, walk: Walk) -> float:
    """Return the size of the largest gradient of a parameter."""
    leaves = [leaf for leaf, _ in network.places]
    return float(np.abs(walk.gradients[leaves]).max(initial=0.0))


@dataclass(frozen=True)
class Learned:
    """When a point was learned.

    Attributes
    ----------
    since
        The first epoch at which it is known to be learned, as at all later ones that were looked at.
    before
        The last epoch at which it is known not to be; -1 without any.
    """

    since: int
    before: int

    @property
    def is_narrow(self) -> bool:
        """Whether the epoch is known well enough to be told."""
        return self.since - self.before <= max(1, int(NARROW * self.since))

    def between(self) -> tuple[int, ...]:
        """Return a few epochs that would tell more."""
        epochs = np.linspace(self.before, self.since, AT_ONCE + 2)[1:-1].astype(int).tolist()
        return tuple(sorted({epoch for epoch in epochs if self.before < epoch < self.since}))


def learned_since(
    network: NetworkGraph, moments: Sequence[Moment], known: Learned | None = None, ticket: Ticket = UNWATCHED
) -> Learned | None:
    """Return when a point was learned, as far as some moments tell.

    Parameters
    ----------
    network
        The loss of the point.
    moments
        Epochs and their parameters, oldest first.
    known
        What is known already; without it the last moment decides whether the point is learned at all.
    """
    graph, leaves = network.graph, [leaf for leaf, _ in network.places]

    def is_learned(place: int) -> bool:
        ticket.check()
        values = graph.sweep.values({**graph.start, **network.leaves(moments[place][1])})
        gradients = graph.gradients(graph.local_derivatives(values))[leaves]
        return bool(np.abs(gradients).max(initial=0.0) < LEARNED)

    last = len(moments) - 1
    if known is None and (last < 0 or not is_learned(last)):
        return None
    # Places among the moments: the first that is learned, and the last before it that is not.
    learned, before = len(moments), -1
    for place in np.unique(np.linspace(last, 0, min(MOST_LOOKS, len(moments))).astype(int))[::-1].tolist():
        if not is_learned(place):
            before = place
            break
        learned = place
    while before >= 0 and learned - before > 1:
        middle = (learned + before) // 2
        if is_learned(middle):
            learned = middle
        else:
            before = middle
    since = moments[learned][0] if learned <= last else (known.since if known else -1)
    return Learned(since, moments[before][0] if before >= 0 else (known.before if known else -1))
