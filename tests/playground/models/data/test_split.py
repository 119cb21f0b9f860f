from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from playground.models.data.datasets import Dataset, load_dataset
from playground.models.data.features import Features
from playground.models.data.split import split_dataset
from playground.models.experiment.problem import NotTrainableError

quick = settings(max_examples=25, deadline=None)
fractions = st.floats(0.001, 0.999)
seeds = st.integers(0, 2**70)


def classes_of_sizes(sizes: list[int]) -> Dataset:
    y = np.repeat(np.arange(len(sizes)), sizes)
    X = np.random.default_rng(0).normal(size=(len(y), 3))
    names = tuple(f"class {number}" for number in range(len(sizes)))
    return Dataset("sizes", "Sizes", X, y, ("a", "b", "c"), names, "classification")


def regression_of_size(n_samples: int) -> Dataset:
    X = np.random.default_rng(0).normal(size=(n_samples, 2))
    return Dataset("line", "Line", X, 100 + X[:, 0], ("a", "b"), (), "regression")


class_sizes = st.lists(st.integers(2, 60), min_size=2, max_size=6)


@quick
@given(sizes=class_sizes, fraction=fractions, seed=seeds)
def test_that_every_sample_is_in_exactly_one_part(sizes: list[int], fraction: float, seed: int) -> None:
    dataset = classes_of_sizes(sizes)
    split = split_dataset(dataset, fraction, seed, standardize=False)
    both = np.concatenate([split.train_indices, split.test_indices])
    np.testing.assert_array_equal(np.sort(both), np.arange(dataset.n_samples))
    assert len(split.test_indices) >= 1
    np.testing.assert_array_equal(split.X_train, dataset.X[split.train_indices])
    np.testing.assert_array_equal(split.X_test, dataset.X[split.test_indices])
    np.testing.assert_array_equal(split.y_train, dataset.y[split.train_indices])
    np.testing.assert_array_equal(split.y_test, dataset.y[split.test_indices])


@quick
@given(sizes=class_sizes, fraction=fractions, seed=seeds)
def test_that_every_class_is_trained_on_in_proportion(sizes: list[int], fraction: float, seed: int) -> None:
    split = split_dataset(classes_of_sizes(sizes), fraction, seed)
    trained = np.bincount(split.y_train, minlength=len(sizes))
    assert trained.min() >= 1
    assert (np.abs(trained - fraction * np.array(sizes)) <= 1).all()
    n_samples = sum(sizes)
    wanted = min(max(round(fraction * n_samples), len(sizes)), n_samples - 1)
    # Only rare classes that are owed less than one training sample push the total up.
    assert wanted <= len(split.y_train) <= wanted + len(sizes)


def test_that_a_rare_class_keeps_a_training_sample() -> None:
    split = split_dataset(classes_of_sizes([2, 200]), 0.1, 0)
    np.testing.assert_array_equal(np.bincount(split.y_train), [1, 20])


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("name", ["iris", "wine", "digits", "spiral"])
def test_that_class_counts_agree_with_scikit_learn(name: str, fraction: float) -> None:
    dataset = load_dataset(name)
    split = split_dataset(dataset, fraction, 0)
    theirs, _ = train_test_split(
        dataset.y,
        train_size=round(fraction * dataset.n_samples),
        stratify=dataset.y,
        random_state=0,
    )
    assert len(split.y_train) == len(theirs)
    assert np.abs(np.bincount(split.y_train) - np.bincount(theirs)).max() <= 1


@quick
@given(n_samples=st.integers(2, 200), fraction=fractions, seed=seeds)
def test_that_regression_is_split_by_the_fraction(n_samples: int, fraction: float, seed: int) -> None:
    split = split_dataset(regression_of_size(n_samples), fraction, seed)
    assert len(split.y_train) >= 1
    assert len(split.y_test) >= 1
    assert abs(len(split.y_train) - fraction * n_samples) <= 1
    both = np.concatenate([split.train_indices, split.test_indices])
    np.testing.assert_array_equal(np.sort(both), np.arange(n_samples))


@quick
@given(fraction=st.floats(0.05, 0.95), seed=seeds)
def test_that_the_same_seed_gives_the_same_split(fraction: float, seed: int) -> None:
    iris = load_dataset("iris")
    first, second = (split_dataset(iris, fraction, seed) for _ in range(2))
    np.testing.assert_array_equal(first.train_indices, second.train_indices)
    np.testing.assert_array_equal(first.X_test, second.X_test)


def test_that_another_seed_gives_another_split() -> None:
    iris = load_dataset("iris")
    first, second = (set(split_dataset(iris, 0.7, seed).train_indices) for seed in (1, 2))
    assert first != second


def test_that_a_larger_training_part_holds_the_smaller_one_of_the_same_seed() -> None:
    iris = load_dataset("iris")
    smaller, larger = (set(split_dataset(iris, fraction, 4).train_indices) for fraction in (0.5, 0.8))
    assert smaller < larger


@quick
@given(
    X=st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1e-3, 1e-3), st.just(0.1)), min_size=4, max_size=40
    ),
    seed=seeds,
)
def test_that_any_features_become_finite_inputs_of_the_model(X: list[tuple[float, ...]], seed: int) -> None:
    y = np.arange(len(X)) % 2
    dataset = Dataset("any", "Any", np.array(X), y, ("a", "b", "c"), ("no", "yes"), "classification")
    split = split_dataset(dataset, 0.6, seed)
    assert np.isfinite(split.X_train).all()
    assert np.isfinite(split.X_test).all()
    np.testing.assert_array_equal(split.to_model(dataset.X[split.test_indices]), split.X_test)


@pytest.mark.parametrize("name", ["iris", "wine", "digits", "breast_cancer", "diabetes"])
def test_that_both_parts_are_scaled_as_scikit_learn_does_from_the_training_part(name: str) -> None:
    dataset = load_dataset(name)
    split = split_dataset(dataset, 0.7, 3)
    scaler = StandardScaler().fit(dataset.X[split.train_indices])
    for ours, rows in ((split.X_train, split.train_indices), (split.X_test, split.test_indices)):
        np.testing.assert_allclose(ours, scaler.transform(dataset.X[rows]), rtol=1e-7, atol=1e-9)


def test_that_only_the_training_part_has_mean_zero_and_deviation_one() -> None:
    split = split_dataset(load_dataset("wine"), 0.7, 0)
    np.testing.assert_allclose(split.X_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(split.X_train.std(axis=0), 1, atol=1e-12)
    assert np.abs(split.X_test.mean(axis=0)).max() > 0.01


def test_that_constant_columns_become_zero_with_scale_one() -> None:
    dataset = load_dataset("digits")
    split = split_dataset(dataset, 0.7, 0)
    corner = dataset.feature_names.index("Pixel 1, 1")
    assert split.feature_scale[corner] == 1
    assert not split.X_train[:, corner].any()


def test_that_regression_targets_are_scaled_by_the_training_part_and_return() -> None:
    dataset = load_dataset("diabetes")
    split = split_dataset(dataset, 0.6, 1)
    raw = dataset.y[split.train_indices]
    assert split.target_mean == pytest.approx(raw.mean())
    assert split.target_scale == pytest.approx(raw.std())
    assert split.y_train.mean() == pytest.approx(0, abs=1e-12)
    assert split.y_train.std() == pytest.approx(1)
    np.testing.assert_allclose(split.target_to_data(split.y_test), dataset.y[split.test_indices])


@pytest.mark.parametrize("name", ["iris", "diabetes"])
def test_that_single_targets_are_turned_as_all_of_them_were(name: str) -> None:
    split = split_dataset(load_dataset(name), 0.6, 1)
    turned = split.target_to_model(split.dataset.y[split.test_indices])
    assert turned.dtype == split.y_test.dtype
    np.testing.assert_array_equal(turned, split.y_test)


@pytest.mark.parametrize("name", ["iris", "diabetes"])
def test_that_without_standardisation_the_data_stay_as_they_are(name: str) -> None:
    dataset = load_dataset(name)
    split = split_dataset(dataset, 0.7, 0, standardize=False)
    np.testing.assert_array_equal(split.X_train, dataset.X[split.train_indices])
    np.testing.assert_array_equal(split.y_test, dataset.y[split.test_indices])
    np.testing.assert_array_equal(split.feature_mean, 0)
    np.testing.assert_array_equal(split.feature_scale, 1)
    assert (split.target_mean, split.target_scale) == (0, 1)
    np.testing.assert_array_equal(split.to_model(dataset.X), dataset.X)


def test_that_classes_stay_integers_with_neutral_target_scale() -> None:
    split = split_dataset(load_dataset("iris"), 0.7, 0)
    assert split.y_train.dtype == np.int64
    assert (split.target_mean, split.target_scale) == (0, 1)


def test_that_all_arrays_of_a_split_are_read_only() -> None:
    for name in ("iris", "diabetes"):
        split = split_dataset(load_dataset(name), 0.7, 0)
        arrays: list[npt.NDArray[np.generic]] = [
            value for value in vars(split).values() if isinstance(value, np.ndarray)
        ]
        assert len(arrays) == 9
        assert not any(array.flags.writeable for array in arrays)


def test_that_absent_classes_are_no_obstacle() -> None:
    X = np.arange(8.0).reshape(-1, 1)
    dataset = Dataset("gap", "Gap", X, [0, 2] * 4, ("a",), ("x", "y", "z"), "classification")  # type: ignore[arg-type]
    assert set(split_dataset(dataset, 0.5, 0).y_train) == {0, 2}


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.2, 1.7, float("nan")])
def test_that_a_fraction_outside_zero_to_one_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match=f"between 0 and 1, both excluded, not {fraction}"):
        split_dataset(load_dataset("xor"), fraction, 0)


def test_that_a_class_of_one_sample_is_trained_on() -> None:
    split = split_dataset(classes_of_sizes([5, 1, 4]), 0.5, 0)
    np.testing.assert_array_equal(np.bincount(split.y_train), [2, 1, 2])


def test_that_of_classes_of_one_sample_each_the_last_tests() -> None:
    split = split_dataset(classes_of_sizes([1, 1]), 0.7, 0)
    assert (split.y_train.tolist(), split.y_test.tolist()) == ([0], [1])


@pytest.mark.parametrize(
    ("dataset", "words", "action"),
    [
        (regression_of_size(1), "only one point", "Add points"),
        (classes_of_sizes([5, 0]), "belong to one class, class 0", "Add points of another class"),
    ],
    ids=["one point", "one class"],
)
def test_that_data_nothing_can_be_learned_from_come_with_a_way_out(
    dataset: Dataset, words: str, action: str
) -> None:
    with pytest.raises(NotTrainableError, match=words) as caught:
        split_dataset(dataset, 0.5, 0)
    assert caught.value.problem.action == action


def test_that_a_network_without_inputs_offers_the_columns_again() -> None:
    with pytest.raises(NotTrainableError, match="No feature is chosen") as caught:
        split_dataset(load_dataset("xor"), 0.5, 0, features=Features(2, ()))
    assert caught.value.problem.action == "Use x₁ and x₂"
    assert caught.value.problem.changes == {"features": None}


@quick
@given(n_samples=st.integers(4, 60), fraction=st.floats(0.2, 0.8), seed=seeds)
def test_that_one_more_sample_at_the_end_moves_at_most_one_other(
    n_samples: int, fraction: float, seed: int
) -> None:
    before = set(split_dataset(regression_of_size(n_samples), fraction, seed).train_indices)
    after = set(split_dataset(regression_of_size(n_samples + 1), fraction, seed).train_indices)
    assert len(after - before - {n_samples}) + len(before - after) <= 1


def test_that_chosen_features_are_standardised_each_by_itself() -> None:
    split = split_dataset(load_dataset("circle", seed=1), 0.7, 0, features=Features(2, (1, 4)))
    raw = split.dataset.X[split.train_indices]
    expected = StandardScaler().fit_transform(np.stack((raw[:, 1], raw[:, 0] * raw[:, 1]), axis=1))
    np.testing.assert_allclose(split.X_train, expected, rtol=1e-9, atol=1e-12)
    assert split.input_names == ("x₂", "x₁x₂")
