"""Runs functions on lanes over arrays, and measures them against mpmath in units of the last place."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from mpmath import mp
from numpy.typing import NDArray

from engine.compiler import ir
from engine.compiler.native import NativeModule

Array = NDArray[np.float64]
Run = Callable[..., Array]
mp.prec = max(mp.prec, 240)
LARGEST = float(np.finfo(np.float64).max)
ENDS = [0.0, math.inf, math.nan, 5e-324, 1e-310, 2.0**-1022, 1e-300, 1e300, LARGEST]
ENDS += [-x for x in ENDS]


def compiled(
    write: Callable[..., Any], n_inputs: int = 1, n_outputs: int = 1, called: Sequence[ir.Function] = ()
) -> Run:
    """Return what `write` makes of vectors as a function of arrays; its result has a row an output."""
    inputs = [ir.Value(f"%x{i}", ir.POINTER) for i in range(n_inputs)]
    outputs = [ir.Value(f"%y{i}", ir.POINTER) for i in range(n_outputs)]
    n = ir.Value("%n", ir.INT)
    f = ir.Function("run", [*inputs, *outputs, n], internal=False)
    with f.loop(ir.integer(0), n, ir.integer(ir.LANES)) as loop:
        results = write(f, *(f.load(f.at(x, loop.index), ir.VECTOR) for x in inputs))
        for result, y in zip([results] if isinstance(results, ir.Value) else results, outputs, strict=True):
            f.store(result, f.at(y, loop.index))
    f.result()
    module = NativeModule(ir.module_text([f, *called]))
    native = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * (n_inputs + n_outputs), ctypes.c_int64)(
        module.address("run")
    )

    def function(*arrays: Sequence[float] | Array) -> Array:
        size = len(arrays[0])
        padded = np.ones((n_inputs, -(-size // ir.LANES) * ir.LANES))
        padded[:, :size] = arrays
        result = np.zeros((n_outputs, padded.shape[1]))
        native(*(row.ctypes.data for row in [*padded, *result]), padded.shape[1])
        assert module  # the machine code lives as long as the function
        return result[:, :size]

    return function


def error(got: float, exact: Any) -> float:
    """Return how far a number is from the truth, in units of the truth's last place."""
    if not mp.isfinite(exact) or not math.isfinite(got):
        rounded = float(exact)  # beyond the largest double this is infinite, as it should be
        return 0.0 if got == rounded or (math.isnan(got) and math.isnan(rounded)) else math.inf
    exponent = mp.frexp(exact)[1] - 53 if exact else -1074
    return float(abs(mp.mpf(got) - exact) / mp.ldexp(1, max(exponent, -1074)))


def worst(function: Run, reference: Callable[..., Any], *arrays: Any) -> float:
    """Return the largest error of the first output over arrays of operands."""
    got = function(*arrays)[0]
    return max(
        error(float(y), reference(*map(mp.mpf, map(float, x)))) for *x, y in zip(*arrays, got, strict=True)
    )


def bit_patterns(count: int, seed: int) -> Array:
    """Return doubles drawn from all bit patterns but those of NaN, so that every exponent is as likely."""
    patterns = np.random.default_rng(seed).integers(0, 2**64, count, dtype=np.uint64, endpoint=False)
    numbers = patterns.view(np.float64)
    return numbers[~np.isnan(numbers)]


def around(centres: Any, steps: int = 8) -> Array:
    """Return the doubles next to each centre, up to some steps away on both sides."""
    centres = np.asarray(centres, dtype=np.float64)
    offsets = np.arange(-steps, steps + 1)
    return np.concatenate([centres + k * np.spacing(centres) for k in offsets])


def same(got: Array, expected: Sequence[float]) -> bool:
    """Whether two arrays hold the same numbers, signs of zeros included; any NaN is as good as any other."""
    wanted = np.array(expected, dtype=np.float64)
    nan = np.isnan(wanted)
    return bool(
        np.array_equal(np.isnan(got), nan)
        and np.array_equal(got[~nan].view(np.uint64), wanted[~nan].view(np.uint64))
    )
