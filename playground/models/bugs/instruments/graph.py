"""The network itself: its layers, its weights, and whether its neurons differ."""

from __future__ import annotations

import numpy as np

from playground.models.bugs.finding import Array, Finding, Reading
from playground.models.bugs.instruments.gradients import root_mean_square
from playground.models.bugs.trained_run import TrainedRun
from playground.models.ticket import Ticket

# Weights that agree to this share of the largest are the same.
SAME = 1e-9


@np.errstate(over="ignore", invalid="ignore")
def measure_graph(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return how many layers there are, how large their weights are, and how many neurons are copies."""
    ticket.check()
    first, now = run.weights(run.first_parameters), run.weights(run.parameters)
    readings = [
        Reading("Hidden layers", float(len(now) - 1), "count"),
        Reading("Parameters", float(run.network.n_parameters), "count"),
        Reading("Copies among hidden neurons", _copies(now[:-1]), "share"),
    ]
    for (name, _), before, after in zip(run.layers, first, now, strict=True):
        readings += [
            Reading(f"Weights of {name}, first", root_mean_square(before[:, :-1])),
            Reading(f"Weights of {name}, end", root_mean_square(after[:, :-1])),
        ]
    return Finding("graph", tuple(readings), weights=tuple(now))


def _copies(layers: list[Array]) -> float:
    """Return the share of neurons that are copies of one before them, with the same incoming weights."""
    if not layers:
        return 0.0
    copies = [len(layer) - len(_distinct(layer)) for layer in layers]
    return sum(copies) / sum(map(len, layers))


def _distinct(layer: Array) -> Array:
    largest = float(np.abs(layer).max()) or 1.0
    return np.unique(np.round(layer / (largest * SAME)), axis=0)
