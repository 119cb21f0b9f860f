"""The few points a network should be able to memorise, and the lowest loss they allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.losses import encode_targets, find_loss
from playground.models.data.split import Split
from playground.models.experiment.output_layer import OutputLayer
from playground.style.words import number_text, shortened

MOST_POINTS = 20
# A single point can be learned by any network whose outputs can move at all.
FEWEST_POINTS = 2
LONGEST_NAME = 24
Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class OverfitBatch:
    """Training samples in the units of the model.

    Attributes
    ----------
    X : array of shape (n, n_inputs)
    y : array of shape (n,)
        Classes, or regression targets.
    names
        What each target is called: the class, or the number in the data's units.
    """

    X: Array
    y: NDArray[np.generic]
    names: tuple[str, ...]

    @property
    def has_classes(self) -> bool:
        """Whether the targets are classes."""
        return self.y.dtype.kind in "iu"

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class Contradiction:
    """Points that no network can fit together: equal inputs, different targets.

    Attributes
    ----------
    n_points
        How many share their inputs with a point that has another target.
    names
        Two targets of the same inputs.
    lowest_loss
        Lower bound of the batch's mean loss.
    """

    n_points: int
    names: tuple[str, str]
    lowest_loss: float


def choose_batch(split: Split, batch_size: int) -> OverfitBatch:
    """Return the first training samples, the last one replaced if all would be of one class.

    Parameters
    ----------
    batch_size
        The experiment's; clipped to `FEWEST_POINTS` to `MOST_POINTS`.
    """
    y = split.y_train
    rows = np.arange(min(max(batch_size, FEWEST_POINTS), MOST_POINTS, len(y)))
    if split.dataset.task == "classification":
        others = np.flatnonzero(y != y[0])
        if len(others) and others[0] > rows[-1]:
            rows[-1] = others[0]
        names = tuple(shortened(split.dataset.class_names[int(number)], LONGEST_NAME) for number in y[rows])
    else:
        names = tuple(number_text(float(number), 6) for number in split.target_to_data(y[rows]))
    return OverfitBatch(split.X_train[rows], y[rows], names)


def find_contradiction(batch: OverfitBatch, output: OutputLayer, loss: str) -> Contradiction | None:
    """Return the points with equal inputs and different targets, None if there are none."""
    targets = encode_targets(batch.y, find_loss(loss), output.size, output.activation)
    # Adding 0 turns -0 into 0.
    groups = np.unique(batch.X + 0.0, axis=0, return_inverse=True)[1].reshape(-1)
    n_points, total, names = 0, 0.0, ("", "")
    for group in range(int(groups.max()) + 1):
        members = np.flatnonzero(groups == group)
        others = members[(targets[members] != targets[members[0]]).any(axis=1)]
        if len(others):
            if n_points == 0:
                names = batch.names[members[0]], batch.names[others[0]]
            n_points += len(members)
            total += _lowest_sum(targets[members], batch.y[members], loss)
    return Contradiction(n_points, names, total / len(batch)) if n_points else None


def _lowest_sum(targets: Array, y: NDArray[np.generic], loss: str) -> float:
    """Return the smallest sum of losses that one common output for these points can reach."""
    if loss == "squared_error":
        return float(((targets - targets.mean(axis=0)) ** 2).sum())
    counts = np.unique(y, return_counts=True)[1]
    if loss == "hinge":
        return 2.0 * float(counts.min())
    return float(-(counts * np.log(counts / len(y))).sum())
