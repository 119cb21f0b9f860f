"""Reading tables from text files: separator, header, encoding and types of the columns are found out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.models.data.table_columns import Column, make_column

SEPARATORS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar"}
LARGEST_FILE = 300 * 2**20
MOST_COLUMNS, MOST_ROWS = 1000, 1_000_000
_SAMPLE_LINES = 50
_ROWS_A_STEP = 4000
# Of the time reading takes, about half goes into splitting lines and half into the columns.
_SPLITTING = 0.5

Progress = Callable[[float], bool]


class CancelledError(Exception):
    """Reading was given up on the person's wish."""


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table as it stands in a file.

    Attributes
    ----------
    name
        Of the file, without its ending.
    separator, has_header, encoding
        What was found, or was asked for.
    """

    name: str
    columns: tuple[Column, ...]
    n_rows: int
    separator: str
    has_header: bool
    encoding: str


def read_table(
    path: Path,
    separator: str | None = None,
    has_header: bool | None = None,
    progress: Progress = lambda share: True,
) -> RawTable:
    """Read a file.

    Parameters
    ----------
    separator, has_header
        Found out where None.
    progress
        Called with the share that is done, from 0 to 1; False gives up.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It is no table; the sentence names line and column.
    CancelledError
        `progress` returned False.
    """
    text, encoding = _text_of(path)
    separator = separator or find_separator(text)
    rows, lines = _rows(text, separator, progress)
    if has_header is None:
        has_header = looks_like_header(rows)
    names = _names(rows[0] if has_header else [""] * len(rows[0]))
    body, body_lines = rows[has_header:], lines[has_header:]
    if not body:
        raise ValueError(f"{path.name} holds a header and no rows")
    columns = []
    for index, (name, values) in enumerate(zip(names, zip(*body, strict=True), strict=True)):
        columns.append(make_column(name, values, body_lines, decimal_comma=separator != ","))
        _report(progress, _SPLITTING + (1.0 - _SPLITTING) * (index + 1) / len(names))
    return RawTable(path.stem, tuple(columns), len(body), separator, has_header, encoding)


def find_separator(text: str) -> str:
    """Return the separator that splits the first lines into the same number of fields, and into most."""
    sample = "".join(line for line in _first_lines(text) if line.strip())
    best, most = ",", 1
    for separator in SEPARATORS:
        try:
            counts = {len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row}
        except csv.Error:
            continue
        if len(counts) == 1 and max(counts) > most:
            best, most = separator, max(counts)
    if most > 1:
        return best
    # Uneven lines: whatever stands in the first of them most often will name the uneven one later.
    first = sample.splitlines()[0] if sample else ""
    return max(SEPARATORS, key=first.count)


def looks_like_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: none of it is a number or empty, all of it differs."""
    first = [field.strip() for field in rows[0]]
    if not all(first) or len(set(first)) < len(first) or any(_is_number(field) for field in first):
        return False
    others = rows[1 : 1 + _SAMPLE_LINES]
    has_numbers = any(_is_number(field) for row in others for field in row)
    # In a table of words the names of columns do not come again below.
    return bool(others) and (has_numbers or not any(set(first) & set(row) for row in others))


def _text_of(path: Path) -> tuple[str, str]:
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"{path.name} is larger than {LARGEST_FILE // 2**20} MB")
    data = path.read_bytes()
    if not data.strip():
        raise ValueError(f"{path.name} is empty")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), "UTF-16"
    if b"\0" in data[:65536]:
        raise ValueError(f"{path.name} is no text file")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"


def _first_lines(text: str) -> Iterator[str]:
    stream = io.StringIO(text, newline="")
    for _, line in zip(range(_SAMPLE_LINES), stream, strict=False):
        yield line


def _rows(text: str, separator: str, progress: Progress) -> tuple[list[list[str]], list[int]]:
    """Return all rows that are not blank and the lines on which they begin."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    about = max(text.count("\n"), 1)
    line = 1
    try:
        for row in reader:
            begins, line = line, reader.line_num + 1
            if not row or (len(row) == 1 and not row[0].strip()):
                continue
            rows.append(row)
            lines.append(begins)
            _check_row(row, rows[0], begins)
            if len(rows) % _ROWS_A_STEP == 0:
                _report(progress, _SPLITTING * min(reader.line_num / about, 1.0))
    except csv.Error as error:
        where = "a quote is opened and never closed" if "end of data" in str(error) else str(error)
        raise ValueError(f"line {line}: {where}") from None
    if not rows:
        raise ValueError("the file holds no rows")
    return rows, lines


def _check_row(row: list[str], first: list[str], line: int) -> None:
    if len(first) > MOST_COLUMNS:
        raise ValueError(f"line {line}: {len(first):,} columns are more than {MOST_COLUMNS:,}")
    if len(row) != len(first):
        raise ValueError(
            f"line {line}: {len(row)} field{'s' * (len(row) != 1)} where the first line has {len(first)}"
        )
    if line > MOST_ROWS:
        raise ValueError(f"the table has more than {MOST_ROWS:,} rows")


def _report(progress: Progress, share: float) -> None:
    if not progress(share):
        raise CancelledError


def _names(fields: Sequence[str]) -> list[str]:
    """Return a name for every column, no two alike."""
    names: list[str] = []
    for number, field in enumerate(fields, 1):
        wanted = " ".join(field.split()) or f"column {number}"
        name, count = wanted, 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        names.append(name)
    return names


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True
