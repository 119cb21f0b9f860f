"""The folder of runs that nobody saved: of the last window, of windows that crashed, and a few from before.

Each process has one file, and a lock beside it that the system takes away with the process, however it ends.
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playground.models.experiment.atomic_file import remove_abandoned_parts
from playground.models.run.run_file import SUFFIX, SavedWork, write_work

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# Keyframes of all runs together: a file that is written twice a minute has to be small.
MOST_STATE_BYTES = 16 * 2**20
MOST_EARLIER = 5
_OWN, _LAST, _EARLIER, _LOCK = "unsaved-", "last", "earlier-", ".lock"


@dataclass(frozen=True)
class Abandoned:
    """What a process left that did not end in order.

    Attributes
    ----------
    words
        Name and epoch of what was trained; empty where it is not known.
    """

    path: Path
    time: datetime
    words: str


class Autosaves:
    """Keeps what is on screen for the next start.

    Parameters
    ----------
    folder
        Made when it is needed; where it cannot be written, nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        name = f"{_OWN}{secrets.token_hex(4)}"
        self._own, self._lock_path = folder / f"{name}{SUFFIX}", folder / f"{name}{_LOCK}"
        self._last = folder / f"{_LAST}{SUFFIX}"
        self._lock: int | None = None

    def begin(self) -> None:
        """Take part in the folder, and remove what killed processes left half-written."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
            _try_to_lock(self._lock)
        remove_abandoned_parts(self._folder)

    def take_last(self) -> Path | None:
        """Return the run of the window that was closed last, which belongs to this process from now on.

        Should it make this start crash, the next one does not go on with it by itself.
        """
        if self._lock is None:
            return None
        try:
            os.replace(self._last, self._own)
        except OSError:
            return None
        return self._own

    def abandoned(self) -> list[Abandoned]:
        """Return what crashed or killed processes left, newest first."""
        found = []
        for path in self._files(_OWN):
            lock = path.with_suffix(_LOCK)
            if path != self._own and _is_free(lock):
                with suppress(OSError):
                    time = datetime.fromtimestamp(path.stat().st_mtime)  # the clock on the wall
                    found.append(Abandoned(path, time, _words_in(lock)))
        return sorted(found, key=lambda one: one.time, reverse=True)

    def put_aside(self, path: Path) -> Path | None:
        """Keep a file from being offered again, and return its new path; the newest `MOST_EARLIER` stay."""
        aside = self._folder / f"{_EARLIER}{secrets.token_hex(4)}{SUFFIX}"
        try:
            os.replace(path, aside)
        except OSError:
            return None
        with suppress(OSError):
            path.with_suffix(_LOCK).unlink(missing_ok=True)
        with suppress(OSError):
            by_age = sorted(self._files(_EARLIER), key=lambda each: each.stat().st_mtime)
            for old in by_age[:-MOST_EARLIER]:
                old.unlink()
        return aside

    def write(self, work: SavedWork) -> None:
        """Write what is on screen, in the place of what was there before.

        Raises
        ------
        OSError, ValueError
            It cannot be written; the sentence says why.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        write_work(work, self._own, MOST_STATE_BYTES)
        if self._lock is not None:
            epoch = "" if work.run is None else f", epoch {work.run.end.epoch:,}"
            text = f"{work.experiment.title}{epoch}".encode(errors="replace")
            with suppress(OSError):
                os.ftruncate(self._lock, 0)
                os.lseek(self._lock, 0, os.SEEK_SET)
                os.write(self._lock, text)

    def end(self, work: SavedWork | None) -> None:
        """End in order: the next start goes on with `work`, or with what is written where it is None.

        Raises
        ------
        OSError, ValueError
            It cannot be written; what was written before is kept.
        """
        try:
            if work is not None:
                self.write(work)
        finally:
            if self._own.exists():
                if self._last.exists():
                    self.put_aside(self._last)
                with suppress(OSError):
                    os.replace(self._own, self._last)
            self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
            with suppress(OSError):
                self._lock_path.unlink()

    def _files(self, prefix: str) -> list[Path]:
        try:
            return list(self._folder.glob(f"{prefix}*{SUFFIX}"))
        except OSError:
            return []


def _words_in(lock: Path) -> str:
    try:
        return lock.read_bytes()[:400].decode(errors="replace")
    except OSError:
        return ""


def _is_free(lock: Path) -> bool:
    """Whether the process that had a lock is gone."""
    try:
        handle = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        return _try_to_lock(handle)
    finally:
        os.close(handle)


def _try_to_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            # Far behind the text, which others read.
            os.lseek(handle, 2**20, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
