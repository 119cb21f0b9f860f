"""What one update does: how far it goes for the gradient it follows, layer by layer."""

from __future__ import annotations

import math

import numpy as np

from engine import ScalarError
from playground.models.bugs.finding import Finding, Reading
from playground.models.bugs.instruments.gradients import root_mean_square
from playground.models.bugs.trained_run import TrainedRun
from playground.models.run.training import Training
from playground.models.ticket import Ticket


def measure_steps(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return the first update and the one that would come now: step by gradient, and step by weights."""
    first = run.training_at(run.first_parameters)
    now = Training(run.network)
    now.trainer.go_back(run.session.training.trainer.state())
    return Finding("steps", (*_readings(run, first, "first", ticket), *_readings(run, now, "end", ticket)))


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def _readings(run: TrainedRun, training: Training, when: str, ticket: Ticket) -> list[Reading]:
    ticket.check()
    trainer = training.trainer
    before = trainer.parameters
    gradient = trainer.look_ahead().gradients
    left = trainer.state().left_gradients
    if left is not None:  # of earlier batches: what counts is this one
        gradient = gradient - left
    try:
        trainer.train_batch()
    except ScalarError:
        return [Reading(f"Step ÷ gradient, {when}", math.nan)]
    step = trainer.parameters - before
    length = root_mean_square(gradient)
    rate = root_mean_square(step) / length if length else math.nan
    readings = [Reading(f"Step ÷ gradient, {when}", rate)]
    readings += [
        Reading(f"Step of {name}, {when}", root_mean_square(step[place])) for name, place in run.layers
    ]
    return readings
