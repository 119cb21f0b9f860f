"""Trainer: an iterator of immutable snapshots of a model that learns."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .backends import Backend, find_fault, make_backend
from .errors import ScalarError
from .lane_steps import Array
from .losses import LossFunction, encode_targets, find_loss, predicted_classes
from .nn import MLP
from .optimizers import SGD, Optimizer
from .random_numbers import permutation
from .tracing import Model, as_list, trace


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of a training run at one moment.

    Attributes
    ----------
    epoch, step
        Finished epochs and updates.
    train_loss
        Loss over the epoch as it was seen, each batch before its update; NaN before the first epoch ended.
    test_loss
        Loss of `parameters` on the test data, or None without any.
    train_accuracy, test_accuracy
        Share of samples that `parameters` classify correctly, or None for regression.
    parameters
        Read-only array in the order of ``model.parameters()``.
    """

    epoch: int
    step: int
    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    parameters: Array


def _features(X: ArrayLike, name: str) -> Array:
    """Return a copy of `X` as an array of shape (n_samples, n_inputs) of finite numbers."""
    features = np.array(X, dtype=np.float64)
    if features.ndim != 2 or not len(features):
        raise ValueError(f"{name}: X must have shape (n_samples, n_inputs), not {features.shape}")
    if not np.isfinite(features).all():
        row, column = np.argwhere(~np.isfinite(features))[0]
        raise ValueError(f"{name}: X holds NaN or infinity in row {row}, column {column}")
    return features


def _total(losses: Array) -> float:
    """Return the sum, infinite or NaN without a warning where it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(losses.sum())


class _Data:
    """Features, encoded targets, and the classes where there are some."""

    def __init__(self, trainer: Trainer, X: ArrayLike, y: ArrayLike, name: str) -> None:
        self.X = _features(X, name)
        labels = np.asarray(y)
        if self.X.shape[1] != trainer.n_inputs:
            raise ValueError(
                f"{name}: the network takes {trainer.n_inputs} inputs, X has {self.X.shape[1]} columns"
            )
        if len(labels) != len(self.X):
            raise ValueError(f"{name}: X has {len(self.X)} samples, y has {len(labels)}")
        self.T = encode_targets(labels, trainer.loss, trainer.n_outputs, trainer.output_activation)
        self.classes = labels.astype(np.int64) if labels.dtype.kind in "biu" else None


class Trainer:
    """Trains a model and yields snapshots.

    Parameters
    ----------
    model
        An `MLP`, or any callable with ``parameters()``; trained in place.
    X, y
        Shape (n_samples, n_inputs); integer classes or float targets (arrays or nested lists).
    loss
        Name in `engine.losses.LOSSES`, or a function of (outputs, target) made of Scalars.
    optimizer
        Settings; may be replaced at any time through the attribute of the same name.
    batch_size
        Samples an update; None or anything from n_samples up is full batch.
    seed
        Of the shuffle: the same seed gives bit-identical curves.
    reduction
        ``"sum"`` (the default) or ``"mean"`` of the sample losses, in updates and in reported losses.
    test
        Optional ``(X, y)`` that is only evaluated.
    backend
        ``"array"`` or ``"interpreted"``.
    """

    def __init__(
        self,
        model: Model,
        X: ArrayLike,
        y: ArrayLike,
        *,
        loss: str | LossFunction = "cross_entropy",
        optimizer: Optimizer | None = None,
        batch_size: int | None = None,
        seed: int = 0,
        reduction: str = "sum",
        test: tuple[ArrayLike, ArrayLike] | None = None,
        backend: str = "array",
    ) -> None:
        if reduction not in ("sum", "mean"):
            raise ValueError(f"reduction must be 'sum' or 'mean', not {reduction!r}")
        self.model, self.loss, self.reduction, self.seed = model, find_loss(loss), reduction, seed
        self.optimizer = optimizer or SGD()
        self.output_activation = getattr(model, "output_activation", "linear")
        features = _features(X, "training data")
        self.n_inputs = features.shape[1]
        # Interpreting needs no trace, and so takes models that cannot be traced.
        traced = None if backend == "interpreted" else trace(model, self.n_inputs, self.loss.function)
        outputs = traced.outputs if traced else as_list(model(features[0].tolist()))
        self.n_outputs = len(outputs)
        self._leaves = model.parameters()
        self.parameters = np.array([leaf.value for leaf in self._leaves])
        mask = model.weight_mask() if isinstance(model, MLP) else [True] * len(self._leaves)
        self._is_weight = np.array(mask, np.float64)
        self._backend: Backend = make_backend(backend, model, self.loss.function, self.n_inputs, traced)
        self._test: _Data | None = None
        self.set_data(X, y, test)
        self.set_batch_size(batch_size)
        self._state = self.optimizer.initial_state(len(self.parameters))
        self._state_of = type(self.optimizer)
        self.epoch = self.step_count = 0
        self._updates = 0
        self._position = 0
        self._order = np.empty(0, np.int64)
        self._running_loss, self.last_train_loss = 0.0, float("nan")
        self._resumed = threading.Event()
        self._resumed.set()
        self._stopped = threading.Event()

    def set_data(self, X: ArrayLike, y: ArrayLike, test: tuple[ArrayLike, ArrayLike] | None = None) -> None:
        """Replace the data; the current epoch starts over, the weights stay."""
        train = _Data(self, X, y, "training data")
        self._test = (
            _Data(self, *test, "test data") if test is not None and len(np.asarray(test[1])) else None
        )
        self._train = train
        self._position = 0
        self._running_loss = 0.0

    def set_batch_size(self, batch_size: int | None) -> None:
        """Change the number of samples an update, from the next batch on."""
        is_number = isinstance(batch_size, Integral) and not isinstance(batch_size, bool)
        if batch_size is not None and (not is_number or batch_size < 1):
            raise ValueError(f"the batch size must be a positive integer or None, not {batch_size!r}")
        self.batch_size = batch_size

    def continue_from(self, other: Trainer) -> None:
        """Take over the weights, optimizer state and counters of another trainer of the same shape."""
        if len(other.parameters) != len(self.parameters):
            raise ValueError(f"{len(other.parameters)} parameters do not fit {len(self.parameters)}")
        self.parameters = other.parameters.copy()
        if other._state_of is self._state_of:
            self._state, self._updates = tuple(array.copy() for array in other._state), other._updates
        self.epoch, self.step_count, self.last_train_loss = (
            other.epoch,
            other.step_count,
            other.last_train_loss,
        )
        self._write_back()

    def run(self, epochs: int, every: int = 1) -> Iterator[Snapshot]:
        """Train for `epochs` more epochs; yield a Snapshot after every `every` of them and after the last.

        Raises
        ------
        ScalarError
            When a loss, a gradient or the update itself is not finite. The failing batch is not applied:
            `snapshot()` is the last good state.
        """
        if every < 1 or epochs < 0:
            raise ValueError(f"epochs must be at least 0 and every at least 1, not {epochs} and {every}")
        self._stopped.clear()
        first = self.epoch
        while self.epoch < first + epochs:
            if not self._resumed.wait(0.05):
                if self._stopped.is_set():
                    return
                continue
            if self._stopped.is_set():
                return
            done = self.epoch - first
            if self.train_batch() and ((done + 1) % every == 0 or done + 1 == epochs):
                yield self.snapshot()

    def train_batch(self) -> bool:
        """Apply one update; return whether it ended an epoch.

        Raises
        ------
        ScalarError
            As in `run`; nothing is applied then.
        """
        X, T = self._next_batch()
        losses, gradients = self._backend.loss_and_gradients(self.parameters, X, T)
        total = _total(losses)
        if not (np.isfinite(total) and np.isfinite(gradients).all()):
            raise find_fault(self.model, self.loss.function, self.parameters, X, T)
        if self.reduction == "mean":
            gradients = gradients / len(X)
        self._update(gradients)
        self.step_count += 1
        self._running_loss += total
        self._position += len(X)
        if self._position < len(self._train.X):
            return False
        self.last_train_loss = self._running_loss / (len(self._train.X) if self.reduction == "mean" else 1)
        self._running_loss, self._position = 0.0, 0
        self.epoch += 1
        return True

    def step(self) -> Snapshot:
        """Apply one update on one batch and return the state after it."""
        self.train_batch()
        return self.snapshot()

    def snapshot(self) -> Snapshot:
        """Return the current state with its losses and accuracies; updates the model's values."""
        self._write_back()
        frozen = self.parameters.copy()
        frozen.flags.writeable = False
        return Snapshot(
            self.epoch, self.step_count, self.last_train_loss, self.test_loss(),
            self._accuracy(self._train), self._accuracy(self._test), frozen,
        )  # fmt: skip

    def test_loss(self) -> float | None:
        """Return the loss of the current parameters on the test data, or None without any."""
        if self._test is None:
            return None
        losses = self._backend.losses(self.parameters, self._test.X, self._test.T)
        return _total(losses) / (len(losses) if self.reduction == "mean" else 1)

    def predict_classes(self, X: ArrayLike) -> NDArray[np.int64]:
        """Return the most likely class of every sample, shape (n_samples,)."""
        return predicted_classes(self.predict(X), self.loss, self.output_activation)

    def predict(self, X: ArrayLike) -> Array:
        """Return the outputs for samples of shape (n_samples, n_inputs) as (n_samples, n_outputs)."""
        features = np.array(X, dtype=np.float64)
        if features.ndim != 2 or features.shape[1] != self.n_inputs:
            raise ValueError(f"X must have shape (n_samples, {self.n_inputs}), not {features.shape}")
        return self._backend.outputs(self.parameters, features)

    def pause(self) -> None:
        """Make a running `run` wait before its next batch (callable from any thread)."""
        self._resumed.clear()

    def resume(self) -> None:
        """Let a paused `run` go on."""
        self._resumed.set()

    def stop(self) -> None:
        """End a running `run` before its next batch (callable from any thread)."""
        self._stopped.set()

    def _next_batch(self) -> tuple[Array, Array]:
        count = len(self._train.X)
        size = count if self.batch_size is None else min(self.batch_size, count)
        if size == count and self._position == 0:
            return self._train.X, self._train.T
        if self._position == 0:
            self._order = permutation(count, self.seed, self.epoch)
        chosen = self._order[self._position : self._position + size]
        return self._train.X[chosen], self._train.T[chosen]

    def _update(self, gradients: Array) -> None:
        if type(self.optimizer) is not self._state_of:
            self._state, self._updates = self.optimizer.initial_state(len(gradients)), 0
            self._state_of = type(self.optimizer)
        parameters, state = self.parameters.copy(), tuple(array.copy() for array in self._state)
        with np.errstate(all="ignore"):
            self.optimizer.update(parameters, gradients, state, self._updates + 1, self._is_weight)
        for result in (parameters, *state):
            if not np.isfinite(result).all():
                leaf = self._leaves[int(np.flatnonzero(~np.isfinite(result))[0])]
                raise ScalarError(f"the update of {leaf.label or 'a parameter'} overflows", label=leaf.label)
        self.parameters, self._state = parameters, state
        self._updates += 1

    def _accuracy(self, data: _Data | None) -> float | None:
        if data is None or data.classes is None:
            return None
        return float((self.predict_classes(data.X) == data.classes).mean())

    def _write_back(self) -> None:
        for leaf, value in zip(self._leaves, self.parameters.tolist(), strict=True):
            leaf.value = value
