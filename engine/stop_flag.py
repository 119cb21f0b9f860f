"""A request to stop that machine code can read."""

from __future__ import annotations

import ctypes


class StopFlag:
    """A number in memory: set it from any thread to make running code return."""

    def __init__(self) -> None:
        self._number = ctypes.c_int64(0)

    @property
    def address(self) -> int:
        """Where the code finds it."""
        return ctypes.addressof(self._number)

    def set(self) -> None:
        """Ask running code to return."""
        self._number.value = 1

    def clear(self) -> None:
        """Let code run again."""
        self._number.value = 0

    def is_set(self) -> bool:
        """Whether a stop is asked for."""
        return self._number.value != 0
