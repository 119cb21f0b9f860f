"""A moment of a run: all that a frame is painted from, unchanged while training goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.models.picture.timeline import Timeline
from playground.models.run.history import Curves
from playground.models.run.network import Network
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.slow_motion import Phase


@dataclass(frozen=True, eq=False)
class Moment:
    """What was true at one time.

    Attributes
    ----------
    network
        With its data; unchanged by training.
    parameters
        Shape (n_parameters,); training replaces the array and never changes it.
    train_loss
        Over the last epoch, or measured where that was another network's or other weights'.
    epochs_per_second
        Over the last second or so.
    seconds_played
        How long this run has trained.
    gradients, updates
        Of the loss over some training data, and the mean step of late; shape (n_parameters,), or None.
    phase
        Where a step in slow motion stands.
    optimizer
        Where the optimizer stands, with the same parameters, or None.
    timeline
        The whole run, and where on it this moment is.
    """

    network: Network
    parameters: NDArray[np.float64]
    epoch: int
    step: int
    epochs_per_second: float
    train_loss: float
    test_loss: float | None
    curves: Curves
    seconds_played: float = 0.0
    gradients: NDArray[np.float64] | None = None
    updates: NDArray[np.float64] | None = None
    phase: Phase | None = None
    optimizer: OptimizerReport | None = None
    timeline: Timeline = field(default_factory=Timeline.empty)
