"""Tables written in many dialects, with what must be read back."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

import numpy as np
from hypothesis import strategies as st

from playground.models.data.table_dialect import Wishes
from playground.models.data.table_numbers import MISSING
from playground.models.data.table_reader import RawTable

WORDS = ("red", "grün", "blue", "New York", "x, y", 'say "so"', "=1+1")
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%b-%Y", "%B %d, %Y")
THOUSANDS = {",": ",", ".": ".", "'": "'’", " ": " \u00a0\u2009\u202f"}
"""How each sign between thousands is written."""


@dataclass(frozen=True)
class Written:
    """A table as a file, and what it means.

    Attributes
    ----------
    columns
        Their numbers; dates count days from the first one.
    kinds
        Of the columns.
    truth
        What a person who wrote it would answer.
    must_be_told
        Whether the signs of its numbers cannot be found out: who writes decimal commas and no semicolons
        may have written 1.200 for a thousand and two hundred.
    """

    data: bytes
    names: list[str] | None
    columns: list[list[float]]
    kinds: list[str]
    words: list[str]
    has_index: bool
    truth: dict[str, Any] = field(default_factory=dict)
    must_be_told: bool = False


@dataclass(frozen=True)
class Style:
    """How a table writes its numbers, and what stands for none."""

    decimal: str
    thousands: str
    minus: str
    plus: str
    has_exponents: bool
    marks: tuple[str, ...]

    def text(self, value: float, digits: int) -> str:
        """Write a number."""
        text = f"{abs(value):.{digits + 6}e}" if self.has_exponents else f"{abs(value):,.{digits}f}"
        text = text.replace(",", "_").replace(".", self.decimal).replace("_", self.thousands)
        return (self.minus if value < 0 else self.plus) + text


def answered(table: RawTable, truth: dict[str, Any]) -> Wishes | None:
    """Return wishes that answer the questions of a table as the person who wrote it would."""
    wishes: dict[str, Any] = {}
    for question in table.questions:
        [answer] = [settles for _, settles in question.answers if settles["decimal"] == truth["decimal"]]
        wishes |= answer
    return Wishes(**wishes) if wishes else None


def _shifted(digits: int, number: int) -> float:
    return number / 10**digits


@st.composite
def _styles(draw: st.DrawFn, separator: str, encoding: str) -> Style:
    decimal = draw(st.sampled_from(".,"))
    signs = sorted(set("".join(THOUSANDS.values())) - {decimal})
    thousands = draw(st.sampled_from(["", "", *signs]))
    if (separator == " " and thousands in THOUSANDS[" "]) or not _fits(thousands, encoding):
        thousands = ""
    minus = draw(st.sampled_from("-−")) if _fits("−", encoding) else "-"
    marks = sorted(mark for mark in MISSING if _fits(mark, encoding))
    few = draw(st.lists(st.sampled_from([*marks, *map(str.upper, marks)]), min_size=1, max_size=3))
    empty = [] if separator == " " else [""]
    plus = draw(st.sampled_from(["", "", "+"]))
    return Style(decimal, thousands, minus, plus, draw(st.booleans()), (*few, *empty))


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@st.composite
def _numbers(draw: st.DrawFn, n_rows: int, style: Style) -> tuple[list[float], list[str]]:
    """Draw a column of numbers: its values and its texts."""
    digits = draw(st.sampled_from([0, 1, 2, 3, 5]))
    large = draw(st.sampled_from([2, 2000, 3_000_000]))
    numbers = st.integers(-large * 10**digits, large * 10**digits).map(partial(_shifted, digits))
    values = draw(st.lists(st.none() | numbers, min_size=n_rows, max_size=n_rows))
    values[draw(st.integers(0, n_rows - 1))] = draw(numbers)
    texts = [draw(st.sampled_from(style.marks)) if v is None else style.text(v, digits) for v in values]
    return [np.nan if value is None else value for value in values], texts


@st.composite
def _dates(draw: st.DrawFn, n_rows: int, style: Style) -> tuple[list[float], list[str]]:
    """Draw a column of dates: days from the first one, and its texts."""
    form = draw(st.sampled_from(DAY_FORMATS))
    days = draw(st.lists(st.none() | st.integers(0, 40_000), min_size=n_rows, max_size=n_rows))
    days[0] = 0 if days[0] is None else days[0]
    first = min(day for day in days if day is not None)
    texts = [
        draw(st.sampled_from(style.marks)) if day is None
        else (date(1970, 1, 1) + timedelta(day)).strftime(form)
        for day in days
    ]  # fmt: skip
    return [np.nan if day is None else day - first for day in days], texts


@st.composite
def written_tables(draw: st.DrawFn) -> Written:
    separator = draw(st.sampled_from(",;\t| "))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]))
    style = draw(_styles(separator, encoding))
    n_rows, n_columns = draw(st.integers(3, 12)), draw(st.integers(2, 4))
    has_header, has_index, has_dates = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    drawn = [draw(_numbers(n_rows, style)) for _ in range(n_columns)]
    if has_dates:
        drawn.append(draw(_dates(n_rows, style)))
    columns, texts = [values for values, _ in drawn], [written for _, written in drawn]
    words = draw(st.lists(st.sampled_from(WORDS), min_size=n_rows, max_size=n_rows))
    names = [f"größe {index}" for index in range(len(columns))]
    rows = [list(row) for row in zip(*texts, words, strict=True)]
    header = [*names, "kind"]
    if has_index:
        rows = [[str(index), *row] for index, row in enumerate(rows)]
        header = header if draw(st.booleans()) else ["", *header]  # R leaves even the empty name out
    if has_header:
        rows.insert(0, header)
    ends = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = draw(_written(rows, separator, ends))
    kinds = ["number"] * n_columns + ["date"] * has_dates
    truth = {"decimal": style.decimal, "thousands": style.thousands}
    must_be_told = style.thousands == "." and separator != ";"
    return Written(
        text.encode(encoding), names if has_header else None, columns, kinds, words, has_index, truth,
        must_be_told,
    )  # fmt: skip


@st.composite
def _written(draw: st.DrawFn, rows: list[list[str]], separator: str, ends: str) -> str:
    """Write rows, with blanks beside separators, blank lines and a declaration or without."""
    quoting: Literal[0, 1] = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, quoting=quoting, lineterminator=ends).writerows(rows)
    lines = buffer.getvalue().split(ends)[:-1]
    if quoting == csv.QUOTE_ALL and separator != " ":
        after, before = draw(st.sampled_from([("", ""), (" ", ""), (" ", " ")]))
        lines = [line.replace(f'"{separator}"', f'"{before}{separator}{after}"') for line in lines]
    if separator == " " and draw(st.booleans()):
        lines = [re.sub(r'" "', '"  \t "', line) for line in lines]
    if draw(st.booleans()):
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(["", "  "])))
    if separator != " " and draw(st.booleans()):
        lines.insert(0, draw(st.sampled_from([f"sep={separator}", f'"SEP={separator}"'])))
    return ends.join(lines) + draw(st.sampled_from([ends, "", ends * 3]))
