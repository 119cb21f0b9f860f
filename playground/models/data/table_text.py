"""The text of a table's file: guesses its encoding and refuses what is not text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from playground.models.experiment.regular_file import read_bytes

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "mac-roman": "Mac Roman",
}
LARGEST_FILE = 300 * 2**20
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOK = 4096
_DECLARATION = re.compile(r'"?sep=(.)"?[ ]*(\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class TableText:
    """The text of a file.

    Attributes
    ----------
    encoding
        A key of `ENCODINGS`.
    separator
        What a first line such as ``sep=;`` declares, else empty. That line is not part of `text`.
    first_line
        Number of the line that `text` begins with.
    """

    text: str
    encoding: str = "utf-8"
    separator: str = ""
    first_line: int = 1


def text_of(path: Path, encoding: str | None = None) -> TableText:
    """Read a file.

    Parameters
    ----------
    encoding
        None guesses: by a byte order mark, by zeros in every other byte, as UTF-8 if all of it
        decodes, else as Windows-1252.

    Raises
    ------
    FileError
        The file cannot be read, is not a regular file, or is too large.
    ValueError
        It is empty or not text.
    """
    text, encoding = _decoded(read_bytes(path, LARGEST_FILE), encoding)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ValueError("the file is empty")
    if "\0" in text:
        raise ValueError("this is no text file")
    declared = _DECLARATION.match(text)
    if declared is None:
        return TableText(text, encoding)
    rest = text[declared.end() :]
    if not rest.strip():
        raise ValueError("the file holds no rows")
    return TableText(rest, encoding, declared[1], 2)


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding is None and data.startswith(_UTF_16_MARKS):
        encoding = "utf-16"
    if encoding == "utf-16" or (encoding is None and _has_zeros_in_turn(data)):
        codec = "utf-16" if data.startswith(_UTF_16_MARKS) else _order_of_bytes(data)
        return data.decode(codec, errors="replace"), "utf-16"
    if encoding is not None:
        return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _has_zeros_in_turn(data: bytes) -> bool:
    """Whether this is Latin text in two bytes a letter."""
    head = data[:_LOOK]
    zeros = [head[parity::2].count(0) for parity in (0, 1)]
    return len(head) >= 4 and max(zeros) > 0.4 * len(head) / 2 and min(zeros) == 0


def _order_of_bytes(data: bytes) -> str:
    head = data[:_LOOK]
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
