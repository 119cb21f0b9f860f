from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from engine import Scalar
from engine.losses import LOSSES, encode_targets
from playground.models.data.formula_data import FormulaData
from playground.models.data.table_data import TableData
from playground.models.diagnosis.overfit_batch import OverfitBatch, choose_batch, find_contradiction
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import output_layer
from playground.models.network.network import Network


def split_of(**values):
    return Network.of(Experiment(backend="array", **values)).split


@pytest.mark.parametrize(("batch_size", "n_points"), [(1, 2), (7, 7), (20, 20), (21, 20), (100_000, 20)])
def test_that_the_batch_is_the_beginning_of_the_training_samples(batch_size, n_points):
    split = split_of(dataset="moons", n_samples=60)
    batch = choose_batch(split, batch_size)
    assert len(batch) == n_points
    np.testing.assert_array_equal(batch.X[:-1], split.X_train[: n_points - 1])
    np.testing.assert_array_equal(batch.y[:-1], split.y_train[: n_points - 1])


def test_that_a_small_table_is_taken_whole():
    split = split_of(dataset="moons", n_samples=10)
    assert len(choose_batch(split, 20)) == len(split.y_train) < 20


def test_that_two_classes_are_present_where_the_first_samples_are_of_one():
    split = split_of(dataset="moons", n_samples=60)
    order = np.argsort(split.y_train, kind="stable")
    sorted_split = replace(split, X_train=split.X_train[order], y_train=split.y_train[order])
    batch = choose_batch(sorted_split, 5)
    assert batch.y.tolist() == [0, 0, 0, 0, 1]
    np.testing.assert_array_equal(batch.X[-1], sorted_split.X_train[(sorted_split.y_train == 1).argmax()])


def test_that_regression_targets_are_named_by_their_own_units():
    split = split_of(dataset="own", source=FormulaData("z = 100 + x"), n_samples=30)
    batch = choose_batch(split, 4)
    assert not batch.has_classes
    expected = split.dataset.y[split.train_indices[:4]]
    np.testing.assert_allclose([float(name) for name in batch.names], expected, rtol=1e-5)


def test_that_long_names_of_classes_are_shortened():
    table = TableData("t", np.arange(12.0)[:, None], np.arange(12) % 2, ("a",), ("m" * 200, "n"))
    batch = choose_batch(split_of(dataset="own", source=table), 10)
    assert set(batch.names) == {"m" * 23 + "…", "n"}


def make_batch(X, y):
    return OverfitBatch(np.array(X, np.float64).reshape(-1, 1), np.array(y), tuple(map(str, y)))


def test_that_equal_inputs_with_equal_targets_are_no_contradiction():
    batch = make_batch([1, 1, 2, 2], [0, 0, 1, 1])
    assert find_contradiction(batch, output_layer("classification", 2, "hinge"), "hinge") is None


def test_that_plus_and_minus_zero_are_the_same_input():
    found = find_contradiction(
        make_batch([0.0, -0.0], [1.0, 3.0]), output_layer("regression", 0, "squared_error"), "squared_error"
    )
    assert found is not None
    assert (found.n_points, found.names) == (2, ("1.0", "3.0"))
    assert found.lowest_loss == 1.0  # the middle misses each by 1


@pytest.mark.parametrize(
    ("loss", "y", "n_classes"),
    [
        ("cross_entropy", [0, 1, 1, 2], 3), ("squared_error", [0, 1, 1, 2], 3),
        ("squared_error", [0, 1, 1, 1], 2), ("binary_cross_entropy", [0, 1, 1, 1], 2),
        ("hinge", [0, 1, 1, 1], 2),
    ],
)  # fmt: skip
def test_that_no_answer_to_contradicting_points_has_a_lower_loss(loss, y, n_classes):
    output = output_layer("classification", n_classes, loss)
    found = find_contradiction(make_batch([5] * len(y), y), output, loss)
    targets = encode_targets(np.array(y), LOSSES[loss], output.size, output.activation)

    def mean_loss(free):
        values = np.exp(free - free.max()) / np.exp(free - free.max()).sum() if output.softmax else free
        answer = [Scalar(float(value)) for value in values]
        sums = [LOSSES[loss].function(answer, row).value for row in targets.tolist()]
        return sum(sums) / len(sums)

    best = minimize(mean_loss, np.full(output.size, 0.1), method="Nelder-Mead", options={"xatol": 1e-9})
    assert found is not None
    assert found.lowest_loss == pytest.approx(best.fun, rel=1e-6)
