"""The ways to run a model: as Python objects one sample at a time, or as arrays of all samples at once."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from .errors import ScalarError
from .graph import backward
from .lane_steps import Array
from .lanes import LaneProgram
from .losses import LossFunction
from .scalar import Scalar
from .tracing import Model, TracedModel, as_list, trace


class Backend(Protocol):
    """What a `Trainer` asks of a backend. X is (n_samples, n_inputs), T is (n_samples, n_outputs)."""

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """Return losses of shape (n_samples,) and the gradient of their sum, (n_parameters,)."""

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """Return losses of shape (n_samples,)."""

    def outputs(self, parameters: Array, X: Array) -> Array:
        """Return outputs of shape (n_samples, n_outputs)."""


class InterpretedBackend:
    """One Python object per scalar: the graph of every sample is built, walked and dropped."""

    def __init__(self, model: Model, loss: LossFunction) -> None:
        self._model, self._loss = model, loss
        self._leaves = model.parameters()

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a fault raises the ScalarError of the operation itself."""
        self._load(parameters)
        for leaf in self._leaves:
            leaf.grad = 0.0
        losses = np.empty(len(X))
        for index, (row, target) in enumerate(zip(X.tolist(), T.tolist(), strict=True)):
            loss = self._sample_loss(row, target)
            backward(loss)
            losses[index] = loss.value
        return losses, np.array([leaf.grad for leaf in self._leaves])

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """See `Backend`."""
        self._load(parameters)
        rows = zip(X.tolist(), T.tolist(), strict=True)
        return np.array([self._sample_loss(row, target).value for row, target in rows])

    def outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        self._load(parameters)
        return np.array([[o.value for o in as_list(self._model(row))] for row in X.tolist()])

    def _sample_loss(self, row: list[float], target: list[float]) -> Scalar:
        inputs = [Scalar(value, label=f"input {i}") for i, value in enumerate(row, 1)]
        outputs = self._model(inputs)
        targets = [Scalar(value, label=f"target {i}") for i, value in enumerate(target, 1)]
        return self._loss(outputs, targets if isinstance(outputs, list) else targets[0])

    def _load(self, parameters: Array) -> None:
        for leaf, value in zip(self._leaves, parameters.tolist(), strict=True):
            leaf.value = value


class ArrayBackend:
    """All samples at once: one traced sample, its operations run on NumPy arrays."""

    def __init__(
        self, model: Model, loss: LossFunction, n_inputs: int, traced: TracedModel | None = None
    ) -> None:
        traced = traced or trace(model, n_inputs, loss)
        self._loss = LaneProgram([traced.loss], [*traced.inputs, *traced.targets], traced.parameters)
        self._forward = LaneProgram(traced.outputs, traced.inputs, traced.parameters)

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a sample that failed gives numbers that are not finite."""
        return self._loss.loss_and_gradients(parameters, np.concatenate((X, T), axis=1))

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """See `Backend`."""
        losses: Array = self._loss.values(parameters, np.concatenate((X, T), axis=1))[0]
        return losses

    def outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        transposed: Array = self._forward.values(parameters, X).T
        return transposed


BACKENDS = ("array", "interpreted")


def make_backend(
    name: str, model: Model, loss: LossFunction, n_inputs: int, traced: TracedModel | None = None
) -> Backend:
    """Return the backend called `name`; a model that was traced already need not be traced again."""
    if name == "interpreted":
        return InterpretedBackend(model, loss)
    if name == "array":
        return ArrayBackend(model, loss, n_inputs, traced)
    raise ValueError(f"unknown backend {name!r}: choose one of {', '.join(BACKENDS)}")


def find_fault(model: Model, loss: LossFunction, parameters: Array, X: Array, T: Array) -> ScalarError:
    """Return the error of the first sample that fails when it is replayed object by object.

    Arrays only tell that something became infinite or NaN; replaying names the operation and the neuron.
    """
    backend = InterpretedBackend(model, loss)
    for index in range(len(X)):
        part = slice(index, index + 1)
        try:
            backend.loss_and_gradients(parameters, X[part], T[part])
        except ScalarError as error:
            return ScalarError(
                f"sample {index} of the batch: {error}", error.operation, error.operands, error.label
            )
    return ScalarError("the sum over the batch overflows", "+")
