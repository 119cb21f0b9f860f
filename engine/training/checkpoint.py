"""Converts the state of a training run to JSON values and back."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.optimizers import KINDS
from engine.training.task import Array, TrainingState

_COUNTERS = ("updates", "epoch", "step", "position")
LARGEST_COUNT = 2**60


def state_to_dict(state: TrainingState) -> dict[str, Any]:
    """Return a state as numbers, texts and lists."""
    return {
        "parameters": state.parameters.tolist(),
        "optimizer": state.kind.__name__,
        "optimizer_state": [array.tolist() for array in state.optimizer_state],
        **{name: getattr(state, name) for name in _COUNTERS},
        "running_loss": state.running_loss,
        "last_train_loss": None if math.isnan(state.last_train_loss) else state.last_train_loss,
        "left_gradients": None if state.left_gradients is None else state.left_gradients.tolist(),
    }


def state_from_dict(data: Mapping[str, Any], n_parameters: int) -> TrainingState:
    """Read what `state_to_dict` returned.

    Raises
    ------
    ValueError
        Anything missing, of another type, not finite, or of another number of parameters.
    """
    if not isinstance(data, Mapping):
        raise ValueError("the training state must be a table of names and values")
    try:
        kind = KINDS[data["optimizer"]]
        parameters = _finite_array("parameters", data["parameters"], n_parameters)
        expected = kind().initial_state(n_parameters)
        given = data["optimizer_state"]
        if not isinstance(given, list) or len(given) != len(expected):
            raise ValueError(f"{data['optimizer']} keeps {len(expected)} lists of numbers")
        arrays = tuple(_finite_array("optimizer_state", part, n_parameters) for part in given)
        counters = {name: _count(name, data[name]) for name in _COUNTERS}
        running_loss = _finite_number("running_loss", data["running_loss"])
        last, left = data["last_train_loss"], data.get("left_gradients")
        left_gradients = None if left is None else _finite_array("left_gradients", left, n_parameters)
    except KeyError as error:
        raise ValueError(f"the training state lacks or does not know {error}") from None
    except TypeError:
        raise ValueError("the training state holds values of a wrong type") from None
    last_train_loss = math.nan if last is None else _finite_number("last_train_loss", last)
    return TrainingState(
        parameters, kind, arrays, **counters, running_loss=running_loss, last_train_loss=last_train_loss,
        left_gradients=left_gradients,
    )  # fmt: skip


def _finite_array(name: str, values: object, length: int) -> Array:
    if not isinstance(values, list) or len(values) != length:
        count = len(values) if isinstance(values, list) else 0
        raise ValueError(f"{name} must be {length} numbers, there are {count}")
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        raise ValueError(f"{name} must hold numbers only")
    try:
        array = np.array(values, dtype=np.float64)
    except OverflowError:
        raise ValueError(f"{name} must hold numbers in the range of a double") from None
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers only")
    return array


def _finite_number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be a finite number, not {value!r:.40}")
    # A whole number can be too large for a float, and too long to be written.
    if not abs(value) <= sys.float_info.max:
        raise ValueError(f"{name} must be a finite number in the range of a double")
    return float(value)


def _count(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise ValueError(f"{name} must be a whole number from 0 to {LARGEST_COUNT}")
    return value
