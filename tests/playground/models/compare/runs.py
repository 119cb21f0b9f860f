"""Runs to compare, made of curves alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.models.compare.comparison import ComparedRun
from playground.models.experiment.experiment import Experiment
from playground.models.run.history import Curves

SPIRAL = Experiment(dataset="spiral", hidden=(8, 6), optimizer="adam", learning_rate=0.01)


def curves(level: float, last: int = 300) -> Curves:
    """Return a test loss that falls to `level`, and an accuracy that rises with it."""
    epochs = np.arange(1.0, last + 1)
    test = level + 1.0 / epochs
    return Curves(epochs, test / 2, test, test / 2, test, 1 - level / 2 + 0 * epochs, 1 - level + 0 * epochs)


def compared(key: int, level: float = 0.2, *, last: int = 300, **values: Any) -> ComparedRun:
    """Return a run whose key is one below its number; the live one has key 0."""
    given: dict[str, Any] = {"name": f"Run {key}", "is_live": key == 0, **values}
    return ComparedRun(
        key, key + 1, experiment=SPIRAL, curves=curves(level, last), last_epoch=last, n_parameters=101,
        **given,
    )  # fmt: skip
