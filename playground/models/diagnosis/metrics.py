"""Metrics of a network: accuracy, precision, recall, F1, R² and errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.data.datasets import Task
from playground.models.diagnosis.r_squared import r_squared
from playground.models.network.network import Network

Array = NDArray[np.float64]
# More samples would change no digit on screen, and take too long.
MOST_JUDGED = 5000


@dataclass(frozen=True, eq=False)
class ClassMetrics:
    """Precision, recall, F1 and number of samples of every class; shape (n_classes,) each."""

    precision: Array
    recall: Array
    f1: Array
    support: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PartMetrics:
    """Figures of the training or the test part.

    Attributes
    ----------
    n_judged, n_samples
        How many samples were measured, and how many there are.
    loss
        Mean loss; for the training part the one in the header. None if not known yet.
    accuracy, precision, recall, f1
        Shares from 0 to 1, the last three as means over the classes; None for regression.
    confusion
        Shape (n_classes, n_classes): rows are true classes, columns predicted ones; None for regression.
    r2, mean_absolute_error, root_mean_squared_error
        In the data's units; None for classification. R² is None where the targets do not vary.
    """

    n_judged: int
    n_samples: int
    loss: float | None
    accuracy: float | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    by_class: ClassMetrics | None = None
    confusion: NDArray[np.int64] | None = None
    r2: float | None = None
    mean_absolute_error: float | None = None
    root_mean_squared_error: float | None = None


@dataclass(frozen=True, eq=False)
class Metrics:
    """Figures of both parts."""

    task: Task
    class_names: tuple[str, ...]
    train: PartMetrics
    test: PartMetrics


def measure(network: Network, parameters: Array, train_loss: float, test_loss: float | None) -> Metrics:
    """Return the figures of `network` with some parameters.

    Precision, recall and F1 are 0 where undefined, as in scikit-learn.
    """
    split = network.split
    dataset = split.dataset
    return Metrics(
        dataset.task,
        dataset.class_names,
        _judge(network, parameters, split.X_train, split.train_indices, train_loss),
        _judge(network, parameters, split.X_test, split.test_indices, test_loss),
    )


def _judge(
    network: Network, parameters: Array, X: Array, rows: NDArray[np.int64], loss: float | None
) -> PartMetrics:
    n_samples = len(rows)
    # The order of the rows is random: the first ones are a fair sample.
    X, targets = X[:MOST_JUDGED], network.split.dataset.y[rows[:MOST_JUDGED]]
    known_loss = None if loss is None or np.isnan(loss) else loss
    if network.split.dataset.task == "regression":
        predicted = network.split.target_to_data(network.outputs(X, parameters)[:, 0])
        return _judge_numbers(targets, predicted, n_samples, known_loss)
    return _judge_classes(
        targets,
        network.predicted_classes(X, parameters),
        network.split.dataset.n_classes,
        n_samples,
        known_loss,
    )


def _judge_classes(
    targets: NDArray[np.int64],
    predicted: NDArray[np.int64],
    n_classes: int,
    n_samples: int,
    loss: float | None,
) -> PartMetrics:
    from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

    classes = np.arange(n_classes)
    precision, recall, f1, support = precision_recall_fscore_support(
        targets, predicted, labels=classes, zero_division=0.0
    )
    # Means over the classes that occur: a class without samples has no recall.
    present = (support > 0) | np.isin(classes, predicted)
    return PartMetrics(
        n_judged=len(targets),
        n_samples=n_samples,
        loss=loss,
        accuracy=float(accuracy_score(targets, predicted)),
        precision=float(precision[present].mean()),
        recall=float(recall[present].mean()),
        f1=float(f1[present].mean()),
        by_class=ClassMetrics(precision, recall, f1, support),
        confusion=confusion_matrix(targets, predicted, labels=classes),
    )


def _judge_numbers(targets: Array, predicted: Array, n_samples: int, loss: float | None) -> PartMetrics:
    from sklearn.metrics import mean_absolute_error, root_mean_squared_error

    if not np.isfinite(predicted).all():
        return PartMetrics(len(targets), n_samples, loss)
    return PartMetrics(
        n_judged=len(targets),
        n_samples=n_samples,
        loss=loss,
        r2=r_squared(targets, predicted),
        mean_absolute_error=float(mean_absolute_error(targets, predicted)),
        root_mean_squared_error=float(root_mean_squared_error(targets, predicted)),
    )
