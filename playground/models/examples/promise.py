"""What an example promises of the trained network, checked.

A promise is a condition in the language of lessons about one run, called ``run``, such as
``run.test_accuracy >= 0.95``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from playground.models.experiment.experiment import Experiment
from playground.models.lessons.inner_quantities import INNER, KnownRun, type_of_inner, value_of_inner
from playground.models.lessons.insight import Insight, InsightMeter
from playground.models.lessons.language import Expression, Place, Type, Value, When, read_expression
from playground.models.network.parameter_map import PARAMETER_WORDS
from playground.models.run.training import Training

RUN = "run"
SMALL = 0.01
"""A weight closer to 0 than this does next to nothing."""


def _small_weights(training: Training) -> float:
    keys = training.network.parameter_map.keys
    weights = [source not in PARAMETER_WORDS for _, _, source in keys]
    return float((np.abs(training.trainer.parameters[weights]) < SMALL).mean())


_FIGURES: Mapping[str, Callable[[Training], float | None]] = {
    "train_loss": lambda training: training.trainer.last_train_loss,
    "test_loss": lambda training: training.trainer.test_loss(),
    "train_accuracy": lambda training: training.scores()[0],
    "test_accuracy": lambda training: training.scores()[1],
    "small_weights": _small_weights,
}
"""Accuracies are R² where a number is predicted; `small_weights` is the share of weights below `SMALL`."""


def read_promise(text: str, experiment: Experiment) -> Expression:
    """Read a promise about an experiment.

    Raises
    ------
    ValueError
        It is no condition, or speaks of what is unknown.
    """
    return read_expression(text, _Known(experiment), "truth")


def keeps(promise: Expression, training: Training) -> bool:
    """Whether the promise holds where a training stands."""
    return promise.holds(_Measured(training))


@dataclass(frozen=True)
class _Known:
    experiment: Experiment

    def type_of(self, run: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        if run != RUN:
            raise ValueError(f"the run is called {RUN}, not {run}")
        if when is not None:
            raise ValueError("a promise is about the end of the run: it takes no @")
        if quantity in INNER:
            return type_of_inner(quantity, KnownRun(self.experiment.hidden, ()), places, when)
        if quantity not in _FIGURES:
            raise ValueError(f"{quantity} is unknown: there are {', '.join((*_FIGURES, *INNER))}")
        if places:
            raise ValueError(f"{quantity} takes nothing in brackets")
        return "number"


class _Measured:
    def __init__(self, training: Training) -> None:
        self._training = training
        self._insight: Insight | None = None

    def value_of(self, run: str, quantity: str, places: Sequence[Place], when: When) -> Value:
        if quantity in INNER:
            if self._insight is None:
                self._insight = InsightMeter(self._training.network).measure(self._training)
            return value_of_inner(quantity, self._insight, places)
        value = _FIGURES[quantity](self._training)
        return float("nan") if value is None else float(value)
