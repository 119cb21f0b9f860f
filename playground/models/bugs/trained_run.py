"""A run that was trained to be examined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.run.session import Session
from playground.models.run.training import Training
from playground.models.ticket import UNWATCHED, Ticket

Array = NDArray[np.float64]
FirstWeights = Callable[[Network, Array], Array]
# The longest time of training between two looks at the ticket.
PORTION_SECONDS = 0.02


@dataclass(frozen=True)
class Case:
    """What to train.

    Attributes
    ----------
    epochs
        Up to there.
    first_weights
        Makes other first weights of those that were drawn, None for these.
    """

    experiment: Experiment
    epochs: int
    first_weights: FirstWeights | None = None


@dataclass(frozen=True)
class WorkProgress:
    """How much is done of some work, in epochs or updates."""

    done: int
    total: int


class TrainedRun:
    """A run, as far as it came. Not thread-safe: everything is called in the thread of one job.

    Attributes
    ----------
    first_parameters
        Its first weights and biases.
    has_failed
        Whether its numbers left the range of floating point.
    """

    def __init__(self, case: Case, ticket: Ticket = UNWATCHED) -> None:
        self.case = case
        self.session = Session(case.experiment)
        self.network = self.session.network
        self.first_parameters = self.network.first_parameters
        if case.first_weights is not None:
            self.first_parameters = case.first_weights(self.network, self.first_parameters)
            keys = self.network.parameter_map.keys
            self.session.set_parameters(dict(zip(keys, self.first_parameters.tolist(), strict=True)))
        self.has_failed = False
        while self.epoch < case.epochs and not self.has_failed:
            ticket.tell(WorkProgress(self.epoch, case.epochs))
            self.has_failed = not self.session.train_up_to(self.epoch + 1, ticket.check, PORTION_SECONDS)

    @property
    def epoch(self) -> int:
        """Its newest epoch."""
        return self.session.training.trainer.epoch

    @property
    def parameters(self) -> Array:
        """Its newest weights and biases."""
        return self.session.training.trainer.parameters

    @property
    def layers(self) -> tuple[tuple[str, slice], ...]:
        """The names of its layers, and where their parameters are."""
        names, structure = self.network.parameter_map, self.network.structure
        found = []
        for column in range(1, len(structure)):
            layer = names.layer_number(column)
            first, last = names.of_neuron(layer, 0), names.of_neuron(layer, structure[column] - 1)
            name = "output layer" if column == len(structure) - 1 else f"hidden layer {column}"
            found.append((name, slice(first.start, last.stop)))
        return tuple(found)

    def weights(self, parameters: Array) -> list[Array]:
        """Return the weights and, in the last column, biases of each layer: a row a neuron."""
        sizes = self.network.structure[1:]
        return [
            parameters[place].reshape(size, -1) for size, (_, place) in zip(sizes, self.layers, strict=True)
        ]

    def training_at(self, parameters: Array) -> Training:
        """Return another training of the same network that stands at some parameters."""
        training = Training(self.network)
        training.trainer.set_parameters(parameters)
        return training
