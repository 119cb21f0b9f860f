"""The machine that moves the parameters of a network."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from playground.models.diagnosis.r_squared import r_squared
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import differ
from playground.models.run.network import Network
from playground.models.run.transplant import transplant

Array = NDArray[np.float64]

# More samples would not move a curve by a pixel.
MOST_SCORED = 2000


class Training:
    """Trains one network after the other, as settings change.

    Parameters
    ----------
    network
        What is trained, from its first weights on.
    previous
        A training whose weights, optimizer state and counters are carried on as far as they fit; it is only
        read.
    """

    def __init__(self, network: Network, previous: Training | None = None) -> None:
        split, now = network.split, network.experiment
        self.network = network
        self.trainer = Trainer(
            network.new_model(),
            split.X_train,
            split.y_train,
            loss=now.loss,
            optimizer=now.make_optimizer(),
            batch_size=now.batch_size,
            seed=now.seed,
            reduction="mean",
            test=(split.X_test, split.y_test),
            backend=now.backend,
        )
        if previous is not None and not previous.is_untouched:
            transplant(previous.trainer, previous.network.parameter_map, self.trainer, network.parameter_map)
        self._gates: tuple[object, ...] = (True,) * len(network.neurons_on), 0.0
        self._set_up()

    @classmethod
    def of(cls, experiment: Experiment) -> Training:
        """Return a training of an experiment that stands at its beginning."""
        return cls(Network.of(experiment))

    def can_take(self, network: Network) -> bool:
        """Whether it can go on with a network as it is, without a new program."""
        before, now = self.network.experiment, network.experiment
        return _shape(self.network) == _shape(network) and not differ(before, now, "program")

    def take(self, network: Network) -> None:
        """Go on with a network of the same program; weights and counters stay."""
        before, self.network = self.network, network
        split, now = network.split, network.experiment
        if split is not before.split:
            self.trainer.set_data(split.X_train, split.y_train, (split.X_test, split.y_test))
        self.trainer.set_batch_size(now.batch_size)
        self.trainer.optimizer = now.make_optimizer()
        self._set_up()

    def _set_up(self) -> None:
        """Hand over what may change in the middle of a run."""
        network, trainer = self.network, self.trainer
        now = network.experiment
        trainer.schedule, trainer.clip_norm = now.make_schedule(), now.clip_norm or math.inf
        trainer.forgets_eval = now.forgets_eval
        trainer.freeze(network.parameter_map.marks(now.frozen))
        gates = tuple(network.neurons_on.tolist()), now.dropout
        if gates != self._gates:
            trainer.set_gates(network.neurons_on, now.dropout)
            self._gates = gates

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was trained or set by hand since the first weights."""
        trainer = self.trainer
        return trainer.step_count == 0 and bool((trainer.parameters == self.network.first_parameters).all())

    def rewind(self) -> None:
        """Go back to epoch 0 and the first weights: what follows is the same run again."""
        self.trainer.restart(self.network.first_parameters)

    def scores(self) -> tuple[float | None, float | None]:
        """Return accuracy or R squared of both parts now, judged by `MOST_SCORED` samples of each."""
        split = self.network.split
        parts = ((split.X_train, split.y_train), (split.X_test, split.y_test))
        train, test = (self._score(X[:MOST_SCORED], y[:MOST_SCORED]) for X, y in parts)
        return train, test

    def _score(self, X: Array, y: NDArray[np.generic]) -> float | None:
        network, parameters = self.network, self.trainer.parameters
        if network.dataset.task == "classification":
            return float((network.predicted_classes(X, parameters) == y).mean())
        return r_squared(y, network.outputs(X, parameters)[:, 0])


def _shape(network: Network) -> tuple[object, ...]:
    """What calls for a new program besides single settings."""
    return network.structure, network.split.features.chosen, network.output, network.experiment.activations
