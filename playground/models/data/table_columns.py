"""The columns of a table: numbers or texts, with what is missing in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["number", "text", "empty"]
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", "."})
# A column with so few exceptions among its numbers is one of numbers with slips of the keyboard.
_MOST_STRAY_SHARE = 0.05
_FIRST_LOOK = 200


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Attributes
    ----------
    kind
        "empty" where every value is missing.
    values
        Floats with NaN for missing values, or texts with "" for them; shape (n_rows,).
    stray
        Line and text of the first value that keeps a column of numbers from being one.
    """

    name: str
    kind: Kind
    values: npt.NDArray[Any]
    n_missing: int
    first_texts: tuple[str, ...]
    stray: tuple[int, str] | None = None

    @property
    def is_missing(self) -> npt.NDArray[np.bool_]:
        """True where a value is missing."""
        if self.kind == "number":
            return np.asarray(np.isnan(self.values))
        return np.asarray(self.values == "")

    @cached_property
    def different(self) -> list[Any]:
        """Its different values that are not missing, sorted; of many rows they take a while to find."""
        return sorted(set(self.values[~self.is_missing].tolist()))


def make_column(
    name: str, fields: Sequence[str], lines: Sequence[int], *, decimal_comma: bool = False
) -> Column:
    """Return the column that some fields make.

    Parameters
    ----------
    fields
        As they stand in the file.
    lines
        Of the file, on which they stand.
    decimal_comma
        Whether 1,5 may mean one and a half.
    """
    first = tuple(field.strip() for field in fields[:8])
    numbers = _all_numbers(fields)
    if numbers is None:
        # Most columns repeat their values: each different field is looked at once.
        meanings = {field: _without_missing(field.strip()) for field in set(fields)}
        texts = [meanings[field] for field in fields]
        if not any(meanings.values()):
            return Column(name, "empty", np.full(len(texts), "", object), len(texts), first)
        numbers = _all_numbers([text or "nan" for text in texts], decimal_comma=decimal_comma)
        if numbers is None:
            values = np.array(texts, dtype=object)
            n_missing = int((values == "").sum())
            return Column(name, "text", values, n_missing, first, _stray(texts, lines, decimal_comma))
    n_missing = int(np.isnan(numbers).sum())
    if n_missing == len(numbers):
        return Column(name, "empty", np.full(len(numbers), "", object), n_missing, first)
    return Column(name, "number", numbers, n_missing, first)


def _without_missing(text: str) -> str:
    return "" if text.lower() in MISSING else text


def _all_numbers(fields: Sequence[str], *, decimal_comma: bool = False) -> npt.NDArray[np.float64] | None:
    """Return the numbers that all fields stand for, or None where one stands for none."""
    try:
        numbers = np.array(list(map(float, fields)))
    except ValueError:
        if not decimal_comma:
            return None
        return _all_numbers([field.replace(",", ".") for field in fields])
    # Infinities are written by programs where a division went wrong: as good as missing.
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _stray(texts: list[str], lines: Sequence[int], decimal_comma: bool) -> tuple[int, str] | None:
    """Return the first exception of a column that is else one of numbers."""
    known = [(line, text) for line, text in zip(lines, texts, strict=True) if text]
    if not any(_is_number(text, decimal_comma) for _, text in known[:_FIRST_LOOK]):
        return None
    strays = [(line, text) for line, text in known if not _is_number(text, decimal_comma)]
    is_slip = len(strays) <= max(1, _MOST_STRAY_SHARE * len(known)) and len(strays) < len(known)
    return strays[0] if is_slip else None


def _is_number(text: str, decimal_comma: bool) -> bool:
    try:
        float(text.replace(",", ".") if decimal_comma else text)
    except ValueError:
        return False
    return True
