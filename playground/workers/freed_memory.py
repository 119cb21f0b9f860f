"""Memory that is in use no more goes back to the system."""

from __future__ import annotations

import ctypes
import linecache
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from engine.compiler import free_dropped

LOOK_SECONDS = 5.0
WORTHWHILE_BYTES = 8 * 2**20


class FreedMemory:
    """Looks now and then whether there is something to give back.

    A large network takes some 40 MB of machine code. The C library of Linux keeps what is freed between what
    is still in use, 80 MB after an hour of other networks, other data and graphs.

    Parameters
    ----------
    clock
        Seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looks_next = clock() + LOOK_SECONDS
        self._bytes = 0

    def give_back(self) -> None:
        """Free and give back, unless that was done a moment ago; for threads that may wait (some 10 ms)."""
        if self._clock() < self._looks_next:
            return
        self._looks_next = self._clock() + LOOK_SECONDS
        free_dropped()
        # PySide reads the source of every module that is imported, and all lines of it stay: 60 MB.
        linecache.clearcache()
        trim = _trim()
        if trim is not None and _resident_bytes() > self._bytes + WORTHWHILE_BYTES:
            trim(0)
            self._bytes = _resident_bytes()


@cache
def _trim() -> Callable[[int], int] | None:
    """Return the C library's way to give back what it keeps, where it has one."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def _resident_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # a container that hides it
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
