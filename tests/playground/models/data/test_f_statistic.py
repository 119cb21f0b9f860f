"""The truth is scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_selection import f_classif, f_regression

from playground.models.data.datasets import DATASETS, load_dataset
from playground.models.data.f_statistic import f_of_classes, f_of_numbers

SHAPES = {"n_samples": st.integers(5, 60), "n_features": st.integers(1, 6), "seed": st.integers(0, 2**32)}


@settings(max_examples=50)
@given(**SHAPES, n_classes=st.integers(2, 4), scale=st.sampled_from([1e-6, 1.0, 1e6]))
def test_that_it_tells_of_classes_what_scikit_learn_does(n_samples, n_features, seed, n_classes, scale):
    random = np.random.default_rng(seed)
    y = 3 * random.permutation(np.arange(n_samples) % n_classes)
    X = scale * (random.normal(size=(n_samples, n_features)) + random.normal(size=n_features) * y[:, None])
    np.testing.assert_allclose(f_of_classes(X, y), f_classif(X, y)[0], rtol=1e-6, atol=1e-9)


@settings(max_examples=50)
@given(**SHAPES, scale=st.sampled_from([1e-6, 1.0, 1e6]))
def test_that_it_tells_of_numbers_what_scikit_learn_does(n_samples, n_features, seed, scale):
    random = np.random.default_rng(seed)
    X = scale * random.normal(size=(n_samples, n_features))
    y = X / scale @ random.normal(size=n_features) + random.normal(size=n_samples)
    np.testing.assert_allclose(f_of_numbers(X, y), f_regression(X, y)[0], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", [name for name, info in DATASETS.items() if not info.generated])
def test_that_the_columns_of_real_data_come_in_the_order_of_scikit_learn(name):
    dataset = load_dataset(name)
    X, y = dataset.X[:, np.ptp(dataset.X, axis=0) > 0], dataset.y
    if dataset.task == "classification":
        ours, theirs = f_of_classes(X, y), f_classif(X, y)[0]
    else:
        ours, theirs = f_of_numbers(X, y), f_regression(X, y)[0]
    np.testing.assert_allclose(ours, theirs)
    np.testing.assert_array_equal(np.argsort(-ours, kind="stable"), np.argsort(-theirs, kind="stable"))
