"""Memory that machine code reads and writes: arrays of doubles or integers at aligned addresses.

Everything generated code touches is allocated here and has exactly the size the code was told, so that tests
can put guard pages around it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALIGNMENT = 64  # a cache line: vectors never straddle two


def _aligned(count: int, dtype: Any) -> NDArray[Any]:
    size = np.dtype(dtype).itemsize
    raw = np.empty(count * size + ALIGNMENT, np.uint8)
    start = -raw.ctypes.data % ALIGNMENT
    return raw[start : start + count * size].view(dtype)


# Replaced by tests that want to see every access outside an array.
allocator: Callable[[int, Any], NDArray[Any]] = _aligned


def room(count: int) -> NDArray[np.float64]:
    """Return doubles that hold anything: for arrays the code fills."""
    return allocator(count, np.float64)


def doubles(count: int) -> NDArray[np.float64]:
    """Return zeros."""
    array: NDArray[np.float64] = allocator(count, np.float64)
    array.fill(0.0)
    return array


def integers(count: int) -> NDArray[np.int64]:
    """Return zeros."""
    array: NDArray[np.int64] = allocator(count, np.int64)
    array.fill(0)
    return array


def rounded_up(count: int, multiple: int) -> int:
    """Return the smallest multiple that is not below `count`."""
    return -(-count // multiple) * multiple
