"""Knows whether the last starts came as far as the first picture."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MOST_CRASHES = 2
_PREFIX = "starting-"


class StartMarker:
    """A file that is there from the start to the first picture, or to an end in order.

    One that is left without its process tells of a start that crashed. Where the folder cannot be written, no
    start ever counts as crashed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = folder / f"{_PREFIX}{os.getpid()}"

    @property
    def crashes(self) -> int:
        """Number of starts that crashed since the last that did not."""
        return len(self._left_behind())

    def set(self) -> None:
        """Begin a start."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._own.touch()
        except OSError:
            return

    def clear(self) -> None:
        """Say that this start went well: all before are forgiven."""
        for path in (self._own, *self._left_behind()):
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue

    def _left_behind(self) -> list[Path]:
        try:
            found = list(self._folder.glob(f"{_PREFIX}*"))
        except OSError:
            return []
        return [path for path in found if path != self._own and not _is_alive(path)]


def _is_alive(marker: Path) -> bool:
    number = marker.name.removeprefix(_PREFIX)
    # On Windows, signal 0 ends a process: there, every other start counts.
    if not number.isdecimal() or sys.platform == "win32":
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
