"""Checks which files can be read and written, and words the errors of the others."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.models.experiment.shown import printable
from playground.style.words import shortened

LONGEST_SHOWN = 80
LONGEST_REASON = 180
READING, WRITING = "cannot be read", "cannot be written"

_REASONS = {
    errno.EACCES: "you have no permission",
    errno.EPERM: "you have no permission",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "it is too large for the disk",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "a part of its path is no folder",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ELOOP: "its links lead round in a circle",
    errno.EMFILE: "too many files are open",
}
if hasattr(errno, "EDQUOT"):
    _REASONS[errno.EDQUOT] = "your share of the disk is full"
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class FileError(OSError):
    """A file that cannot be read or written; the text is a whole sentence that names it."""


def shown_name(path: Path) -> str:
    """Return a file's name as displayable text, shortened if very long."""
    # Python keeps bytes of a name that are not UTF-8 as lone surrogates.
    return shortened(printable(path.name or str(path), "�"), LONGEST_SHOWN)


def sentence(path: Path, what: str, reason: object) -> str:
    """Return a short sentence such as ``run.json cannot be written: the disk is full``."""
    reason = shortened(" ".join(str(reason).split()), LONGEST_REASON)
    return f"{shown_name(path)} {what}: {reason}"


@contextmanager
def explained(path: Path, what: str) -> Iterator[None]:
    """Turn system errors into a `FileError` that says what failed, and why."""
    try:
        yield
    except FileError:
        raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or error
        raise FileError(sentence(path, what, reason)) from error


def regular_status(path: Path, what: str) -> os.stat_result | None:
    """Return the status of a file, following links; None if there is none.

    Raises
    ------
    FileError
        It is a folder, a pipe, a device, or links in a circle.
    """
    with explained(path, what):
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
        except ValueError:
            # A zero byte, or a lone surrogate that stands for no byte.
            raise FileError(sentence(path, what, "no file can have this name")) from None
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for test, name in _KINDS if test(status.st_mode)), "no ordinary file")
        raise FileError(sentence(path, what, f"it is {kind}"))
    return status


def read_bytes(path: Path, largest: int) -> bytes:
    """Return the content of a file.

    Parameters
    ----------
    largest
        In bytes; a larger file is not read.

    Raises
    ------
    FileError
        It cannot be read, is not a regular file, or is too large.
    """
    with explained(path, READING):
        status = regular_status(path, READING)
        if status is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        data = b""
        if status.st_size <= largest:
            with path.open("rb") as file:
                # Virtual files, such as those in /proc, state no size.
                data = file.read(largest + 1)
        if status.st_size > largest or len(data) > largest:
            raise FileError(sentence(path, READING, f"it is larger than {largest // 2**20} MB"))
    return data
