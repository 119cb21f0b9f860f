"""Splitting a data set into a training and a test part, and standardising both by the training part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.models.data.data_mistakes import DataMistakes
from playground.models.data.datasets import Dataset
from playground.models.data.features import Features
from playground.models.data.generators import FloatArray, IntArray
from playground.models.experiment.problem import NotTrainableError, Problem

NO_MISTAKES = DataMistakes()


@dataclass(frozen=True, eq=False)
class Split:
    """A data set in two parts, in the units the model sees; all arrays are read-only.

    Attributes
    ----------
    dataset, clean
        The data as the script has them, and as they were before it made a mistake; mostly the same.
    features
        Which inputs the network takes.
    X_train, X_test : arrays of shape (n, n_inputs)
        ``to_model`` of the data set's rows at ``train_indices`` and ``test_indices``.
    y_train, y_test : arrays of shape (n,)
        Classes (int64), or regression targets in model units.
    train_indices, test_indices : arrays of shape (n,)
        Rows of ``dataset``, in random order; together every row once, unless test data leak into training.
    column_means : array of shape (n_features,)
        Mean of the data set's columns over the training part.
    feature_mean, feature_scale : arrays of shape (n_inputs,)
        Mean and standard deviation of the training part, the scale 1 for constant columns; 0 and 1 where
        standardisation is off.
    target_mean, target_scale
        The same of the regression targets; 0 and 1 for classes.
    """

    dataset: Dataset
    clean: Dataset
    features: Features
    X_train: FloatArray
    y_train: npt.NDArray[Any]
    X_test: FloatArray
    y_test: npt.NDArray[Any]
    train_indices: IntArray
    test_indices: IntArray
    column_means: FloatArray
    feature_mean: FloatArray
    feature_scale: FloatArray
    target_mean: float
    target_scale: float

    def to_model(self, X: npt.ArrayLike) -> FloatArray:
        """Turn samples of shape (..., n_features) into inputs of the model, shape (..., n_inputs)."""
        return np.asarray((self.features.values(X) - self.feature_mean) / self.feature_scale)

    @property
    def n_shown_inputs(self) -> int:
        """Number of candidates for inputs, or 1 where they are the pixels of a picture."""
        return 1 if self.dataset.picture is not None else self.features.n_candidates

    @property
    def n_inputs(self) -> int:
        return len(self.features.chosen)

    @property
    def input_names(self) -> tuple[str, ...]:
        return self.features.names(self.dataset.feature_names)

    def target_to_model(self, y: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Turn targets of any shape from the data's units into the model's; classes stay as they are."""
        return y if self.dataset.task == "classification" else (y - self.target_mean) / self.target_scale

    def target_to_data(self, y: npt.ArrayLike) -> FloatArray:
        """Turn regression targets or outputs of any shape from the model's units into the data's."""
        return np.asarray(np.asarray(y, dtype=np.float64) * self.target_scale + self.target_mean)


def split_dataset(
    dataset: Dataset,
    train_fraction: float,
    seed: int,
    standardize: bool = True,
    features: Features | None = None,
    mistakes: DataMistakes = NO_MISTAKES,
) -> Split:
    """Split a data set at random, stratified by class, with the same result for the same seed.

    Every class keeps at least one training sample, and the test part at least one sample. A larger fraction
    of the same seed moves samples over from the test part and leaves the others in place, apart from
    rounding; a sample added at the end moves no others either.

    Parameters
    ----------
    dataset
        What to split.
    train_fraction
        Share of the training part, between 0 and 1, both excluded.
    seed
        A whole number from 0.
    standardize
        Shift and scale features, and regression targets, to mean 0 and standard deviation 1 on the training
        part.
    features
        Inputs of the network; all columns where none are given.
    mistakes
        Made on purpose.

    Raises
    ------
    ValueError
        If the fraction is out of range.
    NotTrainableError
        If there are fewer than two samples, samples of one class only, or no features.
    """
    if not 0 < train_fraction < 1:
        raise ValueError(f"train_fraction must be between 0 and 1, both excluded, not {train_fraction}")
    features = features or Features.fitted(dataset.n_features, None)
    _check_trainable(dataset, features)
    # Unlike a permutation, the order of random numbers does not change when a sample is added.
    order = np.argsort(np.random.default_rng(seed).random(dataset.n_samples), kind="stable")
    in_training = np.zeros(dataset.n_samples, dtype=np.bool_)
    for members, quota in _strata(dataset, order, train_fraction):
        in_training[members[:quota]] = True
    train_indices, test_indices = order[in_training[order]], order[~in_training[order]]
    clean, dataset = dataset, mistakes.given(dataset, train_indices, test_indices, seed)
    if mistakes.leaks_test_data:
        train_indices = np.concatenate((train_indices, test_indices))
    column_means = dataset.X[train_indices].mean(axis=0)
    X_train, X_test = (features.values(dataset.X[rows]) for rows in (train_indices, test_indices))
    y_train, y_test = dataset.y[train_indices], dataset.y[test_indices]
    feature_mean, feature_scale = np.zeros(X_train.shape[1]), np.ones(X_train.shape[1])
    target_mean, target_scale = np.zeros(1), np.ones(1)
    if standardize:
        if not mistakes.skips_scaling:
            feature_mean, feature_scale = _mean_and_scale(X_train)
            X_train, X_test = ((part - feature_mean) / feature_scale for part in (X_train, X_test))
        if dataset.task == "regression":
            target_mean, target_scale = _mean_and_scale(y_train[:, np.newaxis])
            y_train, y_test = ((part - target_mean) / target_scale for part in (y_train, y_test))
    arrays = (
        X_train, y_train, X_test, y_test, train_indices, test_indices, column_means,
        feature_mean, feature_scale,
    )  # fmt: skip
    for array in arrays:
        array.setflags(write=False)
    return Split(dataset, clean, features, *arrays, float(target_mean[0]), float(target_scale[0]))


def _check_trainable(dataset: Dataset, features: Features) -> None:
    """Raise the problems a user can fix."""
    if not features.chosen:
        names = features.candidate_names(dataset.feature_names)[: dataset.n_features]
        which = " and ".join(names) if len(names) <= 2 else "all columns"
        text = "No feature is chosen: the network has no inputs."
        raise NotTrainableError(Problem(text, f"Use {which}", {"features": None}))
    if dataset.n_samples < 2:
        text = "There is only one point: at least one to train on and one to test on are needed."
        raise NotTrainableError(Problem(text, "Add points"))
    if dataset.task == "classification" and dataset.y.min() == dataset.y.max():
        name = dataset.class_names[int(dataset.y[0])]
        text = f"All points belong to one class, {name}: there is nothing to tell apart."
        raise NotTrainableError(Problem(text, "Add points of another class"))


def _strata(dataset: Dataset, order: IntArray, train_fraction: float) -> list[tuple[IntArray, int]]:
    """Return the rows of each class, in the given order, and how many of them to train on.

    scikit-learn's ``train_test_split`` is not enough here: it may leave a rare class without any training
    sample, and refuses test parts smaller than the number of classes.
    """
    if dataset.task == "regression":
        quota = round(train_fraction * dataset.n_samples)
        return [(order, min(max(quota, 1), dataset.n_samples - 1))]
    classes, counts = np.unique(dataset.y, return_counts=True)
    quotas = _quotas(counts, train_fraction)
    return [(order[dataset.y[order] == number], quota) for number, quota in zip(classes, quotas, strict=True)]


def _quotas(counts: IntArray, train_fraction: float) -> list[int]:
    """Divide the training samples among the classes by largest remainder, at least one each.

    If every class has a single sample, all but the last are trained on, and the last one tests.
    """
    if counts.max() == 1:
        return [1] * (len(counts) - 1) + [0]
    n_samples = int(counts.sum())
    n_train = min(max(round(train_fraction * n_samples), len(counts)), n_samples - 1)
    shares = train_fraction * counts
    # A fraction next to 1 may round to a whole class; one of its samples can always be spared.
    quotas = np.clip(np.floor(shares).astype(np.int64), 1, np.maximum(counts - 1, 1))
    missing = n_train - int(quotas.sum())
    if missing > 0:
        quotas[np.argsort(quotas - shares, kind="stable")[:missing]] += 1
    return [int(quota) for quota in quotas]


def _mean_and_scale(columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation of each column; a constant column gives its value and 1."""
    constant = columns.min(axis=0) == columns.max(axis=0)
    mean = np.where(constant, columns[0], columns.mean(axis=0))
    scale = columns.std(axis=0)
    # Differences below 1e-162 have a variance of 0 in floating point.
    return mean, np.where(constant | (scale == 0), 1.0, scale)
