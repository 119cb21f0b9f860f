from __future__ import annotations

from typing import Any

import pytest

from playground.models.data.table_advice import Choice, Gaps, advise, filling_words, gaps, suggested_task
from playground.models.data.table_columns import Column, make_column


def column(name: str, *fields: str, **place: Any) -> Column:
    return make_column(name, fields, range(2, len(fields) + 2), **place)


def numbered(count: int, start: int = 0) -> list[str]:
    return [str(number) for number in range(start, start + count)]


X = column("x", *["1.5", "2.5", "0.5"] * 20)
KIND = column("kind", *["a", "b", "a"] * 20)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (column("column 1", *numbered(60), is_first=True, is_named=False), "row number"),
        (column("column 1", *numbered(60, 700), is_first=True, is_named=False), "row number"),
        (column("column 1", *reversed(numbered(60)), is_first=True, is_named=False), "ids, all different"),
        (column("Unnamed: 0", *numbered(60)), "row number"),
        (column("PassengerId", *numbered(60, 1)), "row number"),
        (column("id", *numbered(60, 7)), "ids, all different"),
        (column("customer_id", *reversed(numbered(60, 7))), "ids, all different"),
        (column("name", *[f"person {number}" for number in range(60)]), "60 different texts"),
        (column("town", *[f"town {number % 31}" for number in range(60)]), "31 different texts"),
        (column("when", *[f"2020-01-{1 + number % 30:02}" for number in range(60)]), "dates"),
        (column("cabin", *["", "C85", ""] * 20), "67 % missing"),
        (column("note", *[""] * 60), "no values"),
        # These say something.
        (column("column 1", *numbered(60, 1960), is_first=True, is_named=False, has_header=False), ""),
        (column("x1", *numbered(60)), ""),
        (column("column 2", *numbered(60), is_named=False), ""),
        (column("id", *["1", "2", "3"] * 20), ""),
        (column("colour", *["red", "blue", "green"] * 20), ""),
        (column("age", *["", "1", "2", "3"] * 15), ""),
    ],
)
def test_that_columns_that_tell_nothing_are_left_out_and_it_is_said_why(other, reason):
    advice = advise([other, X, KIND])
    assert advice.target == "kind"
    assert advice.left_out == ({other.name: reason} if reason else {})


def test_that_a_running_number_stays_where_it_is_all_there_is():
    index = column("column 1", *numbered(60), is_first=True, is_named=False)
    assert advise([index, KIND]).left_out == {}


def test_that_a_date_stays_where_it_is_all_there_is():
    day = column("day", *[f"2020-01-{1 + number % 30:02}" for number in range(60)])
    assert advise([day, X]).left_out == {}


def test_that_a_column_with_gaps_stays_where_it_is_all_there_is():
    index = column("column 1", *numbered(60), is_first=True, is_named=False)
    advice = advise([index, column("age", *["", "", "3"] * 20), KIND])
    assert advice.left_out == {"column 1": "row number"}


def test_that_only_as_many_columns_as_can_be_used_are_inputs_at_first():
    advice = advise([*(column(f"c{number}", "1", "2") for number in range(230)), column("y", "1", "0")])
    assert len(advice.left_out) == 30
    assert set(advice.left_out.values()) == {"only 200 can be used"}
    assert next(iter(advice.left_out)) == "c200"


@pytest.mark.parametrize(
    "last",
    [
        column("name", *[f"person {number}" for number in range(60)]), column("note", *[""] * 60),
        column("when", *["2020-01-01", "2020-01-02"] * 30), column("id", *numbered(60)),
        column("same", *["1"] * 60), column("cabin", *["", "C85", "B1"] * 20),
    ],
)  # fmt: skip
def test_that_the_target_is_the_last_column_that_can_be_one(last):
    assert advise([X, KIND, last]).target == "kind"


def test_that_a_table_without_any_value_has_no_target():
    assert advise([column("a", "", "NA")]).target == ""


@pytest.mark.parametrize(
    ("fields", "task"),
    [
        (("a", "b"), "classification"), (("2", "4"), "classification"), (("8", "10.5"), "regression"),
        (tuple(numbered(11)), "regression"), (("2020-01-01", "2020-05-01"), "classification"),
    ],
)  # fmt: skip
def test_that_the_task_is_guessed_from_the_column(fields, task):
    assert suggested_task(column("y", *fields)) == task


AGE = column("age", "22", "", "26", "", "35", "54", "NA")
CABIN = column("cabin", "", "C85", "", "", "C123", "", "C85")
PORT = column("port", "S", "C", "S", "", "S", "Q", "S")
DIED = column("died", "0", "1", "1", "1", "0", "0", "1")


def test_that_the_column_that_costs_most_rows_is_named():
    columns = (AGE, CABIN, PORT, DIED)
    choice = Choice("died", ("age", "cabin", "port"), "classification")
    assert gaps(columns, choice) == Gaps(6, "cabin", 4, "the most frequent (C85)")
    choice = Choice("died", ("age", "cabin", "port"), "classification", frozenset({"cabin"}))
    assert gaps(columns, choice) == Gaps(3, "age", 3, "the median (30.5)")
    choice = Choice("died", ("age", "port"), "classification", frozenset({"age", "port"}))
    assert gaps(columns, choice) == Gaps()


def test_that_gaps_of_the_target_are_not_guessed():
    assert gaps((AGE, PORT), Choice("age", ("port",), "regression")) == Gaps(3, "age", 3, "")


def test_that_what_fills_a_gap_is_told():
    assert filling_words(PORT) == "the most frequent (S)"
    assert filling_words(AGE) == "the median (30.5)"
