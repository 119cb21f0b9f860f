"""Damaged tables: each is read and made into data, or is refused in a short sentence that names the file."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.models.data.table_advice import Choice, advise, gaps, suggested_task, why_left_out
from playground.models.data.table_columns import LARGEST_NUMBER
from playground.models.data.table_data import TableData, make_table
from playground.models.data.table_dialect import SEPARATORS, Wishes
from playground.models.data.table_numbers import DECIMALS, THOUSANDS
from playground.models.data.table_reader import RawTable, read_table
from playground.models.data.table_text import ENCODINGS
from tests.playground.fuzz.mutations import mutated
from tests.playground.models.data.test_table_reader import FILES

FEW, MANY, CHUNK = 150, 3000, 250
NAME = "damaged.csv"
LONGEST_SECONDS, MOST_MEGABYTES = 10.0, 400
PIECES = (
    "", ",", ";", "\t", "|", " ", "\n", "\r", "\r\n", '"', '""', "'", ".", "-", "−", "+", "=", "0", "1,5",
    "1.5", "1,234", "1.234.567", "1e300", "1e999", "nan", "inf", "NA", "#N/A", "<NA>", "?", "sep=;\n",
    "2020-01-01", "31/12/2020", "1/2/3", "9999-99-99", "\0", "\ufeff",
    "\u202e", "\u00a0", "é", "<b>x</b>", "&", "ſ", "١٢", "x" * 300, "9" * 5000, "," * 3000,
    '"' + "x" * 140_000, "\n" * 2000, "a,b\n" * 500, "x,y\n1,2\n",
)  # fmt: skip
BYTES = (b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"\xed\xa0\x80", b"\x1a")


def texts() -> list[str]:
    """Tables to begin with: all that people are known to have, and longer ones."""
    rng = random.Random(0)
    rows = [
        f"{i},person {i},{rng.random():.4f},{rng.choice('abc')},2020-01-{1 + i % 28:02}" for i in range(80)
    ]
    german = [
        f"{rng.randint(1, 9)}.{rng.randint(100, 999)},{rng.randint(10, 99)};{i % 3};NA" for i in range(60)
    ]
    return [
        *(text for text, _ in FILES.values()),
        "\n".join(["id,name,x,kind,day", *rows]),
        "\n".join(["preis;art;note", *german]),
        ",".join(f"c{i}" for i in range(250)) + "\n" + "\n".join([",".join("12345" * 50)] * 5),
    ]


def damaged(text: str, rng: random.Random) -> bytes:
    """Return a damaged table as bytes."""
    data = mutated(text, PIECES, rng, most=4).encode(
        rng.choice(("utf-8", "utf-8", "utf-16", "cp1252")), "replace"
    )
    for _ in range(rng.choice((0, 0, 1, 3))):
        at = rng.randint(0, len(data))
        data = data[:at] + rng.choice(BYTES) + data[at + rng.randint(0, 1) :]
    return data


def random_wishes(rng: random.Random) -> Wishes:
    """Return what a person may ask for, sense or none."""

    def some(options: Any) -> Any:
        return rng.choice([None, None, *options])

    return Wishes(
        some(ENCODINGS), some(SEPARATORS), some(DECIMALS), some(THOUSANDS), some([True, False]),
        some(["day", "month"]), some([frozenset(), frozenset({"-999", "a", "0"})]),
        {rng.randint(0, 5): rng.choice(["number", "text", "date"]) for _ in range(rng.randint(0, 2))},
    )  # fmt: skip


def check_refusal(error: ValueError, start: str) -> None:
    said = str(error)
    assert said.startswith(start), said
    assert len(said) < 300, said
    assert not any(word in said for word in ("Exceeds", "field larger", "invalid literal", "codec")), said


def check_table(table: RawTable) -> None:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    for column in table.columns:
        assert len(column.values) == table.n_rows
        assert column.n_missing == int(column.is_missing.sum())
        assert len(column.name) <= 200
        assert len(why_left_out(column)) < 100
    advice = advise(table.columns)
    assert advice.target in ("", *names)
    assert set(advice.left_out) <= set(names)
    assert all(len(question.text) < 200 for question in table.questions)
    assert sum(map(len, table.evidence)) < 400


def try_choices(table: RawTable, rng: random.Random) -> None:
    """Make data of the suggested columns and of some others."""
    usable = [column for column in table.columns if column.kind != "empty"]
    advice = advise(table.columns)
    if not usable:
        return
    by_name = {column.name: column for column in usable}
    names = tuple(name for name in by_name if name != advice.target)
    first = tuple(name for name in names if name not in advice.left_out)
    choices = [Choice(advice.target, first, suggested_task(by_name[advice.target]))]
    choices.append(replace(choices[0], filled=frozenset(first)))
    target = rng.choice(usable).name
    inputs = tuple(name for name in by_name if rng.random() < 0.7)
    choices.append(Choice(target, inputs, rng.choice(("classification", "regression"))))
    for choice in choices:
        cost = gaps(table.columns, choice)
        try:
            data = make_table(table, choice)
        except ValueError as error:
            check_refusal(error, "")
            continue
        assert np.abs(data.X).max() <= LARGEST_NUMBER
        assert data.n_dropped == cost.n_dropped
        assert TableData.from_dict(data.to_dict()).to_dict() == data.to_dict()


def read_damaged(path: Path, first: int, last: int) -> tuple[int, float]:
    """Try tables by their numbers; return how many were read, and the seconds that the slowest took."""
    known, n_read, longest = texts(), 0, 0.0
    for number in range(first, last):
        rng = random.Random(number)
        path.write_bytes(damaged(rng.choice(known), rng))
        begun = time.perf_counter()
        for wishes in (Wishes(), random_wishes(rng)):
            try:
                table = read_table(path, wishes)
            except ValueError as error:
                check_refusal(error, f"{NAME}: ")
                continue
            n_read += 1
            check_table(table)
            try_choices(table, rng)
        longest = max(longest, time.perf_counter() - begun)
    return n_read, longest


def test_that_damaged_tables_are_read_or_refused(tmp_path):
    n_read, _ = read_damaged(tmp_path / NAME, 0, FEW)
    assert n_read > FEW / 4


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(FEW, MANY, CHUNK))
def test_that_thousands_of_damaged_tables_are_read_or_refused(tmp_path, first):
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    n_read, longest = read_damaged(tmp_path / NAME, first, min(first + CHUNK, MANY))
    assert n_read > CHUNK / 4
    assert longest < LONGEST_SECONDS
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MOST_MEGABYTES
