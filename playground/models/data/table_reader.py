"""Reads a table step by step: text, separator, rows, dialect and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from playground.models.data.table_advice import Advice, advise
from playground.models.data.table_columns import LONGEST_NAME, Column, make_column, without_apostrophe
from playground.models.data.table_dialect import Dialect, Wishes, guess_dialect, guess_separator
from playground.models.data.table_numbers import Question
from playground.models.data.table_rows import read_rows
from playground.models.data.table_text import text_of
from playground.models.experiment.regular_file import shown_name
from playground.models.experiment.shown import printable
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import shortened

# About half the reading time goes into splitting lines, half into the columns.
_SPLITTING = 0.5


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table from a file, and how it was read.

    Attributes
    ----------
    name
        File name without its extension.
    encoding, separator, has_header, dialect
        As guessed, or as the user set it.
    evidence
        A few words on each guess.
    questions
        What the table leaves open.
    """

    name: str
    columns: tuple[Column, ...]
    n_rows: int
    separator: str
    has_header: bool
    encoding: str = "utf-8"
    dialect: Dialect = field(default_factory=Dialect)
    evidence: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    @cached_property
    def advice(self) -> Advice:
        """The suggested choice of columns."""
        return advise(self.columns)

    @property
    def marks(self) -> dict[str, int]:
        """How often each marker of missing values was found, most frequent first."""
        counts: dict[str, int] = {}
        for column in self.columns:
            for mark, count in column.marks:
                counts[mark] = counts.get(mark, 0) + count
        return dict(sorted(counts.items(), key=lambda item: -item[1]))


def read_table(path: Path, wishes: Wishes | None = None, ticket: Ticket = UNWATCHED) -> RawTable:
    """Read a file.

    Parameters
    ----------
    wishes
        What the user has set by hand.
    ticket
        Receives the share done, from 0 to 1.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It is no table, or too large for the memory; the sentence names the file, and the line where there is
        one.
    """
    try:
        return _read(path, wishes or Wishes(), ticket)
    except ValueError as error:
        raise ValueError(f"{shown_name(path)}: {error}") from None
    except MemoryError:
        raise ValueError(f"{shown_name(path)}: the memory is too small for it") from None


def _read(path: Path, wishes: Wishes, ticket: Ticket) -> RawTable:
    source = text_of(path, wishes.encoding)
    ticket.check()
    separator = wishes.separator or guess_separator(source)
    rows = read_rows(source, separator, lambda share: ticket.tell(_SPLITTING * share))
    ticket.check()
    guess = guess_dialect(rows, separator, wishes)
    ticket.check()
    begin = int(guess.has_header)
    lines = rows.lines[begin:]
    if not lines:
        raise ValueError("there is a header and no rows")
    first = rows.first if guess.has_header else [""] * len(rows.columns)
    names = column_names(first)
    columns = []
    for index, fields in enumerate(rows.columns):
        column = make_column(
            names[index], fields[begin:], lines, guess.dialect, wishes.kinds.get(index),
            is_first=not index, is_named=bool(first[index].strip()), has_header=guess.has_header,
            ticket=ticket,
        )  # fmt: skip
        ticket.check()
        _ = column.different  # cached now, so that the window need not wait for it later
        columns.append(column)
        ticket.tell(_SPLITTING + (1.0 - _SPLITTING) * (index + 1) / len(names))
    table = RawTable(
        printable(path.stem, "�"), tuple(columns), len(lines), separator, guess.has_header, source.encoding,
        guess.dialect, guess.evidence, guess.questions,
    )  # fmt: skip
    _ = table.advice
    return table


def column_names(fields: Sequence[str]) -> list[str]:
    """Return a unique name for every column."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    names: list[str] = []
    for number, text in enumerate(fields, 1):
        text = " ".join(without_apostrophe(text.strip()).split())
        name = wanted = shortened(text, LONGEST_NAME) or f"column {number}"
        while name in taken:
            counts[wanted] = counts.get(wanted, 1) + 1
            name = f"{wanted} ({counts[wanted]})"
        taken.add(name)
        names.append(name)
    return names
