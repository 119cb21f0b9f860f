"""The columns of a table: numbers, dates or texts, with what is missing in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from playground.models.data.table_dates import day_of
from playground.models.data.table_dialect import Dialect
from playground.models.data.table_numbers import MISSING, NumberStyle
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import shortened

Kind = Literal["number", "date", "text", "empty"]
LARGEST_NUMBER = 1e50
"""The spread of a squared input takes fourth powers; those of larger numbers would overflow."""
LONGEST_NAME = 200
# With no more exceptions than this, a column is taken as numbers with typing errors.
_MOST_STRAY_SHARE = 0.05
_FIRST_LOOK = 200
_N_FIRST = 8
_LONGEST_SAID = 40
_USUAL = Dialect()
_INDEX_NAME = re.compile(
    r"unnamed.*|index|id|nr|no|num|number|#|obs|key|rows?|row.?(names?|id|nr|number)|.*[ _.-]id", re.ASCII
)
_ID_AT_THE_END = re.compile(r".*[a-z]I[dD]", re.ASCII)
# A text that a spreadsheet would take for a formula is written with an apostrophe before it; so is one that
# has such an apostrophe already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Attributes
    ----------
    kind
        "empty" where every value is missing.
    values
        Floats with NaN for missing values (of dates: days since `first_day`), or texts with "" for them;
        shape (n_rows,).
    marks
        How often each marker of missing values occurs in it, not counting empty fields.
    is_first, is_named, has_header
        Whether it is the table's first column, whether the file names it, and whether the file has a header.
    stray
        Line and text of the first value that is not a number, where most are.
    too_large
        Line and text of the first number beyond `LARGEST_NUMBER`.
    first_day
        Of a column of dates, as 2020-12-31.
    can_be
        The kinds it can be read as.
    """

    name: str
    kind: Kind
    values: npt.NDArray[Any]
    n_missing: int
    first_texts: tuple[str, ...]
    marks: tuple[tuple[str, int], ...] = ()
    is_first: bool = False
    is_named: bool = True
    has_header: bool = True
    stray: tuple[int, str] | None = None
    too_large: tuple[int, str] | None = None
    first_day: str = ""
    can_be: tuple[Kind, ...] = ()

    @cached_property
    def is_missing(self) -> npt.NDArray[np.bool_]:
        """True where a value is missing."""
        if self.kind in ("number", "date"):
            return np.asarray(np.isnan(self.values))
        return np.asarray(self.values == "")

    @cached_property
    def different(self) -> list[Any]:
        """Its distinct known values, sorted; slow to find for many rows."""
        known = self.values[~self.is_missing]
        if self.kind in ("number", "date"):
            return list(np.unique(known).tolist())  # NumPy lets other threads run meanwhile
        return sorted(set(known.tolist()))

    @cached_property
    def counts_rows(self) -> bool:
        """Whether it holds row numbers under a name that says no more, or under none."""
        if self.kind != "number" or self.n_missing or len(self.values) < 2:
            return False
        if not (self._is_named_as_index if self.is_named else self.is_first):
            return False
        start = float(self.values[0])
        if not start.is_integer():
            return False
        # Without a header, the first column may just as well hold years.
        if start not in (0.0, 1.0) and not self._stands_before_names:
            return False
        return bool((self.values == start + np.arange(len(self.values))).all())

    @cached_property
    def holds_ids(self) -> bool:
        """Whether it is the first column or named like an id, and its whole numbers are all different."""
        if self.kind != "number" or not (self._stands_before_names or self._is_named_as_index):
            return False
        known = self.values[~self.is_missing]
        return bool((known == np.rint(known)).all()) and len(self.different) == len(known)

    @property
    def _stands_before_names(self) -> bool:
        return self.has_header and self.is_first and not self.is_named

    @property
    def _is_named_as_index(self) -> bool:
        words = _INDEX_NAME.fullmatch(self.name.lower()) or _ID_AT_THE_END.fullmatch(self.name)
        return self.is_named and words is not None


def make_column(
    name: str,
    fields: Sequence[str],
    lines: Sequence[int],
    dialect: Dialect = _USUAL,
    kind: str | None = None,
    *,
    is_first: bool = False,
    is_named: bool = True,
    has_header: bool = True,
    ticket: Ticket = UNWATCHED,
) -> Column:
    """Make a column of fields.

    Parameters
    ----------
    fields
        As written in the file.
    lines
        Their line numbers in the file.
    kind
        How to read it; None guesses. In a column of numbers, anything else then counts as missing.
    """
    first = tuple(field.strip() for field in fields[:_N_FIRST])
    make = partial(
        Column, name, first_texts=first, is_first=is_first, is_named=is_named, has_header=has_header
    )
    numbers = _plain_numbers(fields, dialect) if kind in (None, "number") else None
    if numbers is not None:
        return _of_numbers(make, numbers, fields, lines)
    # Most columns repeat their values, so each distinct field is parsed once.
    ticket.check()
    stripped = {field: field.strip() for field in set(fields)}
    known = {text for text in stripped.values() if not dialect.is_missing(text)}
    make = partial(make, marks=_count_marks(fields, stripped, known))
    if not known:
        return _empty(make, len(fields))
    read, n_strange = _best_reading(known, dialect, ticket)
    days = _days(known, dialect, ticket) if n_strange else None
    ticket.check()
    can_be: tuple[Kind, ...] = ("number", "text") if n_strange < len(known) else ("text",)
    can_be = can_be if days is None else ("date", "text")
    found: Kind = "text" if n_strange and days is None else can_be[0]
    wanted = kind if kind in can_be else found
    make = partial(make, can_be=can_be)
    if wanted == "text":
        texts = {field: without_apostrophe(text) if text in known else "" for field, text in stripped.items()}
        values = np.array([texts[field] for field in ticket.each(fields)], dtype=object)
        stray = _stray(fields, stripped, known, lines, read, ticket) if 0 < n_strange < len(known) else None
        return make("text", values, int((values == "").sum()), stray=stray)
    if wanted == "date" and days is not None:
        start = min(days.values()) // 1
        values = np.array([days.get(stripped[field], np.nan) - start for field in ticket.each(fields)])
        return make(
            "date", values, int(np.isnan(values).sum()), first_day=date.fromordinal(int(start)).isoformat()
        )
    meanings = {text: number for text in ticket.each(known) if (number := read(text)) is not None}
    values = np.array([meanings.get(stripped[field], np.nan) for field in ticket.each(fields)])
    return _of_numbers(make, values, fields, lines)


def harmless(text: str) -> str:
    """Escape a text so that no spreadsheet takes it for a formula; numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and NumberStyle().number(text) is None else text


def without_apostrophe(text: str) -> str:
    """Return the text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _plain_numbers(fields: Sequence[str], dialect: Dialect) -> npt.NDArray[np.float64] | None:
    """Return numbers that Python reads like the dialect does, or None if a field is not one.

    This is the fast path; anything unusual takes the slow one.
    """
    if dialect.missing != MISSING:
        return None
    try:
        numbers = np.array(list(map(float, fields)))
    except ValueError:
        return None
    text = "".join(fields)
    # Python also accepts 1_000 and digits of other scripts.
    if "_" in text or not text.isascii():
        return None
    if (dialect.style.decimal != "." or dialect.style.thousands == ".") and "." in text:
        return None
    return numbers if np.isfinite(numbers).all() and text.isprintable() else None


def _of_numbers(
    make: Callable[..., Column],
    numbers: npt.NDArray[np.float64],
    fields: Sequence[str],
    lines: Sequence[int],
) -> Column:
    n_missing = int(np.isnan(numbers).sum())
    if n_missing == len(numbers):
        return _empty(make, n_missing)
    too_large = None
    beyond = np.flatnonzero(np.abs(numbers) > LARGEST_NUMBER)
    if len(beyond):
        row = int(beyond[0])
        too_large = (lines[row], shortened(fields[row].strip(), _LONGEST_SAID))
    return make("number", numbers, n_missing, too_large=too_large, can_be=("number", "text"))


def _empty(make: Callable[..., Column], n_rows: int) -> Column:
    return make("empty", np.full(n_rows, "", object), n_rows)


def _count_marks(
    fields: Sequence[str], stripped: dict[str, str], known: set[str]
) -> tuple[tuple[str, int], ...]:
    marks = set(stripped.values()) - known - {""}
    if not marks:
        return ()
    return tuple(Counter(text for field in fields if (text := stripped[field]) in marks).most_common())


def _days(known: set[str], dialect: Dialect, ticket: Ticket) -> dict[str, float] | None:
    """Return the days of date texts, or None if one of them is not a date."""
    days: dict[str, float] = {}
    for text in ticket.each(known):
        day = day_of(text, dialect.date_order)
        if day is None:
            return None
        days[text] = day
    return days


def _best_reading(
    known: set[str], dialect: Dialect, ticket: Ticket
) -> tuple[Callable[[str], float | None], int]:
    """Return how to read the numbers of a column, and how many distinct texts are not numbers.

    The table's style applies, unless the whole column is written with comma and point swapped.
    """
    read = dialect.style.number
    n_strange = sum(read(text) is None for text in ticket.each(known))
    if n_strange and not dialect.is_certain:
        other = dialect.style.swapped.number
        if all(other(text) is not None for text in ticket.each(known)):
            return other, 0
    return read, n_strange


def _stray(
    fields: Sequence[str],
    stripped: dict[str, str],
    known: set[str],
    lines: Sequence[int],
    read: Callable[[str], float | None],
    ticket: Ticket,
) -> tuple[int, str] | None:
    """Return the first text in a column of numbers."""
    is_number = {text: read(text) is not None for text in known}
    rows = [
        (line, text)
        for line, field in ticket.each(zip(lines, fields, strict=True))
        if (text := stripped[field]) in known
    ]
    if not any(is_number[text] for _, text in rows[:_FIRST_LOOK]):
        return None
    strays = [(line, text) for line, text in rows if not is_number[text]]
    is_slip = len(strays) <= max(1, _MOST_STRAY_SHARE * len(rows)) and len(strays) < len(rows)
    return (strays[0][0], shortened(strays[0][1], _LONGEST_SAID)) if is_slip else None
