from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.data.table_columns import make_column
from playground.models.data.table_reader import CancelledError, RawTable, read_table

FLOWERS = "length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n6.3,,virginica\n"


@pytest.fixture
def read(tmp_path: Path):
    def read_text(text: str | bytes, **options) -> RawTable:
        path = tmp_path / "flowers.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_table(path, **options)

    return read_text


def test_that_a_usual_file_is_understood(read):
    table = read(FLOWERS)
    assert (table.name, table.separator, table.has_header, table.encoding) == ("flowers", ",", True, "UTF-8")
    assert [(c.name, c.kind, c.n_missing) for c in table.columns] == [
        ("length", "number", 0), ("width", "number", 1), ("species", "text", 0),
    ]  # fmt: skip
    np.testing.assert_array_equal(table.columns[1].values, [3.5, 3.2, np.nan])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_that_the_separator_is_found(read, separator):
    table = read(FLOWERS.replace(",", separator))
    assert table.separator == separator
    assert len(table.columns) == 3


def test_that_decimal_commas_are_read_where_fields_are_not_parted_by_them(read):
    table = read("a;b\n1,5;2\n-0,25;3,125\n")
    np.testing.assert_array_equal(table.columns[0].values, [1.5, -0.25])
    np.testing.assert_array_equal(table.columns[1].values, [2.0, 3.125])


@pytest.mark.parametrize(
    ("text", "has_header"),
    [
        ("1,2\n3,4\n", False), ("a,b\n3,4\n", True), ("a,2\n3,4\n", False), ("a,a\n3,4\n", False),
        ("name,town\nAnn,Rome\nBob,Oslo\n", True), ("red,small\nred,large\nblue,small\n", False),
        ("a,\n3,4\n", False),
    ],
)  # fmt: skip
def test_that_a_header_is_told_from_data(read, text, has_header):
    assert read(text).has_header is has_header


def test_that_the_person_knows_better(read):
    table = read(FLOWERS, has_header=False)
    assert [column.name for column in table.columns] == ["column 1", "column 2", "column 3"]
    assert table.n_rows == 4
    assert len(read(FLOWERS, separator=";").columns) == 1


def test_that_names_that_come_twice_are_told_apart(read):
    table = read("a,a,a,\n1,2,3,4\n", has_header=True)
    assert [column.name for column in table.columns] == ["a", "a (2)", "a (3)", "column 4"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [("größe\n1\n2\n".encode("cp1252"), "Windows-1252"), ("größe\n1\n2\n".encode("utf-8-sig"), "UTF-8"),
     ("größe\n1\n2\n".encode("utf-16"), "UTF-16")],
)  # fmt: skip
def test_that_other_encodings_are_read_and_named(read, data, encoding):
    table = read(data)
    assert table.encoding == encoding
    assert table.columns[0].name == "größe"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "flowers.csv is empty"), ("  \n \n", "is empty"),
        ("a,b\n1,2\n3\n", "line 3: 1 field where the first line has 2"),
        ("a,b\n1,2\n\n1,2,3\n", "line 4: 3 fields"),
        ('a,b\n1,"2\n3,4\n', "line 2: a quote is opened and never closed"),
        ("a,b\n", "a header and no rows"), (b"\x89PNG\0\0\r\n", "no text file"),
        (",".join(["1"] * 1001) + "\n", "1,001 columns"),
    ],
)  # fmt: skip
def test_that_an_error_names_the_line(read, text, words):
    with pytest.raises(ValueError, match=words):
        read(text, has_header=True if text == "a,b\n" else None)


def test_that_a_quoted_line_break_does_not_shift_the_line_of_an_error(read):
    with pytest.raises(ValueError, match="line 4: 1 field"):
        read('a,b\n"x\ny",2\n3\n')


def test_that_a_slip_in_a_column_of_numbers_is_pointed_at(read):
    table = read("age\n" + "\n".join(map(str, range(30))) + "\nabc\n40\n")
    assert table.columns[0].kind == "text"
    assert table.columns[0].stray == (32, "abc")


def test_that_reading_can_be_given_up_and_tells_how_far_it_is(read):
    shares: list[float] = []

    def note(share: float) -> bool:
        shares.append(share)
        return True

    text = "a,b\n" + "1,2\n" * 20_000
    read(text, progress=note)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 5
    with pytest.raises(CancelledError):
        read(text, progress=lambda share: share < 0.3)


numbers = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=30))
def test_that_numbers_come_back_to_the_last_bit(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "n.csv"
    buffer = io.StringIO()
    csv.writer(buffer).writerows([("a", "b"), *rows])
    path.write_text(buffer.getvalue(), newline="")
    table = read_table(path)
    for index, column in enumerate(table.columns):
        np.testing.assert_array_equal(column.values, [row[index] for row in rows])


@pytest.mark.parametrize("text", ["", "NA", "n/a", "NaN", "?", "null", " ", "-", "inf"])
def test_that_many_ways_to_write_nothing_are_known(text):
    column = make_column("a", ["1", text, "3"], [1, 2, 3])
    assert (column.kind, column.n_missing) == ("number", 1)
    assert column.is_missing.tolist() == [False, True, False]
