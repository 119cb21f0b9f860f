"""The sanity test: can the network memorise a few points?"""

from __future__ import annotations

import numpy as np

from playground.models.bugs.finding import Finding, Line, Reading
from playground.models.bugs.trained_run import TrainedRun, WorkProgress
from playground.models.diagnosis.overfit import OverfitTest
from playground.models.ticket import Ticket

MOST_UPDATES, SLICE_SECONDS = 1000, 0.02


def measure_sanity(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return whether it passes, and losses as shares of the first; why is for the learner to find out."""
    test = OverfitTest(run.network, MOST_UPDATES, first_parameters=run.first_parameters)
    while test.result is None:
        ticket.tell(WorkProgress(test.update, MOST_UPDATES))
        test.advance(SLICE_SECONDS)
    losses = np.array(test.result.losses, np.float64)
    shares = losses / losses[0] if len(losses) and losses[0] else np.full(len(losses), np.nan)
    last = shares[-1] if len(shares) else float("nan")
    return Finding(
        "sanity",
        (
            Reading("Passed", float(test.result.passed), "truth"),
            Reading("Last loss, as a share of the first", float(last), "share"),
            Reading("Updates", float(max(len(losses) - 1, 0)), "number"),
        ),
        (Line("Loss of the batch", np.arange(len(losses), dtype=np.float64), shares),),
    )
