"""Laboratories for the tests."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from playground.models.experiment.experiment import Experiment
from playground.models.graph.mistakes.network_lab import NetworkLab
from playground.models.graph.mistakes.twin_run import TwinRun
from playground.models.run.training import Training

CIRCLE = {"dataset": "circle", "hidden": (4,), "n_samples": 60, "backend": "array", "learning_rate": 0.1}


def run_of(**values: Any) -> Training:
    return Training.of(Experiment(**{**CIRCLE, **values}))


def lab_of(updates: int = 12, **values: Any) -> NetworkLab:
    lab = NetworkLab(run_of(**values).network)
    lab.updates = updates
    return lab


def twins_of(mistake: str, updates: int = 12, **values: Any) -> TwinRun:
    return TwinRun(lab_of(updates, **values), mistake)


class Parabola:
    """A learner and its laboratory: w is led to the bottom of ``curvature * w^2 / 2``, in closed form."""

    optimizer, rate, updates = "sgd", 0.01, 40

    def __init__(self, curvature: float = 1.0) -> None:
        self.curvature = curvature
        self.tried: list[float] = []

    def check(self, mistake: str) -> None:
        """Everything can be tried."""

    def loss_after(self, rate: float, updates: int) -> float:
        return 0.5 * self.curvature * (1.0 - rate * self.curvature) ** (2 * updates)

    def learner(self, mistake: str, rate: float) -> Falling:
        factor = {"": 1.0, "backward_twice": 2.0}[mistake]
        return Falling(lambda updates: self.loss_after(factor * rate, updates))

    def end_at(self, rate: float) -> float:
        self.tried.append(rate)
        try:
            return self.loss_after(rate, self.updates)
        except OverflowError:
            return math.inf


class Falling:
    """A learner whose losses are known."""

    gradient_length = 1.0

    def __init__(self, loss_after: Callable[[int], float]) -> None:
        self._loss_after, self._updates = loss_after, 0

    @property
    def loss(self) -> float:
        return self._loss_after(self._updates)

    def learn(self, number: int) -> float:
        before = self.loss
        self._updates = number + 1
        return before
