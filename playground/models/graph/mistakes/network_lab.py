"""Trains networks of the user's kind in a student's loop."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine import Trainer
from playground.models.diagnosis.mistakes import healthy
from playground.models.graph.mistakes.laboratory import TAIL
from playground.models.graph.mistakes.mistakes import SOFTMAX_TWICE
from playground.models.graph.mistakes.twin import Twin
from playground.models.network.network import Network

Array = NDArray[np.float64]
MOST_UPDATES = 100
FEWER_UPDATES, FEWER_FROM = 60, 120
"""Updates of a network with more than so many parameters, which takes longer."""
MOST_SAMPLES = 10
MOST_PARAMETERS = 400
MOST_JUDGED = 500


class NetworkLab:
    """Networks with the same first weights, trained on the same batches; see `Laboratory`.

    Parameters
    ----------
    network
        Taken with its first weights, loss, optimizer and learning rate. Clipping, dropout, schedules and
        mistakes of its own are left out: the loop is the one a student writes.
    optimizer
        In place of the network's own; empty for that.
    """

    def __init__(self, network: Network, optimizer: str = "") -> None:
        network = _without_others(network)
        experiment, split = network.experiment, network.split
        if optimizer:
            experiment = replace(experiment, optimizer=optimizer)
        self.network, self.optimizer, self.rate = network, experiment.optimizer, experiment.learning_rate
        is_small = network.n_parameters <= FEWER_FROM
        self.updates = MOST_UPDATES if is_small else min(FEWER_UPDATES, MOST_UPDATES)
        self._settings = experiment.make_optimizer()
        self._draw = np.random.default_rng(experiment.seed)
        self._count = len(split.y_train)
        self._size = min(experiment.batch_size, MOST_SAMPLES, self._count)
        self._batches: list[list[int]] = []
        # One that judges, and one that is trained where it is to be fast.
        self._judge, self._fast = self._trainer(), self._trainer()

    def _trainer(self) -> Trainer:
        split = self.network.split
        return Trainer(
            self.network.new_model(),
            split.X_train[:MOST_JUDGED],
            split.y_train[:MOST_JUDGED],
            loss=self.network.experiment.loss,
            optimizer=self._settings,
            reduction="mean",
            backend="array",
        )

    def check(self, mistake: str) -> None:
        """See `Laboratory`."""
        network = self.network
        if network.n_parameters > MOST_PARAMETERS:
            raise ValueError(
                f"networks of {network.n_parameters:,} parameters are too slow to train scalar by scalar "
                f"(up to {MOST_PARAMETERS}): choose smaller layers"
            )
        is_probability = network.output.softmax or network.experiment.loss == "binary_cross_entropy"
        if mistake == SOFTMAX_TWICE and not is_probability:
            raise ValueError(
                "this network has no probabilities to squash twice: choose cross-entropy as the loss, "
                "for example with Iris"
            )

    def learner(self, mistake: str, rate: float) -> NetworkLearner:
        """See `Laboratory`."""
        return NetworkLearner(self, Twin(self.network, mistake, replace(self._settings, learning_rate=rate)))

    def batch(self, number: int) -> list[int]:
        """Return the samples of an update, counted from 0."""
        while len(self._batches) <= number:
            order = self._draw.permutation(self._count).tolist()
            ends = range(self._size, self._count + 1, self._size)
            self._batches += [order[end - self._size : end] for end in ends]
        return self._batches[number]

    def loss_of(self, parameters: Array) -> float:
        """Return the loss on the samples by which all are judged."""
        self._judge.restart(parameters)
        return float(self._judge.look_ahead().loss)

    def end_at(self, rate: float) -> float:
        """See `Laboratory`; the same updates as those of a twin, on arrays."""
        split, trainer = self.network.split, self._fast
        trainer.optimizer = replace(self._settings, learning_rate=rate)
        trainer.restart(self.network.first_parameters)
        losses: list[float] = []
        try:
            with np.errstate(all="ignore"):
                for number in range(self.updates):
                    rows = self.batch(number)
                    trainer.set_data(split.X_train[rows], split.y_train[rows])
                    trainer.train_batch()
                    if number >= self.updates - TAIL:
                        losses.append(self.loss_of(trainer.parameters))
        except (ArithmeticError, ValueError):
            return math.inf
        end = float(np.mean(losses))
        return end if math.isfinite(end) else math.inf


def _without_others(network: Network) -> Network:
    """Return a network whose only mistake will be the one under test."""
    right = healthy(network.wanted, {})
    return network if right == network.wanted else Network.of(right, network)


class NetworkLearner:
    """A twin on the batches of its laboratory; see `Learner`."""

    def __init__(self, lab: NetworkLab, twin: Twin) -> None:
        self._lab, self.twin = lab, twin

    @property
    def loss(self) -> float:
        """See `Learner`."""
        return self._lab.loss_of(self.twin.numbers)

    @property
    def gradient_length(self) -> float:
        """See `Learner`."""
        return float(np.linalg.norm(self.twin.gradients))

    def learn(self, number: int) -> float:
        """See `Learner`."""
        return self.twin.learn(self._lab.batch(number))
