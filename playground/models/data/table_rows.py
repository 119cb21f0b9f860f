"""The rows of a table: lines cut into fields, with the number of the line each row begins on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playground.models.data.table_text import TableText

MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 2000, 1_000_000, 20_000_000
LONGEST_LINE = 1_000_000
LONGEST_FIELD = csv.field_size_limit()
_ROWS_A_STEP = 4000

Progress = Callable[[float], bool]


class CancelledError(Exception):
    """Reading was given up on the person's wish."""


@dataclass(frozen=True, eq=False)
class Rows:
    """All rows that are not blank; each has the same number of fields.

    Attributes
    ----------
    lines
        The line of the file on which each row begins.
    has_short_header
        The first row had one field less than all others: names of columns, after the one that counts the
        rows. An empty field stands before them now.
    """

    fields: list[list[str]]
    lines: list[int]
    has_short_header: bool = False


def read_rows(source: TableText, separator: str, progress: Progress = lambda share: True) -> Rows:
    """Cut a text into rows.

    Parameters
    ----------
    separator
        A blank stands for any number of blanks and tabs.
    progress
        Called with the share that is done; False gives up.

    Raises
    ------
    ValueError
        The text is no table; the sentence begins with the line.
    CancelledError
        `progress` returned False.
    """
    text = source.text
    try:
        return _cut(source, text, separator, progress)
    except _TextAfterQuoteError:
        # Blanks between a closing quote and the separator, as in "a" ,"b".
        return _cut(source, re.sub(rf'" +(?=[{re.escape(separator)}\r\n])', '"', text), separator, progress)


def sample_rows(text: str, separator: str, most: int) -> list[list[str]]:
    """Return the first rows of a text that may end anywhere, as far as they can be cut."""
    rows: list[list[str]] = []
    try:
        cut = csv.reader(_lines(text, separator), delimiter=separator, strict=True, skipinitialspace=True)
        for row in cut:
            if any(row):
                rows.append(row)
            if len(rows) == most:
                break
    except csv.Error:
        pass
    return rows


class _TextAfterQuoteError(ValueError):
    """A field goes on after its closing quote."""


def _lines(text: str, separator: str) -> Iterable[str]:
    stream = io.StringIO(text, newline="")
    if separator != " ":
        return stream
    return (line.replace("\t", " ").strip() + "\n" for line in stream)


def _check_lines(text: str, first_line: int) -> None:
    """Refuse lines that are too long for a table, before any of them is cut."""
    begin = 0
    while len(text) - begin > LONGEST_LINE:
        end = max(text.rfind(sign, begin, begin + LONGEST_LINE) for sign in "\n\r")
        if end < 0:
            line = first_line + max(text.count(sign, 0, begin) for sign in "\n\r")
            raise ValueError(f"line {line} is longer than {LONGEST_LINE:,} characters")
        begin = end + 1


def _cut(source: TableText, text: str, separator: str, progress: Progress) -> Rows:
    _check_lines(text, source.first_line)
    reader = csv.reader(_lines(text, separator), delimiter=separator, strict=True, skipinitialspace=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    about = max(text.count("\n"), text.count("\r"), 1)
    before = source.first_line - 1
    line, width, first_width = before + 1, -1, -1
    try:
        for row in reader:
            begins, line = line, before + reader.line_num + 1
            if len(row) != width:
                if not row or (len(row) == 1 and not row[0].strip()):
                    continue
                if not rows:
                    first_width = width = _checked_width(row, begins)
                elif len(rows) == 1 and _may_head(rows[0], row):
                    width = len(row)
                else:
                    raise ValueError(_uneven(begins, len(row), len(rows), width))
            elif width == 1 and not row[0].strip():
                continue
            rows.append(row)
            lines.append(begins)
            if len(rows) % _ROWS_A_STEP == 0:
                _check_size(len(rows), width)
                report(progress, min(reader.line_num / about, 1.0))
    except csv.Error as error:
        raise _explained(error, line) from None
    if not rows:
        raise ValueError("the file holds no rows")
    _check_size(len(rows), width)
    if width == first_width:
        return Rows(rows, lines)
    if not any(row[-1].strip() for row in rows[1:]):
        # A separator at the end of every line but the first.
        for row in rows[1:]:
            row.pop()
        return Rows(rows, lines)
    rows[0].insert(0, "")
    return Rows(rows, lines, has_short_header=True)


def report(progress: Progress, share: float) -> None:
    """Tell how far the work is.

    Raises
    ------
    CancelledError
        It is not wanted any more.
    """
    if not progress(share):
        raise CancelledError


def _checked_width(row: list[str], line: int) -> int:
    if len(row) > MOST_COLUMNS:
        raise ValueError(f"line {line} has {len(row):,} columns, more than {MOST_COLUMNS:,}")
    return len(row)


def _check_size(n_rows: int, width: int) -> None:
    if n_rows > MOST_ROWS:
        raise ValueError(f"the table has more than {MOST_ROWS:,} rows")
    if n_rows * width > MOST_CELLS:
        raise ValueError(f"the table has more than {MOST_CELLS:,} fields, rows times columns")


def _may_head(first: list[str], second: list[str]) -> bool:
    """Whether the first row names all columns but the one before them, or but an empty one behind."""
    is_one_less = len(second) == len(first) + 1 and len(first) > 1
    return is_one_less and all(re.search(r"[^\W\d]", name) for name in first)


def _uneven(line: int, width: int, n_rows: int, expected: int) -> str:
    fields = f"{width:,} field{'s' * (width != 1)}"
    others = "the first line has" if n_rows == 1 else "those above have"
    return f"line {line} has {fields} where {others} {expected:,}"


def _explained(error: csv.Error, line: int) -> ValueError:
    said = str(error)
    if "unexpected end" in said:
        return ValueError(f"line {line}: a quote is opened and never closed")
    if "field larger" in said:
        return ValueError(
            f"line {line}: a field is longer than {LONGEST_FIELD:,} characters; is a quote never closed?"
        )
    if "expected after" in said:
        return _TextAfterQuoteError(
            f"line {line}: text follows a closing quote; a quote within quotes is written twice"
        )
    return ValueError(f"line {line} cannot be cut into fields")
