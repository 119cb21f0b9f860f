"""The interpreted backend: one Python object per scalar."""

from __future__ import annotations

import numpy as np

from engine.errors import ScalarError
from engine.graph import backward
from engine.losses import LossFunction
from engine.lowering.lane_steps import Array
from engine.lowering.tracing import Model, as_list
from engine.scalar import Scalar
from engine.stop_flag import StopFlag


class StoppedError(Exception):
    """A batch was aborted because a stop was requested."""


class InterpretedBackend:
    """One Python object per scalar: the graph of every sample is built, walked and dropped.

    Attributes
    ----------
    stop
        Read between samples: a batch of thousands takes minutes.
    """

    def __init__(self, model: Model, loss: LossFunction) -> None:
        self._model, self._loss = model, loss
        self._leaves = model.parameters()
        self.stop = StopFlag()

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a fault raises the ScalarError of the operation itself, a stop `StoppedError`."""
        self._load(parameters)
        for leaf in self._leaves:
            leaf.grad = 0.0
        losses = np.empty(len(X))
        for index, (row, target) in enumerate(zip(X.tolist(), T.tolist(), strict=True)):
            if self.stop.is_set():
                raise StoppedError
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


def find_fault(model: Model, loss: LossFunction, parameters: Array, X: Array, T: Array) -> ScalarError:
    """Return the error of the first sample that fails when it is replayed object by object.

    Arrays and machine code only report that something became infinite or NaN; a replay names operation and
    neuron.
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
