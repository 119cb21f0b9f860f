"""Suggestions for a table: which columns are inputs, which is the target, and what missing values cost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from playground.models.data.datasets import Task
from playground.models.data.table_columns import Column
from playground.style.words import number_text, percent_text, shortened

MOST_CLASSES = 20
MOST_VALUES = 50
"""Most distinct texts of a column that are one-hot encoded."""
MOST_INPUTS = 200
MOST_MISSING = 0.3
"""Largest share of missing values in a suggested column; with more it costs more rows than it is worth."""
_FEW_VALUES = 10


@dataclass(frozen=True)
class Choice:
    """The user's choice of columns.

    Attributes
    ----------
    target
        Name of the column to be predicted.
    inputs
        Names of the columns to predict it from.
    filled
        Names of columns whose missing values are filled, with the median or the most frequent text.
    """

    target: str
    inputs: tuple[str, ...]
    task: Task
    filled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Advice:
    """A suggested choice.

    Attributes
    ----------
    left_out
        Columns not suggested as inputs, with the reason in a few words.
    """

    target: str
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gaps:
    """What missing values cost.

    Attributes
    ----------
    n_dropped
        Rows that are left out.
    worst
        The chosen column that causes most of them; empty if there is none.
    n_of_worst
        How many of the dropped rows have no value in it.
    fill
        What would fill its missing values; empty for a target, which is never filled.
    """

    n_dropped: int = 0
    worst: str = ""
    n_of_worst: int = 0
    fill: str = ""


def advise(columns: Sequence[Column]) -> Advice:
    """Suggest a target, the last column that can be predicted, and all inputs that make sense."""
    usable = [column for column in columns if column.kind != "empty"]
    if not usable:
        return Advice("", {column.name: "no values" for column in columns})
    fit = [column for column in usable if _is_target(column)]
    target = (fit or usable)[-1].name
    reasons = {column.name: reason for column in columns if (reason := why_left_out(column))}
    reasons.pop(target, None)
    inputs = [column for column in usable if column.name != target and column.name not in reasons]
    if not inputs:
        # A column with gaps, a date or the row number is better than no input at all.
        others = [column for column in usable if column.name != target]
        sparse = [column for column in others if _is_sparse(column) and not _why_useless(column)]
        spare = sparse or [column for column in others if column.kind == "date" or column.counts_rows][-1:]
        for column in spare:
            del reasons[column.name]
    for column in inputs[MOST_INPUTS:]:
        reasons[column.name] = f"only {MOST_INPUTS} can be used"
    return Advice(target, reasons)


def why_left_out(column: Column) -> str:
    """Return why a column is not suggested as an input, in a few words; empty if it is."""
    if column.kind != "empty" and not column.counts_rows and _is_sparse(column):
        return f"{percent_text(column.n_missing / len(column.values), 0)} missing"
    return _why_useless(column)


def _is_sparse(column: Column) -> bool:
    return column.n_missing > MOST_MISSING * len(column.values)


def _why_useless(column: Column) -> str:
    """Return what makes a column useless as an input, in a few words; empty if it is useful."""
    if column.kind == "empty":
        return "no values"
    if column.counts_rows:
        return "row number"
    if column.kind == "date":
        return "dates"
    n_known = len(column.values) - column.n_missing
    if column.holds_ids and n_known > _FEW_VALUES:
        return "ids, all different"
    if column.kind == "text":
        n_different = len(column.different)
        if n_different > MOST_VALUES or n_different > max(_FEW_VALUES, n_known / 2):
            return f"{n_different:,} different texts"
    return ""


def suggested_task(column: Column) -> Task:
    """Return the likely task for a target column: its values are classes, or they are measurements."""
    if column.kind not in ("number", "date"):
        return "classification"
    values = column.different
    names_classes = 2 <= len(values) <= 10 and all(value.is_integer() for value in values)
    return "classification" if names_classes else "regression"


def filling(column: Column) -> float | str:
    """Return the value that fills missing ones: the median of numbers, the most frequent text."""
    values = column.values[~column.is_missing]
    if column.kind != "text":
        return float(np.median(values))
    texts, counts = np.unique(values.astype(str), return_counts=True)
    return str(texts[np.argmax(counts)])


def filling_words(column: Column) -> str:
    """Return what fills missing values of a column, in words."""
    value = filling(column)
    if isinstance(value, str):
        return f"the most frequent ({shortened(value, 20)})"
    return f"the median ({number_text(value)})"


def kept_rows(target: Column, inputs: Sequence[Column], filled: Collection[str]) -> npt.NDArray[np.bool_]:
    """Return True for the rows with a value in every column that is not filled."""
    kept = ~target.is_missing
    for column in inputs:
        if column.name not in filled:
            kept = kept & ~column.is_missing
    return kept


def gaps(columns: Sequence[Column], choice: Choice) -> Gaps:
    """Return how many rows missing values cost, and which column costs most."""
    by_name = {column.name: column for column in columns}
    target = by_name[choice.target]
    inputs = [by_name[name] for name in choice.inputs if name != choice.target]
    n_dropped = int((~kept_rows(target, inputs, choice.filled)).sum())
    if not n_dropped:
        return Gaps()
    open_ones = [target, *(column for column in inputs if column.name not in choice.filled)]
    worst = max(open_ones, key=lambda column: column.n_missing)
    fill = "" if worst is target else filling_words(worst)
    return Gaps(n_dropped, worst.name, worst.n_missing, fill)


def _is_target(column: Column) -> bool:
    if column.counts_rows or column.holds_ids or column.kind == "date" or len(column.different) < 2:
        return False
    if _is_sparse(column):
        return False
    return column.kind == "number" or len(column.different) <= MOST_CLASSES
