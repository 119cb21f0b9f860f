from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.data.table_advice import advise
from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable, column_names, read_table
from playground.models.ticket import CancelledError, Ticket
from tests.playground.models.data.dialects import Written, answered, written_tables
from tests.playground.tickets import Impatient

FLOWERS = "length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n6.3,,virginica\n"
NAN = float("nan")


@pytest.fixture
def read(tmp_path: Path):
    def read_text(text: str | bytes, **wishes) -> RawTable:
        path = tmp_path / "flowers.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_table(path, Wishes(**wishes))

    return read_text


def values_of(table: RawTable) -> dict[str, list]:
    return {column.name: column.values.tolist() for column in table.columns}


def test_that_a_usual_file_is_understood(read):
    table = read(FLOWERS)
    assert (table.name, table.separator, table.has_header, table.encoding) == ("flowers", ",", True, "utf-8")
    assert [(c.name, c.kind, c.n_missing) for c in table.columns] == [
        ("length", "number", 0), ("width", "number", 1), ("species", "text", 0),
    ]  # fmt: skip
    np.testing.assert_array_equal(table.columns[1].values, [3.5, 3.2, NAN])


# Files as people have them: the text, and the values of each column.
FILES: dict[str, tuple[str, dict[str, list]]] = {
    "index of pandas": (
        ",x,y,label\n0,-0.5,1.2,0\n1,0.3,0.8,1\n",
        {"column 1": [0, 1], "x": [-0.5, 0.3], "y": [1.2, 0.8], "label": [0, 1]},
    ),
    "numbers as names": (
        "0,1,label\n-0.5,1.2,0\n0.3,0.8,1\n", {"0": [-0.5, 0.3], "1": [1.2, 0.8], "label": [0, 1]},
    ),
    "pandas without names": (
        ",0,1\n0,0.5,1.2\n1,0.3,0.8\n",
        {"column 1": [0, 1], "0": [0.5, 0.3], "1": [1.2, 0.8]},
    ),
    "counted columns": ("0,1,2\n0.5,1.2,0\n0.3,0.8,1\n", {"0": [0.5, 0.3], "1": [1.2, 0.8], "2": [0, 1]}),
    "years as names": ("2001,2002,who\n1.5,2,3\n4,5,6\n", {"2001": [1.5, 4], "2002": [2, 5], "who": [3, 6]}),
    "decimal commas without a header": (
        "1,5;2,5;3,5;0\n2,5;1,25;0,5;1\n",
        {"column 1": [1.5, 2.5], "column 2": [2.5, 1.25], "column 3": [3.5, 0.5], "column 4": [0, 1]},
    ),
    "decimal commas between tabs": ("a\tb\n1,5\t2\n0,25\t3\n", {"a": [1.5, 0.25], "b": [2, 3]}),
    "decimal commas between bars": ("a|b\n1,5|2,5\n0,25|3,5\n", {"a": [1.5, 0.25], "b": [2.5, 3.5]}),
    "decimal commas between blanks": ("a b\n1,5 2,5\n0,25 3,5\n", {"a": [1.5, 0.25], "b": [2.5, 3.5]}),
    "one column of decimal commas": ("x\n1,5\n2,5\n", {"x": [1.5, 2.5]}),
    "quoted decimal commas between commas": (
        'a,b\n"1,5","2,5"\n"0,25","3"\n',
        {"a": [1.5, 0.25], "b": [2.5, 3]},
    ),
    "thousands": ("a\tb\n950\tx\n1,200\ty\n800\tz\n", {"a": [950, 1200, 800], "b": ["x", "y", "z"]}),
    "quoted thousands": (
        'a,b\n"950",x\n"1,200",y\n"12,800",z\n',
        {"a": [950, 1200, 12800], "b": ["x", "y", "z"]},
    ),
    "thousands beside decimals": ("a;b\n1,200;0.5\n2,300;1.25\n", {"a": [1200, 2300], "b": [0.5, 1.25]}),
    "thousands and decimals in one": ("a;b\n1,200.5;1\n950.25;2\n", {"a": [1200.5, 950.25], "b": [1, 2]}),
    "millions": ("a;b\n1,234,567;1\n12;2\n", {"a": [1234567, 12], "b": [1, 2]}),
    "points between thousands": ("a;b\n1.200;2,5\n950;0,5\n", {"a": [1200, 950], "b": [2.5, 0.5]}),
    "points between thousands alone": ("a;b\n950;x\n1.200;y\n", {"a": [950, 1200], "b": ["x", "y"]}),
    "points between millions": ("a;b\n1.234.567;1\n12;2\n", {"a": [1234567, 12], "b": [1, 2]}),
    "blanks between thousands": ("a;b\n1 200;1\n12 500,5;2\n", {"a": [1200, 12500.5], "b": [1, 2]}),
    "narrow blanks between thousands": ("a;b\n1\u202f200;1\n12;2\n", {"a": [1200, 12], "b": [1, 2]}),
    "apostrophes between thousands": ("a;b\n1'200.5;1\n12;2\n", {"a": [1200.5, 12], "b": [1, 2]}),
    "long whole numbers beside decimal commas": ("a;b\n1200;1\n1,250;2\n", {"a": [1200, 1.25], "b": [1, 2]}),
    "three decimals after a zero": ("a;b\n0,125;1\n1,250;2\n", {"a": [0.125, 1.25], "b": [1, 2]}),
    "three decimals after a point": ("a,b\n1.125,1\n2.250,2\n", {"a": [1.125, 2.25], "b": [1, 2]}),
    "one column the other way round": (
        "a;b\n1,5;2.25\n2,5;0.5\n3,5;1.5\n4,25;2.5\n",
        {"a": [1.5, 2.5, 3.5, 4.25], "b": [2.25, 0.5, 1.5, 2.5]},
    ),
    "exponents": ("a,b\n1e3,1.5E-2\n-2e+1,.5\n", {"a": [1000, -20], "b": [0.015, 0.5]}),
    "signs": ("a,b\n+1,−2\n-3,+4.5\n", {"a": [1, -3], "b": [-2, 4.5]}),
    "marks of missing values": (
        "a,b\n1,#N/A\n2,<NA>\n3,-1.#IND\n4,-1.#QNAN\n5,NULL\n6,.\n7,2.5\n8,1.#INF\n",
        {"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [NAN, NAN, NAN, NAN, NAN, NAN, 2.5, NAN]},
    ),
    "marks of a spreadsheet": ("a,b\n1,#DIV/0!\n2,#VALUE!\n3,4\n", {"a": [1, 2, 3], "b": [NAN, NAN, 4]}),
    "gaps in words": ("a,b\n1,NA\n2,red\n3,\n", {"a": [1, 2, 3], "b": ["", "red", ""]}),
    "blanks after the commas": ('"x", "y"\n"1", "2.5"\n"3", "4.5"\n', {"x": [1, 3], "y": [2.5, 4.5]}),
    "a quoted comma after a blank": ('x, y\n1, "a, b"\n2, c\n', {"x": [1, 2], "y": ["a, b", "c"]}),
    "blanks before the commas": (
        '"x" ,"y"\n"1" ,"2.5"\n"2" ,"a ""b"""\n',
        {"x": [1, 2], "y": ["2.5", 'a "b"']},
    ),
    "blanks around semicolons": (
        '"a" ; "b"\n"1,50" ; "2,5"\n"0,25" ; "3,5"\n', {"a": [1.5, 0.25], "b": [2.5, 3.5]},
    ),
    "true minus signs between blanks": (
        '"a" "kind"\n−48,427.5 "x, y"\n−1.9 red\n1,000.1 red\n',
        {"a": [-48427.5, -1.9, 1000.1], "kind": ["x, y", "red", "red"]},
    ),
    "apostrophes in numbers between blanks": (
        "#DIV/0! #DIV/0! red\n1'000 1'000 red\n#DIV/0! 0 red\n1’500 2'000 red\n0 1'000 red\n",
        {"column 1": [NAN, 1000, NAN, 1500, 0], "column 2": [NAN, 1000, 0, 2000, 1000],
         "column 3": ["red"] * 5},
    ),
    "a declared separator": ("sep=;\na;b\n1,5;2\n2,5;3\n", {"a": [1.5, 2.5], "b": [2, 3]}),
    "a declared tab": ('"sep=\t"\na\tb\n1,5\t2\n', {"a": [1.5], "b": [2]}),
    "a separator declared against all looks": ("sep=|\na,b|c,d\n1|2\n", {"a,b": [1], "c,d": [2]}),
    "blanks between columns": (
        " 0.00632  18.00   2.310\n 0.02731   0.00   7.070\n 0.02729   0.00  17.070\n",
        {"column 1": [0.00632, 0.02731, 0.02729], "column 2": [18, 0, 0], "column 3": [2.31, 7.07, 17.07]},
    ),
    "blanks and tabs between columns": (
        "a  b\tc\n1  2\t3\n10 20\t30\n",
        {"a": [1, 10], "b": [2, 20], "c": [3, 30]},
    ),
    "an export of R": (
        '"length" "width" "kind"\n"1" 5.1 3.5 "setosa"\n"2" 4.9 3 "setosa"\n"3" 4.7 3.2 "New York"\n',
        {"column 1": [1, 2, 3], "length": [5.1, 4.9, 4.7], "width": [3.5, 3, 3.2],
         "kind": ["setosa", "setosa", "New York"]},
    ),
    "an export of R with commas": (
        '"length","kind"\n"1",5.1,"setosa"\n"2",4.9,"rose"\n',
        {"column 1": [1, 2], "length": [5.1, 4.9], "kind": ["setosa", "rose"]},
    ),
    "an export of R with an empty name": (
        '"","length","kind"\n"1",5.1,"a"\n"2",4.9,"b"\n',
        {"column 1": [1, 2], "length": [5.1, 4.9], "kind": ["a", "b"]},
    ),
    "a separator at the end of every line": (
        "a,b,\n1,2,\n3,4,\n",
        {"a": [1, 3], "b": [2, 4], "column 3": ["", ""]},
    ),
    "a separator at the end of every line but the first": ("a,b\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
    "names twice": ("x,x,c\n1,2,a\n3,4,b\n", {"x": [1, 3], "x (2)": [2, 4], "c": ["a", "b"]}),
    "names thrice and none": ("a,a,a,\n1,2,3,4\n", {"a": [1], "a (2)": [2], "a (3)": [3], "column 4": [4]}),
    "a name that another takes": ("a,a (2),a\n1,2,3\n", {"a": [1], "a (2)": [2], "a (3)": [3]}),
    "names of several words": ("  a  b ,\"c\nd\"\n1,2\n", {"a b": [1], "c d": [2]}),
    "no header, words last": (
        "5.1,3.5,setosa\n4.9,3.0,setosa\n",
        {"column 1": [5.1, 4.9], "column 2": [3.5, 3], "column 3": ["setosa", "setosa"]},
    ),
    "no header, words only": (
        "red,small\nred,large\nblue,small\n",
        {"column 1": ["red", "red", "blue"], "column 2": ["small", "large", "small"]},
    ),
    "words only": ("name,town\nAnn,Rome\nBob,Oslo\n", {"name": ["Ann", "Bob"], "town": ["Rome", "Oslo"]}),
    "a slip in the first row": (
        "5.1,3.5,o.2\n4.9,3.0,0.4\n4.7,3.2,0.3\n",
        {"column 1": [5.1, 4.9, 4.7], "column 2": [3.5, 3, 3.2], "column 3": ["o.2", "0.4", "0.3"]},
    ),
    "dates": ("day,y\n2020-01-30,1\n2020-02-01,2\n", {"day": [0, 2], "y": [1, 2]}),
    "moments": ("day,y\n2020-01-30 06:00,1\n2020-01-31T18:00:00Z,2\n", {"day": [0.25, 1.75], "y": [1, 2]}),
    "dates of Germany": ("day;y\n30.01.2020;1,5\n1.2.2020;2,5\n", {"day": [0, 2], "y": [1.5, 2.5]}),
    "dates of America": ("day,y\n1/30/2020,1\n2/1/2020,2\n", {"day": [0, 2], "y": [1, 2]}),
    "dates of Britain": ("day,y\n30/1/2020,1\n01/02/2020,2\n", {"day": [0, 2], "y": [1, 2]}),
    "dates in words": ('day,y\n"Jan 30, 2020",1\n"February 1, 2020",2\n', {"day": [0, 2], "y": [1, 2]}),
    "dates with gaps": ("day,y\n30-Jan-2020,1\nNA,2\n01-Feb-20,3\n", {"day": [0, NAN, 2], "y": [1, 2, 3]}),
    "numbers with underscores": ("id,y\n1_000,1\n2_000,2\n", {"id": ["1_000", "2_000"], "y": [1, 2]}),
    "digits of another script": ("id,y\n١٢,1\n١٣,2\n", {"id": ["١٢", "١٣"], "y": [1, 2]}),
    "versions": ("v,y\n1.2.3,1\n1.2.4,2\n", {"v": ["1.2.3", "1.2.4"], "y": [1, 2]}),
    "addresses with numbers": (
        "where,y\n12 Main Street,1\n13 Main Street,2\n",
        {"where": ["12 Main Street", "13 Main Street"], "y": [1, 2]},
    ),
    "semicolons in prose": (
        "t,y\none; two,1\nthree; four,2\n",
        {"t": ["one; two", "three; four"], "y": [1, 2]},
    ),
    "line breaks in fields": ('t,y\n"a\nb",1\n"c\r\nd",2\n', {"t": ["a\nb", "c\r\nd"], "y": [1, 2]}),
    "lines of an old Macintosh": ("a,b\r1,2\r3,4\r", {"a": [1, 3], "b": [2, 4]}),
    "blank lines": ("\n\na,b\n\n1,2\n   \n3,4\n\n", {"a": [1, 3], "b": [2, 4]}),
    "formulas made harmless": (
        "a,'=b\n1,'=1+1\n2,'-x\n3,''@\n",
        {"a": [1, 2, 3], "=b": ["=1+1", "-x", "'@"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_that_files_are_read_as_people_mean_them(read, name):
    text, expected = FILES[name]
    table = read(text)
    assert table.questions == ()
    found = values_of(table)
    assert list(found) == list(expected)
    for column, values in expected.items():
        np.testing.assert_array_equal(found[column], values)


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("".join(f"{year},{year % 7},a\n{year + 1},3,b\n" for year in range(1960, 1990, 2)), {}),
        ("1,5;2,5;a\n2,5;1,25;b\n3,5;0,5;a\n", {}),
        (",x,y\n1.5,3,a\n2.5,1,b\n", {}),
        ("".join(f"{row},{row % 7},{'ab'[row % 2]}\n" for row in range(30)), {"column 1": "row number"}),
    ],
    ids=["years", "measurements", "measurements without a name", "row numbers"],
)
def test_that_only_row_numbers_are_taken_for_such(read, text, left_out):
    assert read(text).advice.left_out == left_out


def check_dialect(folder: Path, written: Written) -> None:
    """Read a table back, and answer what it does not decide."""
    path = folder / "dialect.csv"
    path.write_bytes(written.data)
    table = read_table(path, Wishes(**written.truth) if written.must_be_told else None)
    table = read_table(path, answered(table, written.truth)) if table.questions else table
    columns = table.columns[written.has_index :]
    assert table.has_header == (written.names is not None)
    if written.names is not None:
        assert [column.name for column in columns] == [*written.names, "kind"]
    assert [column.kind for column in columns[:-1]] == written.kinds
    for column, values in zip(columns, written.columns, strict=False):
        np.testing.assert_array_equal(column.values, values)
    assert columns[-1].values.tolist() == written.words
    if written.has_index:
        assert table.columns[0].name in advise(table.columns).left_out


@settings(max_examples=60)
@given(written_tables())
def test_that_a_table_in_any_dialect_comes_back_with_the_same_numbers(tmp_path_factory, written: Written):
    check_dialect(tmp_path_factory.getbasetemp(), written)


@pytest.mark.fuzz
@settings(max_examples=2000)
@given(written_tables())
def test_that_thousands_of_dialects_come_back_with_the_same_numbers(tmp_path_factory, written: Written):
    check_dialect(tmp_path_factory.getbasetemp(), written)


@pytest.mark.parametrize(
    ("text", "question", "readings"),
    [
        ("a\tb\n1,950\tx\n1,200\ty\n", "1,950 can mean 1950 or 1.95", [[1950, 1200], [1.95, 1.2]]),
        ("a;b\n1.950;x\n1.200;y\n", "1.950 can mean 1950 or 1.95", [[1950, 1200], [1.95, 1.2]]),
        ("a\tb\n1.950\tx\n5\ty\n", "1.950 can mean 1950 or 1.95", [[1950, 5], [1.95, 5]]),
        ("a;b\n1,200;x\n5;y\n1300;z\n", "1,200 can mean 1200 or 1.2", [[1200, 5, 1300], [1.2, 5, 1300]]),
        ("a,b\n3/4/2020,x\n5/4/2020,y\n", "date 3/4/2020", [[0, 2], [0, 61]]),
    ],
)
def test_that_what_a_table_does_not_decide_is_a_question(read, text, question, readings):
    table = read(text)
    [asked] = table.questions
    assert question in asked.text
    for (_, settles), reading in zip(asked.answers, readings, strict=True):
        again = read(text, **settles)
        assert again.questions == ()
        assert again.columns[0].values.tolist() == reading


def test_that_the_evidence_is_told(read):
    assert read("a;b;c\n1.200;0,5;3/14/2020\n950;0,25;4/1/2020\n").evidence == (
        "decimal comma as in 0,5, point between thousands as in 1.200",
        "month first in dates as in 3/14/2020",
        "header, as 'a' stands above numbers",
    )


def test_that_the_marks_of_missing_values_are_counted(read):
    assert read("a,b\n1,NA\n2,?\nNA,3\n").marks == {"NA": 2, "?": 1}


def test_that_the_person_knows_better(read):
    table = read(FLOWERS, has_header=False)
    assert [column.name for column in table.columns] == ["column 1", "column 2", "column 3"]
    assert table.n_rows == 4
    assert len(read(FLOWERS, separator=";").columns) == 1
    assert read("a;b\n1,5;2\n", decimal=".", thousands="").columns[0].kind == "text"
    assert read("a;b\n1,234;2\n", decimal=",").columns[0].values.tolist() == [1.234]
    assert read("a;b\n1,234;2\n", thousands=",").columns[0].values.tolist() == [1234]
    assert read("a,b\n3/4/2020,1\n3/5/2020,2\n", date_order="month").columns[0].values.tolist() == [0, 1]
    assert read("größe,b\n1,2\n".encode("mac-roman"), encoding="mac-roman").columns[0].name == "größe"


def test_that_other_marks_of_missing_values_can_be_named(read):
    table = read("a,b\n-999,NA\n2,x\n3,y\n", missing=frozenset({"-999"}))
    np.testing.assert_array_equal(table.columns[0].values, [NAN, 2, 3])
    assert table.columns[1].values.tolist() == ["NA", "x", "y"]
    assert table.columns[0].marks == (("-999", 1),)


def test_that_a_column_can_be_read_as_another_kind(read):
    text = "code,when,age\n1,2020-01-01,3\n2,2020-01-05,4o\n"
    table = read(text, kinds={0: "text", 1: "text", 2: "number"})
    assert [column.kind for column in table.columns] == ["text", "text", "number"]
    np.testing.assert_array_equal(table.columns[2].values, [3, NAN])
    assert [column.can_be for column in read(text).columns] == [
        ("number", "text"), ("date", "text"), ("number", "text"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("größe\n1\n2\n".encode("cp1252"), "cp1252"), ("größe\n1\n2\n".encode("utf-8-sig"), "utf-8"),
        ("größe\n1\n2\n".encode("utf-16"), "utf-16"), ("größe\n1\n2\n".encode("utf-16-le"), "utf-16"),
        ("größe\n1\n2\n".encode("utf-16-be"), "utf-16"),
    ],
)  # fmt: skip
def test_that_other_encodings_are_read_and_named(read, data, encoding):
    table = read(data)
    assert table.encoding == encoding
    assert table.columns[0].name == "größe"


REFUSED: list[tuple[str | bytes, str]] = [
    ("", "the file is empty"), ("  \n \n", "the file is empty"), ("sep=;\n", "the file holds no rows"),
    ("a,b\n1,2\n3\n", "line 3 has 1 field where those above have 2"),
    ("a,b\n1\n", "line 2 has 1 field where the first line has 2"),
    ("a,b\n1,2\n\n1,2,3\n", "line 4 has 3 fields"), ("sep=,\na,b\n1,2\n3\n", "line 4 has 1 field"),
    ("a\tb\n1,2\n3\n", "line 2 has 1 field"),
    ('a,b\n1,"2\n3,4\n', "line 2: a quote is opened and never closed"),
    ('a,b\n"1"2,3\n', "line 2: text follows a closing quote"),
    ('a,b\n1,"' + "x,y\n" * 50_000, "line 2: a field is longer than 131,072 characters; is a quote never"),
    ('a,b\n"x\ny",2\n3\n', "line 4 has 1 field"), (b"\x89PNG\0\0\r\n", "this is no text file"),
    ("a,b\n", "there is a header and no rows"),
    (",".join(["1"] * 30_000) + "\n", "line 1 has 30,000 columns, more than 2,000"),
    ("a,b\n1,2\n" + "1," * 600_000, "line 3 is longer than 1,000,000 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_that_a_refusal_names_file_and_line_in_few_words(read, text, words):
    with pytest.raises(ValueError, match=words) as refused:
        read(text, has_header=True if text == "a,b\n" else None)
    assert str(refused.value).startswith("flowers.csv: ")
    assert len(str(refused.value)) < 300


def test_that_a_long_file_name_is_shortened_in_a_refusal(tmp_path):
    path = tmp_path / ("x" * 250)
    path.write_text("")
    with pytest.raises(ValueError, match=r"^x+…: the file is empty$") as refused:
        read_table(path)
    assert len(str(refused.value)) < 300


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_that_only_files_are_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(OSError, match=r"pipe\.csv cannot be read: it is a pipe"):
        read_table(tmp_path / "pipe.csv")
    with pytest.raises(OSError, match="cannot be read: it is a folder"):
        read_table(tmp_path)


def test_that_a_slip_in_a_column_of_numbers_is_pointed_at(read):
    table = read("age\n" + "\n".join(map(str, range(30))) + "\nabc\n40\n")
    assert table.columns[0].kind == "text"
    assert table.columns[0].stray == (32, "abc")


@pytest.mark.parametrize("number", ["1e300", "-1e51", "1e999", "9" * 60])
def test_that_a_number_that_is_too_large_is_found_with_its_line(read, number):
    table = read(f"x,y,c\n1,2,a\n{number},2,a\n3,4,b\n")
    line, text = table.columns[0].too_large
    assert (line, text[:5]) == (3, number[:5])


def test_that_many_columns_of_one_name_take_no_time():
    names = column_names(["x"] * 2000)
    assert len(set(names)) == 2000
    assert names[-1] == "x (2000)"


def test_that_reading_tells_how_far_it_is(tmp_path):
    told: list[Any] = []
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 20_000)
    read_table(path, ticket=Ticket(told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5


@pytest.mark.parametrize("cells", ["{0}.5,{0}", "name {0},2020-01-01 {0}"])
def test_that_reading_ends_wherever_it_is_given_up(tmp_path, cells):
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "".join(f"{cells.format(row)}\n" for row in range(9_000)))
    watched = Impatient(10_000)
    read_table(path, ticket=watched)
    assert watched.checks >= 5
    for patience in range(watched.checks):
        with pytest.raises(CancelledError):
            read_table(path, ticket=Impatient(patience))


numbers = st.floats(min_value=-1e50, max_value=1e50, allow_nan=False)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=30))
def test_that_numbers_come_back_to_the_last_bit(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "n.csv"
    buffer = io.StringIO()
    csv.writer(buffer).writerows([("a", "b"), *rows])
    path.write_text(buffer.getvalue(), newline="")
    table = read_table(path)
    for index, column in enumerate(table.columns):
        np.testing.assert_array_equal(column.values, [row[index] for row in rows])


def test_that_a_file_name_that_is_no_text_gives_a_name_that_can_be_saved(tmp_path):
    path = tmp_path / os.fsdecode(b"people-\xff.csv")
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    assert read_table(path).name == "people-�"
