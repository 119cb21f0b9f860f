from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.data.data_source import source_from_dict, source_to_dict
from playground.models.data.datasets import Dataset, load_dataset
from playground.models.data.drawn_data import LARGEST, MOST_POINTS, USUAL_AREA, DrawnData
from playground.models.experiment.problem import NotTrainableError

coordinates = st.floats(-20, 20).map(lambda value: round(value, 3))
points = st.tuples(coordinates, coordinates)
marks = st.lists(st.tuples(points, st.integers(0, 9)), max_size=20)


def drawing(marks: list[tuple[tuple[float, float], int]]) -> DrawnData:
    data = DrawnData.empty()
    for point, label in marks:
        data = data.added([point], label)
    return data


def samples(X: Any, **changes: Any) -> Dataset:
    X = np.asarray(X, float)
    y = np.arange(len(X)) % 2
    arguments: dict[str, Any] = {
        "name": "own", "title": "Own", "X": X, "y": y, "feature_names": tuple("abc"[: X.shape[1]]),
        "class_names": ("no", "yes"), "task": "classification",
    }  # fmt: skip
    return Dataset(**(arguments | changes))


@given(marks)
def test_that_points_are_kept_in_the_order_they_were_drawn(marks):
    data = drawing(marks)
    assert [tuple(point) for point in data.points.tolist()] == [point for point, _ in marks]
    assert data.labels.tolist() == [label for _, label in marks]
    assert data.n_classes == max([2, *(label + 1 for _, label in marks)])


@given(marks, points, st.floats(0.1, 10))
def test_that_an_eraser_takes_the_points_in_its_circle_and_no_others(marks, centre, radius):
    left = drawing(marks).erased(centre, radius)
    squares = [(x - centre[0]) ** 2 + (y - centre[1]) ** 2 for (x, y), _ in marks]
    expected = [mark for mark, square in zip(marks, squares, strict=True) if square > radius**2]
    assert list(zip(map(tuple, left.points.tolist()), left.labels.tolist(), strict=True)) == expected


def test_that_a_path_erases_what_each_of_its_circles_holds():
    data = DrawnData.empty().added([(0, 0), (1, 0), (2, 0), (5, 5)], 1)
    assert data.erased([(0, 0), (2, 0)], 0.5).points.tolist() == [[1, 0], [5, 5]]


def test_that_an_eraser_that_meets_nothing_leaves_the_same_drawing():
    data = DrawnData.empty().added([(0, 0)], 1)
    assert data.erased((3, 3), 1.0) is data


def test_that_a_brush_on_a_stretched_area_is_round_on_the_paper():
    data = DrawnData.empty((0.0, 1200.0, 0.0, 12.0)).added([(150, 0), (0, 1.5), (150, 1.5)], 0)
    assert data.unit == (100.0, 1.0)
    assert data.erased((0, 0), 1.6).points.tolist() == [[150, 1.5]]


def test_that_one_point_moves_and_the_others_stay():
    data = drawing([((0, 0), 0), ((1, 1), 2), ((2, 2), 1)])
    moved = data.moved_to(1, -3.0, 4.5)
    assert moved.points.tolist() == [[0, 0], [-3, 4.5], [2, 2]]
    assert moved.labels.tolist() == [0, 2, 1]
    with pytest.raises(IndexError):
        data.moved_to(3, 0, 0)


def test_that_a_change_leaves_the_drawing_before_as_it_was():
    before = DrawnData.empty().added([(1, 1)], 0)
    before.added([(2, 2)], 1), before.erased((1, 1), 1), before.moved_to(0, 5, 5)
    assert before.points.tolist() == [[1, 1]]
    with pytest.raises(ValueError, match="read-only"):
        before.points[0, 0] = 7.0


def test_that_the_data_set_holds_the_points_whatever_noise_and_seed():
    data = drawing([((0.5, -1), 0), ((1, 2), 3)])
    for noise, seed, count in ((0.0, 0, 10), (1.0, 99, 5000)):
        dataset = data.load(noise, seed, count)
        assert dataset.X.tolist() == [[0.5, -1], [1, 2]]
        assert dataset.y.tolist() == [0, 3]
    assert dataset.name == "own"
    assert dataset.class_names == ("class 1", "class 2", "class 3", "class 4")
    assert not data.takes_noise
    assert not data.takes_count


def test_that_one_class_still_has_two_names():
    assert DrawnData.empty().added([(0, 0), (1, 1)], 0).load(0, 0, 10).class_names == ("class 1", "class 2")


def test_that_empty_paper_says_what_to_do():
    with pytest.raises(NotTrainableError, match="There are no points yet: draw some"):
        DrawnData.empty().load(0.0, 0, 300)


def test_that_the_plot_shows_the_usual_square_until_a_point_lies_outside():
    data = DrawnData.empty().added([(5.9, -5.9), (-6, 6)], 0)
    assert data.extent == USUAL_AREA
    assert data.added([(6.2, 0)], 0).extent == (-6, 7, -6, 6)
    assert data.added([(-8.0, -9.5)], 0).extent == (-8, 6, -10, 6)


@given(marks)
def test_that_the_extent_holds_all_points(marks):
    data = drawing(marks)
    left, right, bottom, top = data.extent
    assert all(left <= x <= right and bottom <= y <= top for (x, y), _ in marks)
    assert max(left, bottom) <= -6
    assert min(right, top) >= 6


def test_that_a_drawing_goes_on_from_the_points_of_a_figure():
    spiral = load_dataset("spiral", noise=0.1, seed=3)
    data = DrawnData.of(spiral)
    np.testing.assert_array_equal(data.points, spiral.X)
    np.testing.assert_array_equal(data.labels, spiral.y)


def test_that_the_area_fits_the_data_a_drawing_goes_on_from():
    assert DrawnData.of(samples([(-4, 0), (5, 1)])).area == USUAL_AREA
    assert DrawnData.of(samples([(0, 0), (1, 1)])).area == pytest.approx((-0.08, 1.08, -0.08, 1.08))
    assert DrawnData.of(samples([(100, 7), (200, 7)])).area == pytest.approx((92, 208, 6, 8))
    assert DrawnData.of(samples([(0, 0), (1, 1)], extent=(-2.0, 2.0, -3.0, 3.0))).area == (-2, 2, -3, 3)


def test_that_large_data_are_thinned_evenly():
    n = 3 * MOST_POINTS
    data = DrawnData.of(samples(np.column_stack((np.arange(n) / n, np.zeros(n)))))
    np.testing.assert_allclose(data.points[:, 0], np.arange(MOST_POINTS) / MOST_POINTS)


@pytest.mark.parametrize(
    "dataset",
    [
        samples([(1, 2, 3), (4, 5, 6)]),
        samples([(1, 2), (4, 5)], y=[0.5, 1.5], class_names=(), task="regression"),
        samples([(1, 2), (4, 5)], class_names=tuple("abcdefghijk")),
    ],
    ids=["three features", "regression", "eleven classes"],
)
def test_that_other_data_cannot_be_drawn_on(dataset):
    with pytest.raises(ValueError, match="two features and at most 10 classes"):
        DrawnData.of(dataset)


def test_that_a_drawing_is_full_some_day():
    data = DrawnData.empty().added(np.zeros((MOST_POINTS - 1, 2)), 0)
    assert data.room == 1
    assert data.added([(1, 1)], 0).room == 0
    with pytest.raises(ValueError, match="at most 20,000 points"):
        data.added([(1, 1), (2, 2)], 0)


@pytest.mark.parametrize("point", [(np.nan, 0), (0, np.inf), (10 * LARGEST, 0)])
def test_that_places_out_of_this_world_are_refused(point):
    with pytest.raises(ValueError, match="coordinates"):
        DrawnData.empty().added([point], 0)


@pytest.mark.parametrize("label", [-1, 10])
def test_that_there_are_ten_classes(label):
    with pytest.raises(ValueError, match="labels"):
        DrawnData.empty().added([(0, 0)], label)


@given(marks)
def test_that_json_brings_back_the_same_drawing(marks):
    before = drawing(marks)
    after = source_from_dict(json.loads(json.dumps(source_to_dict(before))))
    assert isinstance(after, DrawnData)
    np.testing.assert_array_equal(after.points, before.points)
    np.testing.assert_array_equal(after.labels, before.labels)
    assert after.area == before.area


def whole() -> dict[str, Any]:
    return DrawnData.empty().added([(0, 1), (2, 3)], 1).to_dict()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ({"points": None}, "lists of the same length"),
        ({"points": [[0, 1]]}, "lists of the same length"),
        ({"points": [[0, 1], [2]]}, "point 1"),
        ({"points": [[0, 1], "ab"]}, "point 1"),
        ({"points": [[0, 1], [2, True]]}, "point 1"),
        ({"points": [[float("nan"), 1], [2, 3]]}, "point 0"),
        ({"points": [[10**400, 1], [2, 3]]}, "point 0"),
        ({"points": [[1.5e12, 1], [2, 3]]}, "coordinates"),
        ({"labels": [0, 1.0]}, "label 1"),
        ({"labels": [0, True]}, "label 1"),
        ({"labels": [10**30, 0]}, "label 0"),
        ({"labels": [0, 10]}, "label 1"),
        ({"area": [0, 1, 2]}, "area"),
        ({"area": [1, 0, 0, 1]}, "area"),
        ({"area": [0, float("inf"), 0, 1]}, "area"),
        ({"area": [0, 1e-300, 0, 1]}, "area"),
        ({"area": [1e9, 1e9 + 0.1, 0, 1]}, "area"),
        ({"points": [[0, 0]] * (MOST_POINTS + 1), "labels": [0] * (MOST_POINTS + 1)}, "at most 20,000"),
        ({"surplus": 1}, "nothing else"),
    ],
)
def test_that_damage_is_named(damage, words):
    with pytest.raises(ValueError, match=words):
        DrawnData.from_dict(whole() | damage)


@pytest.mark.parametrize("missing", ["points", "labels", "area"])
def test_that_a_drawing_with_a_part_missing_is_refused(missing):
    data = whole()
    del data[missing]
    with pytest.raises(ValueError, match="points, labels and an area"):
        DrawnData.from_dict(data)
