"""The size of the gradient in each layer, at first and at the end."""

from __future__ import annotations

import numpy as np

from playground.models.bugs.finding import Array, Finding, Reading
from playground.models.bugs.trained_run import TrainedRun
from playground.models.ticket import Ticket


def measure_gradients(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return the root mean square of the gradient of each layer, over all training points."""
    readings = []
    for when, parameters in (("first", run.first_parameters), ("end", run.parameters)):
        ticket.check()
        with np.errstate(over="ignore", invalid="ignore"):
            gradients = run.training_at(parameters).trainer.gradients()
            readings += [
                Reading(f"{name}, {when}".capitalize(), root_mean_square(gradients[place]))
                for name, place in run.layers
            ]
    return Finding("gradients", tuple(readings))


def root_mean_square(values: Array) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(values * values)))
