"""How a table is written: separator, header and so on, each guess with its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from playground.models.data.table_dates import day_of, guess_order
from playground.models.data.table_numbers import MISSING, NumberStyle, Question, guess_style
from playground.models.data.table_rows import Rows, sample_rows
from playground.models.data.table_text import TableText
from playground.style.words import shortened

SEPARATORS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar", " ": "Blanks"}
_PLAIN = NumberStyle()
_SAMPLE_TEXT = 2**16
_SAMPLE_ROWS = 200
_STYLE_ROWS = 1000
_SAMPLE_FIELDS, _LEAST_ROWS = 10_000, 40
_NUMBER_SHARE = 0.9
_LEAST_SCORE = 0.5
_SURE_SCORE = 0.8
_BLANK_SHARE = 0.4
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,'’]\d{3})*)?(?:[.,]\d+)?(?:[eE][+-]?\d+)?\.?", re.ASCII)
_THOUSANDS_APART = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d*)?")
_LONGEST_SAID = 20
_FOREIGN = re.compile(r"[,;](?! )|[\t|]")


@dataclass(frozen=True)
class Wishes:
    """What the user has set by hand; None leaves it to be guessed.

    Attributes
    ----------
    missing
        The markers of missing values; an empty field always counts as one.
    kinds
        The kinds of single columns, by column number.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    has_header: bool | None = None
    date_order: str | None = None
    missing: frozenset[str] | None = None
    kinds: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Dialect:
    """How the fields of a table are read.

    Attributes
    ----------
    is_certain
        Whether the user set decimal sign and thousands; otherwise a column that does not fit them
        may be read the other way round.
    """

    style: NumberStyle = _PLAIN
    date_order: str = "day"
    missing: frozenset[str] = MISSING
    is_certain: bool = False

    def is_missing(self, text: str) -> bool:
        """Whether a stripped text marks a missing value."""
        return not text or text.lower() in self.missing


@dataclass(frozen=True)
class Guess:
    """A guessed dialect with the evidence for it.

    Attributes
    ----------
    evidence
        A few words on each guess.
    questions
        What the table leaves open.
    """

    dialect: Dialect
    has_header: bool
    evidence: tuple[str, ...]
    questions: tuple[Question, ...] = ()


def guess_separator(source: TableText) -> str:
    """Return the separator: it cuts all lines into equally many fields, without another one inside."""
    if source.separator:
        return source.separator
    sample = source.text[:_SAMPLE_TEXT]
    if len(source.text) > _SAMPLE_TEXT:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    sample = sample.replace("−", "-")
    cut = {separator: sample_rows(sample, separator, _SAMPLE_ROWS) for separator in SEPARATORS}
    scores = {separator: _score(rows, separator) for separator, rows in cut.items()}
    if scores["\t"] >= _SURE_SCORE:
        scores[" "] = 0.0  # a blank also matches tabs
    best = max(scores, key=scores.__getitem__)
    if scores[best] >= _LEAST_SCORE:
        return best
    # The lines are uneven: take the most frequent sign of the first one; the error will name the uneven line.
    first = next((line for line in sample.splitlines() if line.strip()), "")
    most = max(list(SEPARATORS)[:-1], key=first.count)
    if first.count(most):
        return most
    return ";" if "," in sample else ","


def guess_dialect(rows: Rows, separator: str, wishes: Wishes) -> Guess:
    """Guess how numbers and dates are written, and whether the first row is a header."""
    n_rows = _sample_size(rows, _STYLE_ROWS)
    quarter, step = n_rows // 4, max(1, len(rows.lines) // n_rows)
    columns = [
        [text.strip() for text in (*fields[:quarter], *fields[quarter::step])] for fields in rows.columns
    ]
    guess = guess_style(columns, separator)
    order = guess_order(text for fields in columns for text in dict.fromkeys(fields))
    style = guess.style
    if wishes.decimal is not None and wishes.decimal != style.decimal:
        style = style.swapped
    if wishes.thousands is not None:
        style = NumberStyle(style.decimal, wishes.thousands)
    if style.decimal == style.thousands:
        style = NumberStyle(style.decimal)
    is_certain = wishes.decimal is not None or wishes.thousands is not None
    dialect = Dialect(
        style,
        wishes.date_order or order.order,
        MISSING if wishes.missing is None else wishes.missing,
        is_certain,
    )
    has_header, why = guess_header(rows, dialect)
    if wishes.has_header is not None and wishes.has_header != has_header:
        has_header, why = wishes.has_header, ""
    questions = [] if is_certain or guess.question is None else [guess.question]
    if wishes.date_order is None and order.question is not None:
        questions.append(order.question)
    evidence = (
        "" if is_certain else guess.evidence,
        "" if wishes.date_order else order.evidence,
        why,
    )
    return Guess(dialect, has_header, tuple(part for part in evidence if part), tuple(questions))


def guess_header(rows: Rows, dialect: Dialect) -> tuple[bool, str]:
    """Return whether the first row is a header, and why.

    Names stand above columns of numbers and are none. A number is a name only where the numbers of the
    row count up, as 0, 1, 2 do. In a table of words the names of columns do not come again below.
    """
    if rows.has_short_header:
        return True, "header, as the first line has one field less"
    if len(rows.lines) == 1:
        return False, ""
    first = [field.strip() for field in rows.first]
    end = 1 + _sample_size(rows, _SAMPLE_ROWS)
    columns = [[field.strip() for field in fields[1:end]] for fields in rows.columns]
    numeric = [_is_numeric(fields, dialect) for fields in columns]
    words = [
        name
        for name, of_numbers in zip(first, numeric, strict=True)
        if of_numbers and not dialect.is_missing(name) and not _is_value(name, dialect)
    ]
    numbers = [
        number
        for name, of_numbers in zip(first, numeric, strict=True)
        if of_numbers and (number := dialect.style.number(name)) is not None
    ]
    if numbers and not _count_up(numbers):
        if len(words) > len(numbers):
            return True, f"header, as {_shown(words[0])} stands above numbers"
        return False, "no header, as the first line holds numbers like the others"
    if words:
        return True, f"header, as {_shown(words[0])} stands above numbers"
    if numbers:
        names = first if first[0] else first[1:]
        counts = names == [str(number) for number in range(len(names))] and (len(names) > 2 or not first[0])
        if counts and any(dialect.style.decimal in text for fields in columns for text in fields):
            return True, "header, as the first line counts the columns"
        return False, "no header, as the first line holds numbers like the others"
    if any(numeric) or any(dialect.style.number(name) is not None for name in first):
        return False, "no header, as the first line names no numbers"
    if not all(first) or len(set(first)) < len(first):
        return False, "no header, as the first line has gaps or repeats itself"
    again = next((name for name, fields in zip(first, columns, strict=True) if name in fields), "")
    again = again or next((name for name in first if any(name in fields for fields in columns)), "")
    if again:
        return False, f"no header, as {_shown(again)} comes again below"
    return True, "header, as its words do not come again below"


def _sample_size(rows: Rows, most: int) -> int:
    """Return how many rows to sample: fewer if the table has many columns."""
    return max(_LEAST_ROWS, min(most, _SAMPLE_FIELDS // len(rows.columns)))


def _score(rows: Sequence[Sequence[str]], separator: str) -> float:
    """Return from 0 to 1 how well a separator fits."""
    widths = Counter(map(len, rows))
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    if width < 2:
        return 0.0
    if len(rows[0]) == width - 1 and width > 2 and len(rows) > 2:
        count += 1  # a header without a name for the column of row numbers
    fields = {field.strip() for row in rows if len(row) == width for field in row}
    clean = sum(_cleanness(field, separator) for field in fields) / len(fields)
    if separator == " ":
        # Any prose has blanks: they only count as separators between numbers.
        below = [field for row in rows[1:] or rows for field in row]
        numbers = sum(_NUMBER.fullmatch(field) is not None or field.lower() in MISSING for field in below)
        clean *= 0.97 * (numbers > _BLANK_SHARE * len(below))
    return (count / len(rows)) ** 2 * clean


def _cleanness(field: str, separator: str) -> float:
    """Return from 0 to 1 how much a text looks like a single field."""
    if _NUMBER.fullmatch(field):
        return 1.0
    if field.count('"') % 2:
        return 0.5
    if separator == " ":
        return float(not any(sign in field for sign in ",;|"))
    if _FOREIGN.search(field):
        return 0.0
    parts = field.split(" ")
    numbers = [part for part in parts if _NUMBER.fullmatch(part) or part.lower() in MISSING]
    if len(numbers) == len(parts) > 1 and not _THOUSANDS_APART.fullmatch(field):
        return 0.0
    return 0.85 if numbers and len(parts) > 1 else 1.0


def _is_numeric(fields: Sequence[str], dialect: Dialect) -> bool:
    """Whether nearly all fields that are not missing are numbers or dates."""
    known = {field: n for field, n in Counter(fields).items() if not dialect.is_missing(field)}
    numbers = sum(n for field, n in known.items() if _is_value(field, dialect))
    return bool(known) and numbers >= _NUMBER_SHARE * sum(known.values())


def _is_value(field: str, dialect: Dialect) -> bool:
    return (
        dialect.style.number(field) is not None
        or (not dialect.is_certain and dialect.style.swapped.number(field) is not None)
        or day_of(field, dialect.date_order) is not None
    )


def _count_up(numbers: Sequence[float]) -> bool:
    """Whether numbers can be column names: increasing whole numbers, or three or more increasing ones."""
    grow = all(a < b for a, b in pairwise(numbers))
    return grow and (len(numbers) > 2 or all(number.is_integer() for number in numbers))


def _shown(text: str) -> str:
    return repr(shortened(text, _LONGEST_SAID))
