"""Tables written in many dialects, with what must be read back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np
from hypothesis import strategies as st

from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable

WORDS = ("red", "grün", "blue", "New York", "x, y", 'say "so"', "=1+1")


@dataclass(frozen=True)
class Written:
    """A table as a file, and what it means.

    Attributes
    ----------
    truth
        What a person who wrote it would answer.
    must_be_told
        Whether the signs of its numbers cannot be found out: who writes decimal commas and no semicolons
        may have written 1.200 for a thousand and two hundred.
    """

    data: bytes
    names: list[str] | None
    columns: list[list[float]]
    words: list[str]
    has_index: bool
    truth: dict[str, Any] = field(default_factory=dict)
    must_be_told: bool = False


def answered(table: RawTable, truth: dict[str, Any]) -> Wishes | None:
    """Return wishes that answer the questions of a table as the person who wrote it would."""
    wishes: dict[str, Any] = {}
    for question in table.questions:
        [answer] = [settles for _, settles in question.answers if settles["decimal"] == truth["decimal"]]
        wishes |= answer
    return Wishes(**wishes) if wishes else None


def number_text(value: float, digits: int, decimal: str, thousands: str) -> str:
    """Write a number in a style."""
    text = f"{value:,.{digits}f}".replace(",", "_").replace(".", decimal)
    return text.replace("_", thousands)


def _shifted(digits: int, number: int) -> float:
    return number / 10**digits


@st.composite
def written_tables(draw: st.DrawFn) -> Written:
    separator = draw(st.sampled_from(",;\t| "))
    decimal = draw(st.sampled_from(".,"))
    blank = [" "] if separator != " " else []
    thousands = draw(st.sampled_from(["", "", ",", ".", "'", *blank]))
    thousands = "" if thousands == decimal else thousands
    n_rows, n_columns = draw(st.integers(3, 12)), draw(st.integers(2, 4))
    marks = ["NA", "?", "NULL", "#N/A", "<NA>", "-1.#IND", *([""] if separator != " " else [])]
    has_header, has_index = draw(st.booleans()), draw(st.booleans())
    columns, texts = [], []
    for _ in range(n_columns):
        digits = draw(st.sampled_from([0, 1, 2, 3, 5]))
        large = draw(st.sampled_from([2, 2000, 3_000_000]))
        numbers = st.integers(-large * 10**digits, large * 10**digits).map(partial(_shifted, digits))
        values = draw(st.lists(st.none() | numbers, min_size=n_rows, max_size=n_rows))
        values[draw(st.integers(0, n_rows - 1))] = draw(numbers)
        columns.append([np.nan if value is None else value for value in values])
        texts.append(
            [
                draw(st.sampled_from(marks)) if v is None else number_text(v, digits, decimal, thousands)
                for v in values
            ]
        )
    words = draw(st.lists(st.sampled_from(WORDS), min_size=n_rows, max_size=n_rows))
    names = [f"größe {index}" for index in range(n_columns)]
    rows = [list(row) for row in zip(*texts, words, strict=True)]
    header = [*names, "kind"]
    if has_index:
        rows = [[str(index), *row] for index, row in enumerate(rows)]
        header = ["", *header]
    if has_header:
        rows.insert(0, header)
    quoting: Literal[0, 1] = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    ends = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, quoting=quoting, lineterminator=ends).writerows(rows)
    text = buffer.getvalue()
    if separator != " " and draw(st.booleans()):
        text = f"sep={separator}{ends}{text}"
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    truth = {"decimal": decimal, "thousands": thousands}
    must_be_told = thousands == "." and separator != ";"
    return Written(
        text.encode(encoding), names if has_header else None, columns, words, has_index, truth, must_be_told
    )
