"""What the network is really given: how many points, on which scale, and with which labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.bugs.finding import Array, Finding, Reading
from playground.models.bugs.trained_run import TrainedRun
from playground.models.ticket import Ticket


def measure_data(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return counts, scales, and how well labels go with those of the nearest points."""
    ticket.check()
    split = run.network.split
    means, spreads = split.X_train.mean(axis=0), split.X_train.std(axis=0)
    known = {row.tobytes() for row in split.X_train}
    leaked = np.mean([row.tobytes() in known for row in split.X_test])
    return Finding(
        "data",
        (
            Reading("Training points", float(len(split.X_train)), "count"),
            Reading("Test points", float(len(split.X_test)), "count"),
            Reading("Test points that were trained on", float(leaked), "share"),
            # Rounding leaves a mean of 0 a little off.
            Reading("Largest mean of an input", round(float(np.abs(means).max()), 9)),
            Reading("Smallest spread of an input", float(spreads.min())),
            Reading("Largest spread of an input", float(spreads.max())),
            Reading(
                "Training points with the label of their nearest",
                _agreement(split.X_train, split.y_train, split.X_train, split.y_train, is_same=True),
                "share",
            ),
            Reading(
                "Test points with the label of the nearest training point",
                _agreement(split.X_test, split.y_test, split.X_train, split.y_train, is_same=False),
                "share",
            ),
        ),
    )


def _agreement(
    X: Array, y: NDArray[np.generic], others: Array, labels: NDArray[np.generic], *, is_same: bool
) -> float:
    """Return the share of points whose nearest other point has their label."""
    distances = (X**2).sum(axis=1)[:, np.newaxis] - 2.0 * X @ others.T + (others**2).sum(axis=1)
    if is_same:
        np.fill_diagonal(distances, np.inf)
    return float((labels[distances.argmin(axis=1)] == y).mean())
