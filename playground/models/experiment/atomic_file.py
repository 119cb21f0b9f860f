"""Files that are either written completely or left as they were."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from playground.models.experiment.regular_file import (
    WRITING,
    FileError,
    explained,
    regular_status,
    sentence,
    shown_name,
)

if sys.platform != "win32":
    import fcntl

# Short, so that it fits beside names as long as the system allows.
_PREFIX, _SUFFIX = ".scalar-playground-", ".part"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file completely or not at all; see `replaced_file`."""
    with replaced_file(path) as file:
        file.buffer.write(data)


@contextmanager
def replaced_file(path: Path) -> Iterator[TextIO]:
    """Open a text file for writing (UTF-8, line ends as written) that replaces `path` on exit.

    If anything fails, `path` stays as it was and nothing else is left behind; what a killed process left
    is removed. A link keeps pointing to the replaced file, which keeps its permissions and owner.

    Raises
    ------
    FileError
        It cannot be written: a folder, a pipe or a device, read-only, no room, no permission.
    """
    with explained(path, WRITING):
        before = _status_of_writable(path)
        target = _target(path)
        remove_abandoned_parts(target.parent)
        handle, name = _new_part(target.parent)
        try:
            with open(handle, "w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(handle)
                if sys.platform != "win32":
                    _take_rights(handle, before)
                    # While the file is open its lock tells others that it is no left-over.
                    os.replace(name, target)
            if sys.platform == "win32":
                os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)


def check_writable(path: Path) -> None:
    """Check before an hour of work whether a file could be written.

    Raises
    ------
    FileError
        It cannot be written.
    """
    with explained(path, WRITING):
        _status_of_writable(path)
        handle, name = _new_part(_target(path).parent)
        os.close(handle)
        os.unlink(name)


def _status_of_writable(path: Path) -> os.stat_result | None:
    """Return the status of the file to be replaced, None if there is none."""
    status = regular_status(path, WRITING)
    if status is not None and not (status.st_mode & 0o222 and os.access(path, os.W_OK)):
        raise FileError(sentence(path, WRITING, "it is read-only"))
    return status


def _target(path: Path) -> Path:
    """Return the target of a link, or the path itself."""
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise FileError(sentence(path, WRITING, f"there is no folder {shown_name(target.parent)}"))
    return target


def remove_abandoned_parts(folder: Path) -> None:
    """Remove temporary files of killed processes; those of running ones stay."""
    with suppress(OSError):
        for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(OSError):
                _remove_abandoned(part)


def _remove_abandoned(part: Path) -> None:
    if sys.platform == "win32":
        # On Windows an open file cannot be removed.
        part.unlink()
    elif stat.S_ISREG(part.lstat().st_mode):
        handle = os.open(part, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
        finally:
            os.close(handle)


def _new_part(folder: Path) -> tuple[int, str]:
    """Return a file locked by this process, so that no other one takes it for a left-over."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
        if sys.platform == "win32":
            return handle, name
        # Some network disks have no locks; nothing is removed there either.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, name
        # Another process removed it just before it was locked.
        os.close(handle)


if sys.platform != "win32":

    def _take_rights(handle: int, before: os.stat_result | None) -> None:
        """Temporary files are private: give the new one the permissions and owner it would have had."""
        if before is None:
            os.fchmod(handle, 0o666 & ~_umask())
            return
        with suppress(OSError):
            os.fchown(handle, before.st_uid, before.st_gid)
        os.fchmod(handle, stat.S_IMODE(before.st_mode))

    def _umask() -> int:
        mask = os.umask(0)
        os.umask(mask)
        return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename survive a power failure, where the system can."""
    if sys.platform != "win32":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
