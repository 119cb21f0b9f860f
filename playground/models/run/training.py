"""The machine that moves the parameters of a network."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from playground.models.diagnosis.r_squared import r_squared
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import differ
from playground.models.network.network import Network
from playground.models.network.transplant import transplant

Array = NDArray[np.float64]

# More samples would not change a curve by a pixel.
MOST_SCORED = 2000


class Training:
    """Trains a network; settings that fit its program may change in between.

    Parameters
    ----------
    network
        The network to train, starting from its first weights.
    previous
        A training whose weights, optimizer state and counters are taken over as far as they fit; it is only
        read.
    """

    def __init__(self, network: Network, previous: Training | None = None) -> None:
        split, now = network.split, network.experiment
        self.network = network
        self.trainer = Trainer(
            network.new_model(),
            split.X_train,
            split.y_train,
            loss=network.loss,
            optimizer=now.make_optimizer(),
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
        """Return a training of an experiment at epoch 0."""
        return cls(Network.of(experiment))

    def can_take(self, network: Network) -> bool:
        """Whether it can continue with a network without a new program."""
        before, now = self.network.experiment, network.experiment
        return _shape(self.network) == _shape(network) and not differ(before, now, "program")

    def take(self, network: Network) -> None:
        """Continue with a network that has the same program; weights and counters stay."""
        before, self.network = self.network, network
        split, now = network.split, network.experiment
        if split is not before.split:
            self.trainer.set_data(split.X_train, split.y_train, (split.X_test, split.y_test))
        self.trainer.optimizer = now.make_optimizer()
        self._set_up()

    def _set_up(self) -> None:
        """Pass on the settings that may change during a run."""
        network, trainer = self.network, self.trainer
        now = network.experiment
        trainer.schedule, trainer.clip_norm = now.make_schedule(), now.clip_norm or math.inf
        trainer.set_batch_size(now.batch_size, now.batches_per_update)
        trainer.forgets_eval, trainer.forgets_zero_grad = now.forgets_eval, now.forgets_zero_grad
        trainer.freeze(network.parameter_map.marks(now.frozen))
        gates = tuple(network.neurons_on.tolist()), now.dropout
        if gates != self._gates:
            trainer.set_gates(network.neurons_on, now.dropout)
            self._gates = gates

    @property
    def is_untouched(self) -> bool:
        """Whether the weights are still the first ones."""
        trainer = self.trainer
        return trainer.step_count == 0 and bool((trainer.parameters == self.network.first_parameters).all())

    def rewind(self) -> None:
        """Go back to epoch 0 and the first weights, to repeat the same run."""
        self.trainer.restart(self.network.first_parameters)

    def scores(self) -> tuple[float | None, float | None]:
        """Return the current accuracy or R squared of both parts, on up to `MOST_SCORED` samples of each."""
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
    """What requires a new program, besides the settings that say so."""
    return network.structure, network.split.features.chosen, network.output, network.experiment.activations
