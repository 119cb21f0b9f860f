"""Reading a table: text, separator, rows, dialect and columns, one step after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from playground.models.data.table_advice import Advice, advise
from playground.models.data.table_columns import LONGEST_NAME, Column, make_column, without_apostrophe
from playground.models.data.table_dialect import Dialect, Wishes, guess_dialect, guess_separator
from playground.models.data.table_numbers import Question
from playground.models.data.table_rows import Progress, read_rows, report
from playground.models.data.table_text import text_of
from playground.models.experiment.regular_file import shown_name
from playground.models.experiment.shown import printable
from playground.style.words import shortened

# Of the time reading takes, about half goes into splitting lines and half into the columns.
_SPLITTING = 0.5


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table as it stands in a file, and how it was read.

    Attributes
    ----------
    name
        Of the file, without its ending.
    encoding, separator, has_header, dialect
        What was found, or was asked for.
    evidence
        A few words on each thing that was found out.
    questions
        What the table does not decide.
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
        """What to begin with; of many rows it takes a while to find."""
        return advise(self.columns)

    @property
    def marks(self) -> dict[str, int]:
        """How often each mark of missing values was found, the commonest first."""
        counts: dict[str, int] = {}
        for column in self.columns:
            for mark, count in column.marks:
                counts[mark] = counts.get(mark, 0) + count
        return dict(sorted(counts.items(), key=lambda item: -item[1]))


def read_table(path: Path, wishes: Wishes | None = None, progress: Progress = lambda share: True) -> RawTable:
    """Read a file.

    Parameters
    ----------
    wishes
        What the person knows better than the guesses.
    progress
        Called with the share that is done, from 0 to 1; False gives up.

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It is no table; the sentence names the file, and the line where there is one.
    CancelledError
        `progress` returned False.
    """
    try:
        return _read(path, wishes or Wishes(), progress)
    except ValueError as error:
        raise ValueError(f"{shown_name(path)}: {error}") from None


def _read(path: Path, wishes: Wishes, progress: Progress) -> RawTable:
    source = text_of(path, wishes.encoding)
    separator = wishes.separator or guess_separator(source)
    rows = read_rows(source, separator, lambda share: progress(_SPLITTING * share))
    guess = guess_dialect(rows, separator, wishes)
    body, lines = rows.fields, rows.lines
    first = [""] * len(body[0])
    if guess.has_header:
        first, body, lines = body[0], body[1:], lines[1:]
    if not body:
        raise ValueError("there is a header and no rows")
    names = column_names(first)
    columns = []
    for index, values in enumerate(zip(*body, strict=True)):
        column = make_column(
            names[index], values, lines, guess.dialect, wishes.kinds.get(index),
            is_first=not index, is_named=bool(first[index].strip()),
        )  # fmt: skip
        columns.append(column)
        report(progress, _SPLITTING + (1.0 - _SPLITTING) * (index + 1) / len(names))
    return RawTable(
        printable(path.stem, "�"), tuple(columns), len(body), separator, guess.has_header, source.encoding,
        guess.dialect, guess.evidence, guess.questions,
    )  # fmt: skip


def column_names(fields: Sequence[str]) -> list[str]:
    """Return a name for every column, no two alike."""
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
