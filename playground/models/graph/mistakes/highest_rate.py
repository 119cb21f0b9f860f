"""Finds a learning rate near the highest one at which the healthy code still learns."""

from __future__ import annotations

import math

from playground.models.graph.mistakes.laboratory import Laboratory
from playground.models.ticket import UNWATCHED, Ticket

FIRST, LOWEST, LARGEST = 16.0, 2.0**-12, 2.0**12
"""Rates are tried in steps of 2: downwards from the first one, and upwards where that still works."""
ENOUGH = 2
"""After so many rates in a row that are worse than the best one, lower ones are not tried."""
STILL_WORKS, WORST, LEAST_HARM = 0.1, 0.25, 0.1
"""By this share the loss may rise at a rate that works; beyond that one all is alike; less harm than this
share is none."""


def highest_rate(lab: Laboratory, ticket: Ticket = UNWATCHED) -> float | None:
    """Return the rate that works at which doubling does most harm; None where it does none at any.

    At a rate that works the loss falls, or stays about where it is with data that teach nothing.
    """
    start = lab.learner("", lab.rate).loss
    ends: dict[float, float] = {}

    def end_at(rate: float) -> float:
        ticket.check()
        return ends.setdefault(rate, lab.end_at(rate))

    rate, best, worse = FIRST, math.inf, 0
    while rate >= LOWEST and worse < ENOUGH:
        end = end_at(rate)
        worse = worse + 1 if best < start and end >= best else 0
        best = min(best, end)
        rate /= 2.0
    rate = FIRST
    while ends[rate] < start and rate < LARGEST:
        rate *= 2.0
        end_at(rate)

    def harm(rate: float) -> float:
        return min(ends[2.0 * rate], _raised(start, WORST)) - ends[rate]

    def works(rate: float) -> bool:
        # Beyond the limit some rate may work by luck; below it all do.
        return max(ends[rate], ends.get(rate / 2.0, -math.inf)) < _raised(start, STILL_WORKS)

    harmful = [
        rate
        for rate in ends
        if 2.0 * rate in ends and works(rate) and ends[2.0 * rate] > _raised(ends[rate], LEAST_HARM)
    ]
    return max(harmful, key=harm, default=None)


def _raised(loss: float, share: float) -> float:
    """Return a loss that is higher by a share; that of a formula may be negative."""
    return loss + share * abs(loss)
