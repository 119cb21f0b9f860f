from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.data.datasets import (
    DATASETS,
    DEFAULT_SAMPLES,
    Dataset,
    default_axes,
    load_dataset,
    thumbnail_points,
)

GENERATED = [name for name, info in DATASETS.items() if info.generated]
REAL = [name for name, info in DATASETS.items() if not info.generated]
quick = settings(max_examples=5, deadline=None)


def small(**changes: Any) -> Dataset:
    arguments: dict[str, Any] = {
        "name": "small",
        "title": "Small",
        "X": [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]],
        "y": [0, 1, 0],
        "feature_names": ("a", "b"),
        "class_names": ("no", "yes"),
        "task": "classification",
    }
    return Dataset(**(arguments | changes))


def test_that_a_dataset_counts_samples_features_and_classes() -> None:
    dataset = small()
    assert (dataset.n_samples, dataset.n_features, dataset.n_classes) == (3, 2, 2)
    assert dataset.X.dtype == np.float64
    assert dataset.y.dtype == np.int64
    regression = small(task="regression", class_names=())
    assert regression.n_classes == 0
    assert regression.y.dtype == np.float64


def test_that_a_dataset_is_read_only_and_apart_from_what_it_was_made_of() -> None:
    X = np.zeros((3, 2))
    dataset = small(X=X)
    X[0, 0] = 1.0
    assert dataset.X[0, 0] == 0.0
    for array in (dataset.X, dataset.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"task": "ranking"}, "not 'ranking'"),
        ({"X": [1.0, 2.0, 3.0]}, r"\(n_samples, n_features\), not \(3,\)"),
        ({"X": np.zeros((0, 2)), "y": []}, r"not \(0, 2\)"),
        ({"X": [[0.0, 1.0], [2.0, np.nan], [4.0, 5.0]]}, "X must hold finite numbers"),
        ({"y": [0, 1]}, r"\(3,\), one target a sample, not \(2,\)"),
        ({"feature_names": ("a",)}, "X has 2 features, but there are 1 names"),
        ({"class_names": ("only",)}, "at least 2 class names, not 1"),
        ({"y": [0, 1, 2]}, "classes from 0 to 1, not 0 to 2"),
        ({"y": [0, -1, 1]}, "classes from 0 to 1, not -1 to 1"),
        ({"y": [0.0, 1.0, 0.5]}, "as integers, not float64"),
        ({"task": "regression"}, "2 class names"),
        ({"task": "regression", "class_names": (), "y": [0.0, np.inf, 1.0]}, "y must hold finite numbers"),
    ],
)
def test_that_a_dataset_says_what_does_not_fit(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        small(**changes)


def test_that_the_gallery_keeps_its_order() -> None:
    names = "circle xor gauss spiral moons circles blobs iris wine breast_cancer digits plane bumps diabetes"
    assert list(DATASETS) == names.split()
    regression = [name for name, info in DATASETS.items() if info.task == "regression"]
    assert regression == ["plane", "bumps", "diabetes"]
    assert REAL == ["iris", "wine", "breast_cancer", "digits", "diabetes"]


@pytest.mark.parametrize("name", DATASETS)
def test_that_a_dataset_is_what_the_gallery_announces(name: str) -> None:
    info, dataset = DATASETS[name], load_dataset(name)
    assert (dataset.name, dataset.title, dataset.task) == (name, info.title, info.task)
    assert info.description.endswith(".")
    assert len(set(dataset.feature_names)) == dataset.n_features
    if info.task == "classification":
        assert set(dataset.y) == set(range(dataset.n_classes))
    if info.generated:
        assert dataset.n_samples == DEFAULT_SAMPLES
        assert dataset.feature_names == ("x₁", "x₂")


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("iris", (150, 4)),
        ("wine", (178, 13)),
        ("breast_cancer", (569, 30)),
        ("digits", (1797, 64)),
        ("diabetes", (442, 10)),
    ],
)
def test_that_real_data_are_complete(name: str, shape: tuple[int, int]) -> None:
    assert load_dataset(name).X.shape == shape


@pytest.mark.parametrize("name", DATASETS)
@quick
@given(noise=st.floats(0, 1), seed=st.integers(0, 2**70))
def test_that_the_same_seed_and_noise_give_identical_arrays(name: str, noise: float, seed: int) -> None:
    first, second = (load_dataset(name, noise=noise, seed=seed) for _ in range(2))
    np.testing.assert_array_equal(first.X, second.X)
    np.testing.assert_array_equal(first.y, second.y)


@pytest.mark.parametrize("name", GENERATED)
@quick
@given(n_samples=st.integers(10, 500))
def test_that_generated_sets_have_the_size_asked_for(name: str, n_samples: int) -> None:
    dataset = load_dataset(name, n_samples=n_samples)
    assert dataset.X.shape == (n_samples, 2)
    if dataset.task == "classification":
        counts = np.bincount(dataset.y, minlength=dataset.n_classes)
        assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", REAL)
def test_that_noise_on_real_data_is_in_units_of_the_standard_deviation(name: str) -> None:
    clear, blurred = load_dataset(name), load_dataset(name, noise=0.5, seed=1)
    np.testing.assert_array_equal(clear.y, blurred.y)
    spread = clear.X.std(axis=0)
    np.testing.assert_allclose((blurred.X - clear.X).std(axis=0), 0.5 * spread, rtol=0.25, atol=1e-12)


@pytest.mark.parametrize("n_classes", [2, 3, 4, 5])
def test_that_blobs_have_the_number_of_classes_asked_for(n_classes: int) -> None:
    dataset = load_dataset("blobs", n_classes=n_classes)
    assert dataset.n_classes == n_classes
    assert set(dataset.y) == set(range(n_classes))


@pytest.mark.parametrize(
    ("load", "message"),
    [
        (lambda: load_dataset("tulips"), "unknown data set 'tulips'; there are circle, xor,"),
        (lambda: load_dataset("xor", noise=-0.1), "noise must be from 0 to 1, not -0.1"),
        (lambda: load_dataset("xor", noise=1.5), "not 1.5"),
        (lambda: load_dataset("xor", noise=float("nan")), "not nan"),
        (lambda: load_dataset("xor", seed=-1), "seed must be a whole number from 0, not -1"),
        (lambda: load_dataset("xor", n_samples=9), "whole number from 10 to 100000, not 9"),
        (lambda: load_dataset("xor", n_samples=100_001), "not 100001"),
        (lambda: load_dataset("xor", n_samples=20.0), "not 20.0"),  # type: ignore[arg-type]
        (lambda: load_dataset("xor", n_samples=True), "not True"),
        (lambda: load_dataset("iris", n_samples=20), "Iris is always taken whole; n_samples = 20"),
        (lambda: load_dataset("blobs", n_classes=1), "n_classes must be a whole number from 2 to 5, not 1"),
        (lambda: load_dataset("blobs", n_classes=6), "not 6"),
        (lambda: load_dataset("xor", n_classes=2), "the number of classes of XOR is fixed; n_classes = 2"),
    ],
)
def test_that_a_bad_request_says_what_was_given_and_what_is_allowed(
    load: Callable[[], Dataset], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        load()


def test_that_importing_the_datasets_does_not_import_scikit_learn() -> None:
    modules = "playground.models.data.datasets, playground.models.data.split"
    code = f"import sys, {modules}; print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_that_iris_is_first_shown_by_its_petals() -> None:
    iris = load_dataset("iris")
    shown = [iris.feature_names[column] for column in default_axes(iris)]
    assert shown == ["Petal length", "Petal width"]


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("noise", [0.15, 1.0])
def test_that_noise_does_not_change_the_axes(name: str, noise: float) -> None:
    assert default_axes(load_dataset(name, noise=noise, seed=7)) == default_axes(load_dataset(name))


def test_that_other_data_under_a_known_name_have_axes_of_their_own() -> None:
    X = np.array([[0.0, 1.0, 5.0], [1.0, 1.2, 4.0], [0.5, 3.0, 5.0], [0.1, 3.3, 4.5]])
    dataset = small(name="iris", X=X, y=[0, 0, 1, 1], feature_names=("a", "b", "c"))
    assert default_axes(dataset)[0] == 1


@pytest.mark.parametrize("name", GENERATED)
def test_that_two_features_are_shown_as_they_are(name: str) -> None:
    assert default_axes(load_dataset(name)) == (0, 1)


def test_that_the_columns_that_separate_the_classes_are_shown_first() -> None:
    random = np.random.default_rng(0)
    y = np.arange(40) % 2
    X = random.normal(size=(40, 5))
    X[:, 1] = 3.0
    X[:, 2] = y
    X[:, 4] += 5 * y
    dataset = small(X=X, y=y, feature_names=tuple("abcde"))
    assert default_axes(dataset) == (2, 4)


def test_that_the_columns_that_go_with_the_target_are_shown_first() -> None:
    X = np.random.default_rng(0).normal(size=(60, 4))
    y = 5 * X[:, 3] - 4 * X[:, 1]
    dataset = small(X=X, y=y, feature_names=tuple("abcd"), class_names=(), task="regression")
    assert default_axes(dataset) == (3, 1)


def test_that_there_are_axes_for_a_single_feature_and_for_constant_ones() -> None:
    assert default_axes(small(X=[[0.0], [1.0], [2.0]], feature_names=("a",))) == (0, 0)
    assert default_axes(small(X=np.ones((3, 3)), feature_names=("a", "b", "c"))) == (0, 1)


@pytest.mark.parametrize("name", DATASETS)
@quick
@given(limit=st.integers(1, 2000))
def test_that_a_thumbnail_has_at_most_its_limit_of_points_in_the_unit_square(name: str, limit: int) -> None:
    dataset = load_dataset(name)
    xy, y = thumbnail_points(dataset, limit)
    assert xy.shape == (min(limit, dataset.n_samples), 2)
    assert y.shape == (len(xy),)
    assert xy.min() >= 0
    assert xy.max() <= 1


@pytest.mark.parametrize("name", [name for name in DATASETS if DATASETS[name].task == "classification"])
def test_that_a_thumbnail_keeps_the_proportions_of_the_classes(name: str) -> None:
    dataset = load_dataset(name)
    _, y = thumbnail_points(dataset)
    expected = np.bincount(dataset.y) * len(y) / dataset.n_samples
    assert np.abs(np.bincount(y, minlength=dataset.n_classes) - expected).max() <= 1


def test_that_a_thumbnail_points_upwards_and_keeps_the_shape_of_a_figure() -> None:
    dataset = small(X=[[-1.0, 10.0], [3.0, 12.0], [1.0, 11.0]])
    xy, y = thumbnail_points(dataset)
    np.testing.assert_allclose(xy, [[0.0, 0.25], [1.0, 0.75], [0.5, 0.5]])
    np.testing.assert_array_equal(y, dataset.y)


def test_that_features_of_different_units_each_fill_the_thumbnail() -> None:
    xy, _ = thumbnail_points(load_dataset("wine"), limit=178)
    np.testing.assert_allclose(xy.min(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(xy.max(axis=0), 1, atol=1e-12)


def test_that_a_thumbnail_shows_samples_where_it_is_told() -> None:
    dataset = small(X=[[9.0, 9.0], [9.0, 9.0], [9.0, 9.0]])
    xy, _ = thumbnail_points(dataset, places=np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 2.0]]))
    np.testing.assert_allclose(xy, [[0.0, 0.0], [1.0, 0.5], [0.5, 1.0]])


def test_that_a_thumbnail_of_identical_samples_is_a_point_in_the_middle() -> None:
    xy, _ = thumbnail_points(small(X=np.full((3, 2), 5.0)))
    np.testing.assert_array_equal(xy, 0.5)


def test_that_a_thumbnail_needs_at_least_one_point() -> None:
    with pytest.raises(ValueError, match="at least 1, not 0"):
        thumbnail_points(small(), limit=0)
