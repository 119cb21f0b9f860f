from __future__ import annotations

import numpy as np
import pytest

from playground.models.diagnosis.metrics import measure
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training


def trained(epochs: int = 10, **values) -> Training:
    run = Training.of(Experiment(**values))
    run.trainer.train_for(20.0, epochs)
    return run


@pytest.mark.parametrize("dataset", ["iris", "circle", "digits"])
def test_that_classifiers_are_judged_as_by_hand(dataset):
    run = trained(dataset=dataset, hidden=(6,))
    metrics = measure(run.network, run.trainer.parameters, 0.3, 0.4)
    split, K = run.network.split, run.network.split.dataset.n_classes
    predicted = run.trainer.predict_classes(split.X_test)
    counts = np.zeros((K, K), int)
    np.add.at(counts, (split.y_test, predicted), 1)
    test = metrics.test
    np.testing.assert_array_equal(test.confusion, counts)
    right = np.diag(counts)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.nan_to_num(right / counts.sum(axis=0))
        recall = np.nan_to_num(right / counts.sum(axis=1))
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))
    assert test.by_class is not None
    np.testing.assert_allclose(test.by_class.precision, precision)
    np.testing.assert_allclose(test.by_class.recall, recall)
    np.testing.assert_allclose(test.by_class.f1, f1)
    assert test.accuracy == pytest.approx(right.sum() / counts.sum())
    assert (test.precision, test.recall, test.f1) == pytest.approx(
        (precision.mean(), recall.mean(), f1.mean())
    )
    assert (metrics.train.loss, test.loss) == (0.3, 0.4)
    assert test.r2 is None


def test_that_regression_is_judged_in_the_units_of_the_data():
    run = trained(30, dataset="diabetes", hidden=(4,))
    test = measure(run.network, run.trainer.parameters, float("nan"), None).test
    split = run.network.split
    truth = split.dataset.y[split.test_indices]
    error = split.target_to_data(run.trainer.predict(split.X_test)[:, 0]) - truth
    assert test.mean_absolute_error == pytest.approx(np.abs(error).mean())
    assert test.root_mean_squared_error == pytest.approx(np.sqrt((error**2).mean()))
    assert test.r2 == pytest.approx(1 - (error**2).sum() / ((truth - truth.mean()) ** 2).sum())
    assert test.loss is None
    assert test.confusion is None


def test_that_a_class_that_is_never_called_counts_nothing_and_warns_of_nothing():
    run = Training.of(Experiment(hidden=(), initializer="zeros"))
    test = measure(run.network, run.trainer.parameters, 1.0, 1.0).test
    assert test.by_class is not None
    assert sorted(test.by_class.precision > 0) == [False, False, True]


def test_that_many_samples_are_judged_by_a_part_of_them():
    run = Training.of(Experiment(dataset="circle", n_samples=10_000, hidden=(2,)))
    train = measure(run.network, run.trainer.parameters, 1.0, 1.0).train
    assert (train.n_judged, train.n_samples) == (5000, 7000)
