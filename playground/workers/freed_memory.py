"""Memory that is in use no more goes back to the system."""

from __future__ import annotations

import ctypes
import linecache
import sys
import time
from collections.abc import Callable
from functools import cache

from engine.compiler import free_dropped

LOOK_SECONDS = 5.0


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

    def give_back(self) -> None:
        """Free and give back, unless that was done a moment ago; for threads that may wait (0.3 to 20 ms)."""
        if self._clock() < self._looks_next:
            return
        self._looks_next = self._clock() + LOOK_SECONDS
        free_dropped()
        # PySide reads the source of every module that is imported, and all lines of it stay: 60 MB.
        linecache.clearcache()
        trim = _trim()
        if trim is not None:
            trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """Return the C library's way to give back what it keeps, where it has one."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
