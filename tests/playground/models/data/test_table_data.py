from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from playground.exporters.csv import write_csv
from playground.models.data.datasets import DATASETS, Task, load_dataset
from playground.models.data.table_advice import Choice
from playground.models.data.table_data import TableData, UnfitError, fit_table, make_table, one_hot_columns
from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable, read_table
from playground.models.ticket import CancelledError
from tests.playground.tickets import Impatient

CARS = (
    "colour,doors,price,kind\n"
    "red,2,10.5,sports\nblue,4,8,family\nred,4,9,family\n,4,7,family\ngreen,2,12,sports\nblue,2,,sports\n"
)


@pytest.fixture
def cars(tmp_path: Path) -> RawTable:
    path = tmp_path / "cars.csv"
    path.write_text(CARS)
    return read_table(path)


def test_that_texts_become_one_input_a_value_and_incomplete_rows_are_left_out(cars):
    data = make_table(cars, Choice("kind", ("colour", "doors", "price"), "classification"))
    assert data.feature_names == ("colour = blue", "colour = green", "colour = red", "doors", "price")
    assert data.class_names == ("family", "sports")
    assert data.n_dropped == 2
    np.testing.assert_array_equal(
        data.X, [[0, 0, 1, 2, 10.5], [1, 0, 0, 4, 8], [0, 0, 1, 4, 9], [0, 1, 0, 2, 12]]
    )
    assert data.y.tolist() == [1, 0, 0, 1]
    assert one_hot_columns(cars, ("colour", "doors")) == [("colour", 3)]


def test_that_a_number_is_predicted_as_a_number_or_as_classes(cars):
    regression = make_table(cars, Choice("price", ("doors",), "regression"))
    assert regression.task == "regression"
    assert regression.y.tolist() == [10.5, 8, 9, 7, 12]
    classes = make_table(cars, Choice("doors", ("price",), "classification"))
    assert classes.class_names == ("2", "4")


@pytest.mark.parametrize(
    ("target", "inputs", "task", "words"),
    [
        ("kind", (), "classification", "at least one input"),
        ("kind", ("kind",), "classification", "at least one"),
        ("kind", ("doors",), "regression", "column 'kind' holds texts"),
    ],
)  # fmt: skip
def test_that_a_choice_that_cannot_be_learned_is_explained(cars, target, inputs, task, words):
    with pytest.raises(ValueError, match=words):
        make_table(cars, Choice(target, inputs, task))


def table_of(tmp_path: Path, text: str) -> RawTable:
    path = tmp_path / "table.csv"
    path.write_text(text)
    return read_table(path)


def test_that_names_make_no_inputs_and_many_numbers_no_classes(tmp_path):
    rows = "".join(f"person {i},{i},{i % 2}\n" for i in range(60))
    table = table_of(tmp_path, "name,age,y\n" + rows)
    with pytest.raises(ValueError, match=r"column 'name' has 60 different texts.*looks like names"):
        make_table(table, Choice("y", ("name",), "classification"))
    with pytest.raises(ValueError, match=r"column 'age' has 60 different values.*predict it as a number"):
        make_table(table, Choice("age", ("y",), "classification"))


def test_that_a_slip_of_the_keyboard_is_named_with_its_line(tmp_path):
    rows = "".join(f"{i},{i % 2}\n" for i in range(60))
    table = table_of(tmp_path, "age,y\n" + rows + "4o,1\n")
    with pytest.raises(ValueError, match="line 62 holds '4o'"):
        make_table(table, Choice("y", ("age",), "classification"))


def test_that_one_value_is_nothing_to_tell_apart(tmp_path):
    table = table_of(tmp_path, "a,y\n1,yes\n2,yes\n3,yes\n")
    with pytest.raises(ValueError, match="'y' has one value only"):
        make_table(table, Choice("y", ("a",), "classification"))


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "digits"])
def test_that_any_data_set_is_exported_and_read_back_to_the_last_bit(tmp_path, name):
    dataset, path = load_dataset(name, seed=3), tmp_path / "out.csv"
    write_csv(dataset, path)
    target = "class" if dataset.task == "classification" else "target"
    again = make_table(read_table(path), Choice(target, dataset.feature_names, dataset.task))
    np.testing.assert_array_equal(again.X, dataset.X)
    if dataset.task == "regression":
        np.testing.assert_array_equal(again.y, dataset.y)
    else:
        assert [again.class_names[y] for y in again.y] == [dataset.class_names[y] for y in dataset.y]


def test_that_an_export_that_fails_leaves_the_old_file(tmp_path):
    with pytest.raises(OSError, match="there is no folder gone"):
        write_csv(load_dataset("iris"), tmp_path / "gone" / "iris.csv")


def test_that_noise_blurs_the_inputs_and_the_seed_repeats_it(cars):
    data = make_table(cars, Choice("kind", ("doors", "price"), "classification"))
    np.testing.assert_array_equal(data.load(0.0, 1, 300).X, data.X)
    np.testing.assert_array_equal(data.load(0.3, 1, 300).X, data.load(0.3, 1, 300).X)
    assert (data.load(0.3, 1, 300).X != data.X).all()


def test_that_it_survives_json(cars):
    choices: tuple[tuple[str, Task], ...] = (("kind", "classification"), ("price", "regression"))
    for target, task in choices:
        data = make_table(cars, Choice(target, ("doors", "colour"), task))
        again = TableData.from_dict(json.loads(json.dumps(data.to_dict())))
        assert again.to_dict() == data.to_dict()


@pytest.mark.parametrize(
    "change",
    [
        {"X": None}, {"X": [[1.0]]}, {"X": [["a", 1]] * 2}, {"X": [[float("nan"), 1.0]] * 2}, {"y": [0]},
        {"y": [0, 7]}, {"y": [0.5, 1]}, {"y": "01"}, {"feature_names": [1, 2]}, {"class_names": "ab"},
        {"class_names": ["one"]}, {"name": 3}, {"n_dropped": True}, {"X": [[10**400, 1.0]] * 2},
        {"name": "\ud800"}, {"feature_names": ["a", "\ud800"]}, {"class_names": ["\udfff", "yes"]},
        {"n_dropped": -1}, {"n_dropped": 10**5000}, {"X": [[1e300, 1.0]] * 2},
        {"X": [[1.0] * 201] * 2, "feature_names": [str(number) for number in range(201)]},
        {"class_names": [str(number) for number in range(5000)]},
    ],
)  # fmt: skip
def test_that_damage_is_refused(change):
    good = {
        "name": "t", "X": [[1.0, 2.0], [3.0, 4.0]], "y": [0, 1], "feature_names": ["a", "b"],
        "class_names": ["no", "yes"], "n_dropped": 0,
    }  # fmt: skip
    TableData.from_dict(good)
    with pytest.raises(ValueError, match=r"."):
        TableData.from_dict({**good, **change})


def test_that_names_from_a_file_are_shortened():
    data = TableData.from_dict(
        {
            "name": "t",
            "X": [[1.0]],
            "y": [0.5],
            "feature_names": ["x" * 10_000],
            "class_names": [],
            "n_dropped": 0,
        }
    )
    assert len(data.feature_names[0]) == 200


def test_that_dates_become_days_and_say_since_when(tmp_path):
    table = table_of(tmp_path, "day,y\n2020-01-30,1.5\n2020-02-02,2.5\n")
    data = make_table(table, Choice("y", ("day",), "regression"))
    assert data.feature_names == ("day (days since 2020-01-30)",)
    assert data.X.tolist() == [[0.0], [3.0]]


def test_that_gaps_are_filled_with_the_median_or_the_most_frequent(cars):
    data = make_table(
        cars, Choice("kind", ("colour", "price"), "classification", frozenset({"colour", "price"}))
    )
    assert data.n_dropped == 0
    assert data.feature_names == ("colour = blue", "colour = green", "colour = red", "price")
    np.testing.assert_array_equal(data.X[:, 3], [10.5, 8, 9, 7, 12, 9])  # the median of the others
    np.testing.assert_array_equal(data.X[3], [1, 0, 0, 7])  # blue and red come twice: the first of them


def test_that_a_gap_in_the_target_still_costs_its_row(tmp_path):
    table = table_of(tmp_path, "a,y\n1,1\n2,\n,3\n4,4\n")
    data = make_table(table, Choice("y", ("a",), "regression", frozenset({"a", "y"})))
    np.testing.assert_array_equal(data.X[:, 0], [1, 2, 4])  # the median of the whole column
    assert data.n_dropped == 1


@pytest.mark.parametrize(
    ("text", "inputs", "words", "column"),
    [
        ("x,y\n1,2\n1e300,3\n", ("x",), "column 'x' holds 1e300 in line 3: numbers go up to 1e50", "x"),
        ("x,y\n1,2\n3,1e300\n", ("x",), "column 'y' holds 1e300 in line 3", "y"),
        ("x,y\n,2\n,1\n", ("x",), "column 'x' is empty", "x"),
    ],
)
def test_that_a_column_that_cannot_serve_is_named(tmp_path, text, inputs, words, column):
    with pytest.raises(UnfitError, match=words) as unfit:
        make_table(table_of(tmp_path, text), Choice("y", inputs, "regression"))
    assert unfit.value.column == column


def test_that_more_columns_than_can_be_used_are_refused_before_the_work(tmp_path):
    names = [f"c{number}" for number in range(300)]
    table = table_of(
        tmp_path, ",".join(names) + "\n" + ",".join("1" * 300) + "\n" + ",".join("2" * 300) + "\n"
    )
    with pytest.raises(ValueError, match="299 input columns are more than 200"):
        make_table(table, Choice("c299", tuple(names), "regression"))
    assert make_table(table, Choice("c299", tuple(names[:200]), "regression")).X.shape == (2, 200)


def test_that_the_number_of_texts_is_that_of_the_file(tmp_path):
    rows = "".join(f"ticket {i},{i % 2},{'' if i % 3 else 1}\n" for i in range(90))
    table = table_of(tmp_path, "ticket,y,z\n" + rows)
    with pytest.raises(UnfitError, match="90 different texts"):
        make_table(table, Choice("y", ("ticket", "z"), "classification"))


FORMULAS = ("=1+1", "+x", "-x", "@a", "'=1", "''-", "-", "=", "x=1", "it's", "+1 or 2", "−5 °C")


def test_that_what_a_spreadsheet_would_work_out_is_written_harmless_and_read_back_the_same(tmp_path):
    names = FORMULAS[:3]
    y = np.arange(24) % len(FORMULAS)
    data = TableData("t", np.arange(72.0).reshape(24, 3) - 30, y, names, FORMULAS)
    path = tmp_path / "out.csv"
    write_csv(data.load(0.0, 0, 0), path)
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    for cell in cells:
        assert cell[0] not in "=+-@" or float(cell) is not None
    table = read_table(path, Wishes(has_header=True))
    again = make_table(table, Choice("class", names, "classification"))
    assert [again.class_names[number] for number in again.y] == [FORMULAS[number] for number in y]
    np.testing.assert_array_equal(again.X, data.X)


def test_that_what_costs_rows_is_told_with_the_data(cars: RawTable) -> None:
    fit = fit_table(cars, Choice("kind", ("colour", "price"), "classification"))
    assert fit.data is not None
    assert (len(fit.data.y), fit.cost.n_dropped) == (4, 2)
    assert fit.why == ""


@pytest.mark.parametrize(
    ("target", "task", "column"), [("colour", "regression", "colour"), ("price", "classification", "")]
)
def test_that_what_cannot_be_learned_is_told_with_the_column_against_it(cars, target, task, column) -> None:
    fit = fit_table(cars, Choice(target, () if target == "price" else ("price",), task))
    assert fit.data is None
    assert fit.why
    assert fit.column == column


def test_that_a_lack_of_memory_is_told(cars: RawTable, monkeypatch) -> None:
    def fail(*_: object) -> TableData:
        raise MemoryError

    monkeypatch.setattr("playground.models.data.table_data.make_table", fail)
    assert "memory" in fit_table(cars, Choice("kind", ("price",), "classification")).why


def test_that_making_data_ends_wherever_it_is_given_up(cars: RawTable) -> None:
    choice = Choice("kind", ("colour", "price"), "classification")
    for patience in range(4):
        with pytest.raises(CancelledError):
            fit_table(cars, choice, Impatient(patience))
    assert fit_table(cars, choice, Impatient(4)).data is not None
