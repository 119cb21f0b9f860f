"""Data from a table: chosen columns as inputs, one as the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.models.data.bundled import blur
from playground.models.data.data_source import OWN
from playground.models.data.datasets import Dataset, Task
from playground.models.data.generators import FloatArray
from playground.models.data.table_advice import (
    MOST_CLASSES,
    MOST_INPUTS,
    MOST_VALUES,
    Choice,
    Gaps,
    filling,
    gaps,
    kept_rows,
)
from playground.models.data.table_columns import LARGEST_NUMBER, LONGEST_NAME, Column
from playground.models.data.table_reader import RawTable
from playground.models.data.table_rows import MOST_ROWS
from playground.models.experiment.json_text import is_number, is_whole
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import exact_text, shortened

LONGEST_TITLE = 24
LONGEST_SAID = 40


@dataclass(frozen=True, eq=False)
class TableData:
    """Samples of a table, ready for a network.

    Parameters
    ----------
    name
        Of the table.
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,)
        Classes from 0, or numbers for regression.
    feature_names, class_names
        One per column of `X`; one per class, none for regression.
    n_dropped
        Rows that were left out because of missing values.

    Raises
    ------
    ValueError
        Parts that do not fit together, see `Dataset`.
    """

    name: str
    X: FloatArray
    y: npt.NDArray[Any]
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    n_dropped: int = 0

    def __post_init__(self) -> None:
        for names, most, what in (
            (self.feature_names, MOST_INPUTS, "columns"),
            (self.class_names, MOST_CLASSES, "classes"),
        ):
            if len(names) > most:
                raise ValueError(f"a table has at most {most} {what}, not {len(names):,}")
        checked = self._dataset(self.X)
        if np.abs(checked.X).max() > LARGEST_NUMBER or np.abs(checked.y).max() > LARGEST_NUMBER:
            raise ValueError(f"the numbers of a table go up to {exact_text(LARGEST_NUMBER)}")
        object.__setattr__(self, "X", checked.X)
        object.__setattr__(self, "y", checked.y)

    def _dataset(self, X: FloatArray) -> Dataset:
        return Dataset(OWN, self.title, X, self.y, self.feature_names, self.class_names, self.task)

    @property
    def kind(self) -> str:
        return "table"

    @property
    def title(self) -> str:
        name = self.name or "Table"
        return shortened(name, LONGEST_TITLE)

    @property
    def task(self) -> Task:
        return "classification" if self.class_names else "regression"

    @property
    def takes_noise(self) -> bool:
        return True

    @property
    def takes_count(self) -> bool:
        return False

    def load(self, noise: float, seed: int, n_samples: int) -> Dataset:
        """Return the samples; noise blurs the inputs as it does those of the bundled data."""
        return self._dataset(blur(self.X, noise, seed) if noise > 0.0 else self.X)

    def to_dict(self) -> dict[str, Any]:
        """Return the data themselves, so that they open on machines without the file."""
        return {
            "name": self.name,
            "X": self.X.tolist(),
            "y": self.y.tolist(),
            "feature_names": list(self.feature_names),
            "class_names": list(self.class_names),
            "n_dropped": self.n_dropped,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TableData:
        """Read what `to_dict` returned.

        Raises
        ------
        ValueError
            Anything else.
        """
        name, n_dropped = data.get("name"), data.get("n_dropped")
        if not isinstance(name, str) or not _is_written(name):
            raise ValueError("the table must have a name")
        if not is_whole(n_dropped) or not 0 <= n_dropped <= MOST_ROWS:
            raise ValueError("the table must have the number of dropped rows")
        features, classes = (_names(data.get(key), key) for key in ("feature_names", "class_names"))
        rows, targets = data.get("X"), data.get("y")
        if not isinstance(rows, list) or not isinstance(targets, list):
            raise ValueError("the table must list its rows and targets")
        if any(not isinstance(row, list) or len(row) != len(features) for row in rows):
            raise ValueError(f"every row of the table must list {len(features)} numbers")
        if not all(is_number(value) for row in rows for value in row):
            raise ValueError("the rows of the table must hold numbers only")
        whole = bool(classes)
        if not all(is_number(value) and (not whole or isinstance(value, int)) for value in targets):
            raise ValueError(f"the targets of the table must be {'whole ' * whole}numbers")
        try:
            X = np.array(rows, np.float64).reshape(len(rows), len(features))
            y = np.array(targets, np.int64 if whole else np.float64)
        except OverflowError:
            raise ValueError("numbers of the table are out of range") from None
        return cls(name, X, y, features, classes, n_dropped)


class UnfitError(ValueError):
    """A column cannot be used as chosen.

    Attributes
    ----------
    column
        Its name.
    """

    def __init__(self, column: Column, what: str) -> None:
        super().__init__(f"column {shortened(column.name, LONGEST_SAID)!r} {what}")
        self.column = column.name


@dataclass(frozen=True, eq=False)
class Fit:
    """The outcome of a choice.

    Attributes
    ----------
    data
        None if the choice cannot be trained on.
    why
        The reason, as a sentence.
    column
        The column at fault, if there is one.
    """

    data: TableData | None
    cost: Gaps
    why: str = ""
    column: str = ""


def fit_table(table: RawTable, choice: Choice, ticket: Ticket = UNWATCHED) -> Fit:
    """Make data from a table, or say why that is impossible."""
    cost = Gaps()
    try:
        cost = gaps(table.columns, choice)
        return Fit(make_table(table, choice, ticket), cost)
    except UnfitError as error:
        return Fit(None, cost, str(error), error.column)
    except ValueError as error:
        return Fit(None, cost, str(error), cost.worst if cost.fill else "")
    except MemoryError:
        return Fit(None, cost, "the memory is too small for so many inputs")


def make_table(table: RawTable, choice: Choice, ticket: Ticket = UNWATCHED) -> TableData:
    """Make data from a table.

    Text inputs are one-hot encoded: one input per value, 1 where the row has it and 0 elsewhere.
    Dates become numbers of days.

    Raises
    ------
    UnfitError
        A column cannot be used as chosen.
    ValueError
        The choice cannot be trained on for another reason.
    """
    columns = {column.name: column for column in table.columns}
    chosen = [columns[name] for name in choice.inputs if name != choice.target]
    if not chosen:
        if len(columns) == 1:
            raise ValueError("one column alone cannot be predicted from anything: try another separator")
        raise ValueError("choose at least one input column")
    if len(chosen) > MOST_INPUTS:
        raise ValueError(f"{len(chosen):,} input columns are more than {MOST_INPUTS:,}: leave some out")
    wanted = columns[choice.target]
    for column in (wanted, *chosen):
        if column.kind == "empty":
            raise UnfitError(column, "is empty")
        if column.too_large is not None:
            line, text = column.too_large
            most = exact_text(LARGEST_NUMBER)
            raise UnfitError(column, f"holds {text} in line {line}: numbers go up to {most}")
    for column in chosen:
        _check_texts(column)
    kept = kept_rows(wanted, chosen, choice.filled)
    n_kept = int(kept.sum())
    if n_kept < 2:
        rows = {0: "no row has", 1: "only 1 row has"}[n_kept]
        raise ValueError(f"{rows} values in all chosen columns")
    parts: list[FloatArray] = []
    names: list[str] = []
    for column in chosen:
        ticket.check()
        values, titles = _inputs_of(column, kept, fill=column.name in choice.filled)
        names.extend(titles)
        if len(names) > MOST_INPUTS:
            raise ValueError(f"the columns make more than {MOST_INPUTS:,} inputs: leave some out")
        parts.append(values)
    ticket.check()
    y, class_names = _targets_of(wanted, kept, choice.task)
    ticket.check()
    n_dropped = table.n_rows - n_kept
    return TableData(table.name, np.concatenate(parts, axis=1), y, tuple(names), class_names, n_dropped)


def one_hot_columns(table: RawTable, inputs: Sequence[str]) -> list[tuple[str, int]]:
    """Return the text columns among the inputs, and how many inputs each one makes."""
    return [
        (column.name, len(column.different))
        for column in table.columns
        if column.name in inputs and column.kind == "text"
    ]


def _check_texts(column: Column) -> None:
    if column.kind != "text" or len(column.different) <= MOST_VALUES:
        return
    hint = "it looks like names"
    if column.stray is not None:
        hint = f"line {column.stray[0]} holds {column.stray[1]!r}, which is no number"
    n_different = len(column.different)
    raise UnfitError(column, f"has {n_different:,} different texts, more than {MOST_VALUES}: {hint}")


def _inputs_of(column: Column, kept: npt.NDArray[np.bool_], *, fill: bool) -> tuple[FloatArray, list[str]]:
    values = column.values
    if fill:
        values = np.where(column.is_missing, np.array(filling(column), values.dtype), values)
    values = values[kept]
    if column.kind != "text":
        title = column.name
        if column.kind == "date":
            title = f"{shortened(column.name, LONGEST_NAME - 30)} (days since {column.first_day})"
        return np.asarray(values, np.float64)[:, np.newaxis], [title]
    different, numbers = _numbered(values)
    one_hot = np.zeros((len(values), len(different)))
    one_hot[np.arange(len(values)), numbers] = 1.0
    return one_hot, [shortened(f"{column.name} = {text}", LONGEST_NAME) for text in different]


def _numbered(values: npt.NDArray[Any]) -> tuple[list[Any], npt.NDArray[np.int64]]:
    """Return the distinct values, sorted, and for each row the index of its value."""
    different = sorted(set(values.tolist()))
    number_of = {value: number for number, value in enumerate(different)}
    return different, np.fromiter(map(number_of.__getitem__, values.tolist()), np.int64, len(values))


def _targets_of(
    column: Column, kept: npt.NDArray[np.bool_], task: Task
) -> tuple[npt.NDArray[Any], tuple[str, ...]]:
    values = column.values[kept]
    if task == "regression":
        if column.kind == "text":
            where = f": line {column.stray[0]} holds {column.stray[1]!r}" if column.stray else ""
            raise UnfitError(column, f"holds texts, no numbers to predict{where}")
        return np.asarray(values, np.float64), ()
    different, classes = _numbered(values)
    if len(different) < 2:
        raise UnfitError(column, "has one value only: there is nothing to tell apart")
    if len(different) > MOST_CLASSES:
        hint = "choose another column" if column.kind == "text" else "predict it as a number instead"
        raise UnfitError(
            column, f"has {len(different):,} different values, more than {MOST_CLASSES} classes: {hint}"
        )
    return classes, tuple(_class_name(value) for value in different)


def _class_name(value: object) -> str:
    return exact_text(value) if isinstance(value, float) else str(value)[:LONGEST_NAME]


def _names(values: object, what: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{what} of the table must be a list of texts")
    if not all(map(_is_written, values)):
        raise ValueError(f"{what} of the table hold half a character")
    return tuple(shortened(value, LONGEST_NAME) for value in values)


def _is_written(text: str) -> bool:
    """Whether a text can be written to a file; lone surrogates cannot."""
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)
