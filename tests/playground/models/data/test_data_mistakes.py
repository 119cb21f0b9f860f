"""Mistakes with data: what the script has then, against loops written out here."""

from __future__ import annotations

import numpy as np
import pytest

from playground.models.data.data_mistakes import DataMistakes
from playground.models.data.datasets import load_dataset
from playground.models.data.split import Split, split_dataset

IRIS, DIGITS, PLANE = (load_dataset(name) for name in ("iris", "digits", "plane"))


def healthy(seed: int = 2) -> Split:
    return split_dataset(IRIS, 0.7, seed)


def test_that_without_a_mistake_the_data_stay_the_same_object() -> None:
    assert healthy().dataset is healthy().clean is IRIS


def test_that_labels_are_off_by_one_in_the_training_part_alone() -> None:
    split = split_dataset(IRIS, 0.7, 2, mistakes=DataMistakes(labels_off_by_one=True))
    for given, row in zip(split.y_train.tolist(), split.train_indices.tolist(), strict=True):
        assert given == {0: 1, 1: 2, 2: 0}[int(IRIS.y[row])]
    np.testing.assert_array_equal(split.y_test, healthy().y_test)
    np.testing.assert_array_equal(split.X_train, healthy().X_train)
    assert split.clean is IRIS


@pytest.mark.parametrize("dataset", [IRIS, PLANE], ids=["classes", "numbers"])
def test_that_shuffled_targets_are_the_same_ones_at_other_points(dataset) -> None:
    split, other = (
        split_dataset(dataset, 0.7, seed, mistakes=DataMistakes(shuffles_targets=True)) for seed in (2, 2)
    )
    right = split_dataset(dataset, 0.7, 2)
    rows = split.train_indices
    np.testing.assert_array_equal(np.sort(split.dataset.y[rows]), np.sort(dataset.y[rows]))
    np.testing.assert_array_equal(split.y_train, other.y_train)
    np.testing.assert_allclose(split.y_test, right.y_test, rtol=1e-12)
    # Three equal classes agree by chance in a third of the points, numbers hardly ever.
    assert (split.y_train == right.y_train).mean() < 0.5
    again = split_dataset(dataset, 0.7, 3, mistakes=DataMistakes(shuffles_targets=True))
    assert not np.array_equal(again.y_train, split.y_train)


def test_that_leaked_test_data_are_trained_on_and_still_tested_on() -> None:
    split, right = split_dataset(IRIS, 0.7, 2, mistakes=DataMistakes(leaks_test_data=True)), healthy()
    np.testing.assert_array_equal(split.test_indices, right.test_indices)
    np.testing.assert_array_equal(split.train_indices, [*right.train_indices, *right.test_indices])
    np.testing.assert_array_equal(split.y_train, [*right.y_train, *right.y_test])
    # The scaling has seen them too.
    np.testing.assert_allclose(split.feature_mean, IRIS.X.mean(axis=0))


def test_that_inputs_without_scaling_keep_their_units_and_targets_theirs_of_the_model() -> None:
    diabetes = load_dataset("diabetes")
    split = split_dataset(diabetes, 0.7, 2, mistakes=DataMistakes(skips_scaling=True))
    np.testing.assert_array_equal(split.X_train, diabetes.X[split.train_indices])
    np.testing.assert_array_equal(split.to_model(diabetes.X), diabetes.X)
    assert split.y_train.std() == pytest.approx(1.0)


def test_that_a_view_takes_the_pixels_as_they_lie_in_memory() -> None:
    split = split_dataset(DIGITS, 0.7, 2, standardize=False, mistakes=DataMistakes(views_for_permute=True))
    for X, rows in ((split.X_train, split.train_indices), (split.X_test, split.test_indices)):
        # One number after the other as an array of (pixels, samples) holds them, cut into pieces of 64.
        memory = [DIGITS.X[row, pixel] for pixel in range(64) for row in rows]
        expected = [memory[64 * number : 64 * (number + 1)] for number in range(len(rows))]
        np.testing.assert_array_equal(X, expected)
    assert sorted(split.X_train.ravel()) == sorted(DIGITS.X[split.train_indices].ravel())
    np.testing.assert_array_equal(split.y_train, DIGITS.y[split.train_indices])


def test_that_mistakes_that_the_data_cannot_have_change_nothing() -> None:
    mistakes = DataMistakes(labels_off_by_one=True, views_for_permute=True)
    assert split_dataset(PLANE, 0.7, 2, mistakes=mistakes).dataset is PLANE


def test_that_what_is_inspected_is_what_was_trained_on() -> None:
    """Views show rows of the data set: they have to be those of the training part."""
    every = DataMistakes(
        shuffles_targets=True, labels_off_by_one=True, leaks_test_data=True, views_for_permute=True
    )
    split = split_dataset(DIGITS, 0.7, 2, mistakes=every)
    n_own = len(split.train_indices) - len(split.test_indices)
    rows = split.train_indices[:n_own]
    np.testing.assert_array_equal(split.to_model(split.dataset.X[rows]), split.X_train[:n_own])
    np.testing.assert_array_equal(split.dataset.y[rows], split.y_train[:n_own])
