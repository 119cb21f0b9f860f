"""Arrays between pages that must not be touched: one access outside an array ends the process at once."""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.compiler import memory

NO_ACCESS = 0  # PROT_NONE
PAGE = mmap.PAGESIZE


def _protect(block: mmap.mmap, start: int, length: int) -> None:
    address = ctypes.addressof(ctypes.c_char.from_buffer(block)) + start
    library = ctypes.CDLL(None, use_errno=True)
    if library.mprotect(ctypes.c_void_p(address), ctypes.c_size_t(length), NO_ACCESS):
        raise OSError(ctypes.get_errno(), "mprotect failed")


class GuardedAllocator:
    """Allocates arrays that end (or start, every other one) exactly at a forbidden page."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, count: int, dtype: Any) -> NDArray[Any]:
        """Return zeros."""
        size = max(1, count) * np.dtype(dtype).itemsize
        room = memory.rounded_up(size, PAGE)
        block = mmap.mmap(-1, room + 2 * PAGE)
        _protect(block, 0, PAGE)
        _protect(block, PAGE + room, PAGE)
        self.count += 1
        start = PAGE + (room - size if self.count % 2 else 0)
        return np.frombuffer(block, dtype, count, start)


@contextmanager
def guarded() -> Iterator[GuardedAllocator]:
    """Give generated code nothing but guarded arrays until the block ends."""
    before, memory.allocator = memory.allocator, GuardedAllocator()
    try:
        yield memory.allocator
    finally:
        memory.allocator = before
