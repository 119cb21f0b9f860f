"""The rows of a table: lines cut into fields, with the line number each row begins on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.models.data.table_text import TableText

if TYPE_CHECKING:
    import _csv

MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 2000, 1_000_000, 20_000_000
LONGEST_LINE = 1_000_000
LONGEST_FIELD = csv.field_size_limit()
_ROWS_A_STEP = 4000


@dataclass(frozen=True, eq=False)
class Rows:
    """All rows that are not blank, equally long.

    Attributes
    ----------
    columns
        The fields column by column, those of the first row included.
    lines
        The line of the file on which each row begins.
    has_short_header
        The first row was a header with one field less than all others: no name for the column of row
        numbers. An empty field has been put before it.
    """

    columns: list[list[str]]
    lines: list[int]
    has_short_header: bool = False

    @property
    def first(self) -> list[str]:
        """The first row."""
        return [column[0] for column in self.columns]


def read_rows(source: TableText, separator: str, tell: Callable[[float], None] = lambda share: None) -> Rows:
    """Cut a text into rows.

    Parameters
    ----------
    separator
        A blank matches any number of blanks and tabs.
    tell
        Called with the share done, from 0 to 1.

    Raises
    ------
    ValueError
        The text is no table; the sentence begins with the line.
    """
    text = source.text
    try:
        return _cut(source, text, separator, tell)
    except _TextAfterQuoteError:
        return _cut(source, _closed_up(text, separator), separator, tell)


def sample_rows(text: str, separator: str, most: int) -> list[list[str]]:
    """Return the first rows of a possibly truncated text, as far as they can be cut."""
    rows: list[list[str]] = []
    for written in (text, _closed_up(text, separator)):
        rows.clear()
        try:
            for row in _reader(written, separator):
                if any(row):
                    rows.append(row)
                if len(rows) == most:
                    break
        except csv.Error as error:
            if _is_after_quote(error):
                continue
        break
    return rows


class _TextAfterQuoteError(ValueError):
    """Text follows a field's closing quote."""


def _closed_up(text: str, separator: str) -> str:
    """Remove blanks between a closing quote and the separator, as in "a" ,"b"."""
    return re.sub(rf'" +(?=[{re.escape(separator)}\r\n])', '"', text)


def _reader(text: str, separator: str) -> _csv.Reader:
    return csv.reader(_lines(text, separator), delimiter=separator, strict=True, skipinitialspace=True)


def _is_after_quote(error: csv.Error) -> bool:
    return "expected after" in str(error)


def _lines(text: str, separator: str) -> Iterable[str]:
    stream = io.StringIO(text, newline="")
    if separator != " ":
        return stream
    return (line.replace("\t", " ").strip() + "\n" for line in stream)


def _check_lines(text: str, first_line: int) -> None:
    """Refuse lines that are too long for a table, before cutting any."""
    begin = 0
    while len(text) - begin > LONGEST_LINE:
        end = max(text.rfind(sign, begin, begin + LONGEST_LINE) for sign in "\n\r")
        if end < 0:
            line = first_line + max(text.count(sign, 0, begin) for sign in "\n\r")
            raise ValueError(f"line {line} is longer than {LONGEST_LINE:,} characters")
        begin = end + 1


class _Columns:
    """Collects rows and stores them as columns.

    With millions of rows as lists, Python's garbage collector would scan them all again and again for
    cycles, and all threads wait for that.
    """

    def __init__(self) -> None:
        self._first: list[str] = []
        self._columns: list[list[str]] = []
        self._rows: list[list[str]] = []

    @property
    def first(self) -> list[str]:
        return self._first

    def add(self, row: list[str]) -> None:
        if self._first:
            self._rows.append(row)
        else:
            self._first = row

    def turn(self) -> None:
        """Move the rows added since the last call into columns."""
        parts = zip(*self._rows, strict=True)
        if self._columns:
            for column, part in zip(self._columns, parts, strict=True):
                column.extend(part)
        else:
            self._columns = [list(part) for part in parts]
        self._rows.clear()

    def finished(self, lines: list[int]) -> Rows:
        """Return all rows; the first one may have one field less than the others."""
        self.turn()
        first, columns, is_short = self._first, self._columns, False
        if not columns:
            columns = [[] for _ in first]
        if len(columns) > len(first):
            if any(map(str.strip, columns[-1])):
                first, is_short = ["", *first], True
            else:  # a separator at the end of every line but the first
                columns.pop()
        for name, column in zip(first, columns, strict=True):
            column.insert(0, name)
        return Rows(columns, lines, is_short)


def _cut(source: TableText, text: str, separator: str, tell: Callable[[float], None]) -> Rows:
    _check_lines(text, source.first_line)
    reader = _reader(text, separator)
    rows = _Columns()
    lines: list[int] = []
    about = max(text.count("\n"), text.count("\r"), 1)
    before = source.first_line - 1
    line, width = before + 1, -1
    try:
        for row in reader:
            begins, line = line, before + reader.line_num + 1
            if len(row) != width:
                if not row or (len(row) == 1 and not row[0].strip()):
                    continue
                if not lines:
                    width = _checked_width(row, begins)
                elif len(lines) == 1 and _may_head(rows.first, row):
                    width = len(row)
                else:
                    raise ValueError(_uneven(begins, len(row), len(lines), width))
            elif width == 1 and not row[0].strip():
                continue
            rows.add(row)
            lines.append(begins)
            if len(lines) % _ROWS_A_STEP == 0:
                rows.turn()
                _check_size(len(lines), width)
                tell(min(reader.line_num / about, 1.0))
    except csv.Error as error:
        raise _explained(error, line) from None
    if not lines:
        raise ValueError("the file holds no rows")
    _check_size(len(lines), width)
    return rows.finished(lines)


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
    """Whether the first row is a header that lacks the first column's name, or an empty last one."""
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
    if _is_after_quote(error):
        return _TextAfterQuoteError(
            f"line {line}: text follows a closing quote; a quote within quotes is written twice"
        )
    return ValueError(f"line {line} cannot be cut into fields")
