"""The compiled functions shared by all networks: the loops, and one update per optimizer."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from functools import cache

from engine.compiler.ir import module_text
from engine.compiler.loops.arguments import Arguments
from engine.compiler.loops.optimizer_code import update_function
from engine.compiler.loops.training_code import loop_functions
from engine.compiler.native import NativeModule
from engine.optimizers import Optimizer

_Loop = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.POINTER(Arguments))
_lock = threading.RLock()


@cache
def _loops() -> NativeModule:
    return NativeModule(module_text(loop_functions()))


_updates: dict[type[Optimizer], NativeModule] = {}


@cache
def _function(name: str) -> Callable[..., int]:
    with _lock:
        return _Loop(_loops().address(name))


def run(name: str, arguments: Arguments) -> int:
    """Call one of the loops, with the interpreter lock released."""
    return _function(name)(ctypes.byref(arguments))


def update_address(optimizer: Optimizer) -> int:
    """Return where the update of this kind of optimizer starts."""
    kind = type(optimizer)
    with _lock:
        if kind not in _updates:
            _updates[kind] = NativeModule(module_text([update_function(kind)]))
        return _updates[kind].address("update")
