from __future__ import annotations

import numpy as np
import pytest

from playground.models.data.table_columns import harmless, make_column, without_apostrophe
from playground.models.data.table_numbers import MISSING


@pytest.mark.parametrize("text", sorted({*MISSING, "", " ", "NA", "NaN", "NULL", "None", "<NA>", "#N/A"}))
def test_that_many_ways_to_write_nothing_are_known(text):
    column = make_column("a", ["1", text, "3"], [1, 2, 3])
    assert (column.kind, column.n_missing) == ("number", 1)
    assert column.is_missing.tolist() == [False, True, False]


def test_that_a_column_of_nothing_is_empty():
    column = make_column("a", ["", "NA", "?"], [1, 2, 3])
    assert (column.kind, column.n_missing) == ("empty", 3)
    assert column.is_missing.all()
    assert column.marks == (("NA", 1), ("?", 1))


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@a", "'=1", "''+", "\t=", "-"])
def test_that_a_formula_is_made_harmless_and_back(text):
    assert harmless(text) == f"'{text}"
    assert without_apostrophe(harmless(text)) == text


@pytest.mark.parametrize("text", ["-1", "+1.5", "-1e-5", "a=1", "it's", "'quoted'", ""])
def test_that_numbers_and_usual_texts_stay_as_they_are(text):
    assert harmless(text) == text
    assert without_apostrophe(text) == text


def test_that_dates_count_days_from_the_first():
    column = make_column("a", ["2020-03-01", "NA", "2020-02-28 12:00"], [1, 2, 3])
    assert (column.kind, column.first_day, column.n_missing) == ("date", "2020-02-28", 1)
    np.testing.assert_array_equal(column.values, [2.0, np.nan, 0.5])


def test_that_a_day_that_is_none_makes_no_dates():
    assert make_column("a", ["2020-02-30", "2020-02-01"], [1, 2]).kind == "text"
