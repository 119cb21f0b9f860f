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
from playground.models.data.table_columns import Column
from playground.models.data.table_reader import RawTable
from playground.style.words import exact_text, shortened

MOST_CLASSES = 20
MOST_VALUES = 50
"""Different texts of a column that are made into inputs, one each."""
MOST_INPUTS = 1000
LONGEST_TITLE = 24
LONGEST_NAME = 200


@dataclass(frozen=True, eq=False)
class TableData:
    """Samples of a table, as a network can take them.

    Parameters
    ----------
    name
        Of the table.
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,)
        Classes from 0, or numbers for regression.
    feature_names, class_names
        One a column of `X`; one a class, none for regression.
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
        checked = self._dataset(self.X)
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
        """Return the data themselves, so that they open on machines that have not got the file."""
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
        if not isinstance(name, str) or not isinstance(n_dropped, int) or isinstance(n_dropped, bool):
            raise ValueError("the table must have a name and the number of dropped rows")
        features, classes = (_names(data.get(key), key) for key in ("feature_names", "class_names"))
        rows, targets = data.get("X"), data.get("y")
        if not isinstance(rows, list) or not isinstance(targets, list):
            raise ValueError("the table must list its rows and targets")
        if any(not isinstance(row, list) or len(row) != len(features) for row in rows):
            raise ValueError(f"every row of the table must list {len(features)} numbers")
        if not all(_is_number(value) for row in rows for value in row):
            raise ValueError("the rows of the table must hold numbers only")
        whole = bool(classes)
        if not all(_is_number(value) and (not whole or isinstance(value, int)) for value in targets):
            raise ValueError(f"the targets of the table must be {'whole ' * whole}numbers")
        try:
            X = np.array(rows, np.float64).reshape(len(rows), len(features))
            y = np.array(targets, np.int64 if whole else np.float64)
        except OverflowError:
            raise ValueError("numbers of the table are out of range") from None
        return cls(name, X, y, features, classes, n_dropped)


def make_table(table: RawTable, target: str, inputs: Sequence[str], task: Task) -> TableData:
    """Make data of a table.

    Texts among the inputs become one input a value, 1 where the row has it and 0 elsewhere (one-hot).

    Parameters
    ----------
    target
        Name of the column to be predicted.
    inputs
        Names of the columns to predict it from.

    Raises
    ------
    ValueError
        Columns that cannot serve so; the sentence names them.
    """
    columns = {column.name: column for column in table.columns}
    chosen = [columns[name] for name in inputs if name != target]
    if not chosen:
        raise ValueError("choose at least one input column")
    wanted = columns[target]
    for column in (wanted, *chosen):
        if column.kind == "empty":
            raise ValueError(f"column {column.name!r} is empty")
    missing = np.any([column.is_missing for column in (wanted, *chosen)], axis=0)
    kept = ~missing
    if int(kept.sum()) < 2:
        raise ValueError(f"only {int(kept.sum())} rows have values in all chosen columns")
    parts: list[FloatArray] = []
    names: list[str] = []
    for column in chosen:
        values, titles = _inputs_of(column, kept)
        parts.append(values)
        names.extend(titles)
    if len(names) > MOST_INPUTS:
        raise ValueError(f"{len(names):,} inputs are more than {MOST_INPUTS:,}: choose fewer columns")
    y, class_names = _targets_of(wanted, kept, task)
    return TableData(
        table.name, np.concatenate(parts, axis=1), y, tuple(names), class_names, int(missing.sum())
    )


def one_hot_columns(table: RawTable, inputs: Sequence[str]) -> list[tuple[str, int]]:
    """Return the text columns among the inputs, and how many inputs each becomes."""
    return [
        (column.name, len(column.different))
        for column in table.columns
        if column.name in inputs and column.kind == "text"
    ]


def suggested_task(column: Column) -> Task:
    """Return whether a column rather names classes or measures something."""
    if column.kind != "number":
        return "classification"
    values = column.different
    names_classes = len(values) <= 10 and all(value.is_integer() for value in values)
    return "classification" if names_classes else "regression"


def _inputs_of(column: Column, kept: npt.NDArray[np.bool_]) -> tuple[FloatArray, list[str]]:
    if column.kind == "number":
        return np.asarray(column.values[kept], np.float64)[:, np.newaxis], [column.name]
    texts = column.values[kept]
    different = sorted(set(texts.tolist()))
    if len(different) > MOST_VALUES:
        hint = "it looks like names"
        if column.stray is not None:
            hint = f"line {column.stray[0]} holds {column.stray[1]!r}, which is no number"
        raise ValueError(
            f"column {column.name!r} has {len(different):,} different texts, more than {MOST_VALUES}: "
            f"{hint}; leave it out"
        )
    one_hot = (texts[:, np.newaxis] == np.array(different, object)).astype(np.float64)
    return one_hot, [f"{column.name} = {text}" for text in different]


def _targets_of(
    column: Column, kept: npt.NDArray[np.bool_], task: Task
) -> tuple[npt.NDArray[Any], tuple[str, ...]]:
    values = column.values[kept]
    if task == "regression":
        if column.kind != "number":
            where = f": line {column.stray[0]} holds {column.stray[1]!r}" if column.stray else ""
            raise ValueError(f"column {column.name!r} holds texts, no numbers to predict{where}")
        return np.asarray(values, np.float64), ()
    different = sorted(set(values.tolist()))
    if len(different) < 2:
        raise ValueError(f"column {column.name!r} has one value only: there is nothing to tell apart")
    if len(different) > MOST_CLASSES:
        hint = "predict it as a number instead" if column.kind == "number" else "choose another column"
        raise ValueError(
            f"column {column.name!r} has {len(different):,} different values, more than {MOST_CLASSES} "
            f"classes: {hint}"
        )
    number_of = {value: number for number, value in enumerate(different)}
    classes = np.array([number_of[value] for value in values.tolist()], np.int64)
    return classes, tuple(_class_name(value) for value in different)


def _class_name(value: object) -> str:
    return exact_text(value) if isinstance(value, float) else str(value)[:LONGEST_NAME]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _names(values: object, what: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{what} of the table must be a list of texts")
    return tuple(values)
