"""A moment of a run: the immutable data a frame is painted from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.models.network.network import Network
from playground.models.picture.timeline import Timeline
from playground.models.run.history import Curves
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.slow_motion import Phase


@dataclass(frozen=True, eq=False)
class Moment:
    """The state of a run at one time.

    Attributes
    ----------
    network
        With its data; unchanged by training.
    parameters
        Shape (n_parameters,); training replaces the array and never changes it.
    train_loss
        Over the last epoch, or measured now if that belonged to another network or other weights.
    epochs_per_second
        Over the last second or so.
    seconds_played
        Training time of this run.
    gradients, updates
        Gradient of the loss over some training data, and mean recent update; shape (n_parameters,), or None.
    phase
        Progress of a step in slow motion.
    optimizer
        State of the optimizer, with the same parameters, or None.
    timeline
        The whole run, and the position of this moment.
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
