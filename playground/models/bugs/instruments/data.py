"""What the network is really given: how many points, on which scale, and with which labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.bugs.finding import Array, Finding, Reading, Sample
from playground.models.bugs.trained_run import TrainedRun
from playground.models.network.network import Network
from playground.models.picture.plane import Plane
from playground.models.ticket import Ticket

MOST_POINTS, MOST_PICTURES = 400, 16


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
            Reading("Test points trained on", float(leaked), "share"),
            # Rounding leaves a mean of 0 a little off.
            Reading("Largest mean of an input", round(float(np.abs(means).max()), 9)),
            Reading("Smallest spread of an input", float(spreads.min())),
            Reading("Largest spread of an input", float(spreads.max())),
            Reading(
                "Training labels like their neighbours",
                _agreement(split.X_train, split.y_train, split.X_train, split.y_train, is_same=True),
                "share",
            ),
            Reading(
                "Test labels like their neighbours",
                _agreement(split.X_test, split.y_test, split.X_train, split.y_train, is_same=False),
                "share",
            ),
        ),
        sample=_sample(run.network),
    )


def _sample(network: Network) -> Sample:
    """Return training points with the classes they are trained with."""
    split, dataset = network.split, network.dataset
    plane, rows = Plane.of_axes(split, network.axes), split.train_indices[:MOST_POINTS]
    places = plane.to_unit(plane.projection.project(dataset.X[rows]))
    y = split.y_train[:MOST_POINTS]
    if dataset.picture is None:
        return Sample(places, y)
    # From everywhere: next to one another, torn pictures are all of one pixel.
    chosen = np.linspace(0, len(split.train_indices) - 1, MOST_PICTURES).astype(int)
    labels = tuple(dataset.class_names[number] for number in split.y_train[chosen].tolist())
    greys = dataset.X[split.train_indices[chosen]].reshape(-1, *dataset.picture)
    return Sample(places, y, labels, greys / max(float(greys.max()), 1e-12))


def _agreement(
    X: Array, y: NDArray[np.generic], others: Array, labels: NDArray[np.generic], *, is_same: bool
) -> float:
    """Return the share of points whose nearest other point has their label."""
    distances = (X**2).sum(axis=1)[:, np.newaxis] - 2.0 * X @ others.T + (others**2).sum(axis=1)
    if is_same:
        np.fill_diagonal(distances, np.inf)
    return float((labels[distances.argmin(axis=1)] == y).mean())
