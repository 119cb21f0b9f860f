"""The arguments of compiled loops: one structure of 8-byte fields, accessed by name on both sides."""

from __future__ import annotations

import ctypes
from typing import Any

from engine.compiler.ir import DOUBLE, INT, POINTER, Function, Value

POINTERS = (
    "begin", "forward", "gradients", "end", "update",  # functions of the network and the optimizer
    "store", "uniform", "uniform_gradients",
    "rows", "blocked", "order",  # samples one after the other, the same in groups, the order to visit them in
    "trainable", "is_weight", "state1", "state2", "next_parameters", "next_state1", "next_state2", "settings",
    "rates", "epoch_losses", "sample_losses", "stop", "wanted_rows", "wanted_values",
    "gate_factor", "gate_drop", "left_gradients", "statistic_rows", "running_statistics",
)  # fmt: skip
INTEGERS = (
    "n_samples", "n_columns", "n_parameters", "n_uniform", "stride", "chunk", "columns_in_rows",
    "loss_row", "seed_row", "poison_row", "n_wanted", "n_padded", "n_gates", "gate_row",
    "batch_size", "max_updates", "first_epoch", "last_epoch", "seed", "mean",
    "epoch", "position", "updates", "full_batch",
    "least_batch", "n_statistics", "first_statistic",  # of batch normalisation
)  # fmt: skip
DOUBLES = ("running_loss", "batch_loss", "l1", "l2", "clip_norm")
_TYPES = dict.fromkeys(POINTERS, POINTER) | dict.fromkeys(INTEGERS, INT) | dict.fromkeys(DOUBLES, DOUBLE)
_PLACES = {name: place for place, name in enumerate(_TYPES)}

ARGUMENTS = Value("%arguments", POINTER)


class Arguments(ctypes.Structure):
    """The structure as Python fills it in."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in POINTERS),
        *((name, ctypes.c_int64) for name in INTEGERS),
        *((name, ctypes.c_double) for name in DOUBLES),
    ]

    def __getattr__(self, name: str) -> Any:  # for type checkers: fields are made at run time
        raise AttributeError(name)


def field(f: Function, name: str) -> Value:
    """Return the value of a field."""
    return f.load(_address(f, name), _TYPES[name])


def set_field(f: Function, name: str, value: Value) -> None:
    """Write a field."""
    f.store(value, _address(f, name))


def _address(f: Function, name: str) -> Value:
    return f.at(ARGUMENTS, _PLACES[name])
