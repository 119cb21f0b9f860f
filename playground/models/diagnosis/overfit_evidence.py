"""What is known about a network that could not memorise a few points, and the diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.diagnosis.loss_course import LossCourse
from playground.models.diagnosis.overfit_batch import Contradiction
from playground.models.experiment.experiment import Experiment
from playground.style.words import number_text, percent_text

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Diagnosis:
    """What went wrong, in words that can follow a colon, and what to try."""

    name: str
    reason: str
    advice: str


@dataclass(frozen=True, eq=False)
class Evidence:
    """The facts a diagnosis rests on.

    Attributes
    ----------
    goal
        The loss it should have reached.
    activations
        Of every layer, the output layer last.
    weights_at_start
        Without the biases, shape (n_weights,).
    gradients_at_start
        Root mean square of the first gradients of each layer, the output layer last.
    layers_at_start, layers
        Outputs of each layer with the first and the last weights, shape (n_neurons, n_points).
    """

    experiment: Experiment
    n_points: int
    course: LossCourse
    goal: float
    contradiction: Contradiction | None
    activations: tuple[str, ...]
    weights_at_start: Array
    gradients_at_start: tuple[float, ...]
    layers_at_start: Sequence[Array]
    layers: Sequence[Array]

    @property
    def n_hidden(self) -> int:
        """Number of hidden layers."""
        return len(self.layers) - 1


def say(number: float) -> str:
    """Write a number in a few digits."""
    return number_text(number, 3)


def share_of_first(course: LossCourse) -> str:
    """Return the last loss and its share of the first, e.g. ``0.31, 24 % of its first value``."""
    return f"{say(course.last)}, {percent_text(course.last / course.first, None)} of its first value"
