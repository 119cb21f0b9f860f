from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from playground.exporters.csv import write_csv
from playground.models.data.datasets import DATASETS, Task, load_dataset
from playground.models.data.table_data import TableData, make_table, one_hot_columns, suggested_task
from playground.models.data.table_reader import RawTable, read_table

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
    data = make_table(cars, "kind", ("colour", "doors", "price"), "classification")
    assert data.feature_names == ("colour = blue", "colour = green", "colour = red", "doors", "price")
    assert data.class_names == ("family", "sports")
    assert data.n_dropped == 2
    np.testing.assert_array_equal(
        data.X, [[0, 0, 1, 2, 10.5], [1, 0, 0, 4, 8], [0, 0, 1, 4, 9], [0, 1, 0, 2, 12]]
    )
    assert data.y.tolist() == [1, 0, 0, 1]
    assert one_hot_columns(cars, ("colour", "doors")) == [("colour", 3)]


def test_that_a_number_is_predicted_as_a_number_or_as_classes(cars):
    regression = make_table(cars, "price", ("doors",), "regression")
    assert regression.task == "regression"
    assert regression.y.tolist() == [10.5, 8, 9, 7, 12]
    classes = make_table(cars, "doors", ("price",), "classification")
    assert classes.class_names == ("2", "4")


def test_that_the_task_is_guessed_from_the_column(cars):
    by_name = {column.name: column for column in cars.columns}
    assert [suggested_task(by_name[name]) for name in ("kind", "doors", "price")] == [
        "classification", "classification", "regression",
    ]  # fmt: skip


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
        make_table(cars, target, inputs, task)


def table_of(tmp_path: Path, text: str) -> RawTable:
    path = tmp_path / "table.csv"
    path.write_text(text)
    return read_table(path)


def test_that_names_make_no_inputs_and_many_numbers_no_classes(tmp_path):
    rows = "".join(f"person {i},{i},{i % 2}\n" for i in range(60))
    table = table_of(tmp_path, "name,age,y\n" + rows)
    with pytest.raises(ValueError, match=r"column 'name' has 60 different texts.*looks like names"):
        make_table(table, "y", ("name",), "classification")
    with pytest.raises(ValueError, match=r"column 'age' has 60 different values.*predict it as a number"):
        make_table(table, "age", ("y",), "classification")


def test_that_a_slip_of_the_keyboard_is_named_with_its_line(tmp_path):
    rows = "".join(f"{i},{i % 2}\n" for i in range(60))
    table = table_of(tmp_path, "age,y\n" + rows + "4o,1\n")
    with pytest.raises(ValueError, match="line 62 holds '4o'"):
        make_table(table, "y", ("age",), "classification")


def test_that_one_value_is_nothing_to_tell_apart(tmp_path):
    table = table_of(tmp_path, "a,y\n1,yes\n2,yes\n3,yes\n")
    with pytest.raises(ValueError, match="'y' has one value only"):
        make_table(table, "y", ("a",), "classification")


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "digits"])
def test_that_any_data_set_is_exported_and_read_back_to_the_last_bit(tmp_path, name):
    dataset, path = load_dataset(name, seed=3), tmp_path / "out.csv"
    write_csv(dataset, path)
    target = "class" if dataset.task == "classification" else "target"
    again = make_table(read_table(path), target, dataset.feature_names, dataset.task)
    np.testing.assert_array_equal(again.X, dataset.X)
    if dataset.task == "regression":
        np.testing.assert_array_equal(again.y, dataset.y)
    else:
        assert [again.class_names[y] for y in again.y] == [dataset.class_names[y] for y in dataset.y]


def test_that_an_export_that_fails_leaves_the_old_file(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        write_csv(load_dataset("iris"), tmp_path / "gone" / "iris.csv")


def test_that_noise_blurs_the_inputs_and_the_seed_repeats_it(cars):
    data = make_table(cars, "kind", ("doors", "price"), "classification")
    np.testing.assert_array_equal(data.load(0.0, 1, 300).X, data.X)
    np.testing.assert_array_equal(data.load(0.3, 1, 300).X, data.load(0.3, 1, 300).X)
    assert (data.load(0.3, 1, 300).X != data.X).all()


def test_that_it_survives_json(cars):
    choices: tuple[tuple[str, Task], ...] = (("kind", "classification"), ("price", "regression"))
    for target, task in choices:
        data = make_table(cars, target, ("doors", "colour"), task)
        again = TableData.from_dict(json.loads(json.dumps(data.to_dict())))
        assert again.to_dict() == data.to_dict()


@pytest.mark.parametrize(
    "change",
    [
        {"X": None}, {"X": [[1.0]]}, {"X": [["a", 1]] * 2}, {"X": [[float("nan"), 1.0]] * 2}, {"y": [0]},
        {"y": [0, 7]}, {"y": [0.5, 1]}, {"y": "01"}, {"feature_names": [1, 2]}, {"class_names": "ab"},
        {"class_names": ["one"]}, {"name": 3}, {"n_dropped": True}, {"X": [[10**400, 1.0]] * 2},
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
