"""The interpreted backend: one Python object per scalar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.errors import ScalarError
from engine.graph import backward
from engine.losses import LossFunction
from engine.lowering.gates import GatedMLP
from engine.lowering.lane_steps import Array
from engine.lowering.tracing import Model, all_leaves, as_list, batch_model, sample_loss
from engine.nn import MLP
from engine.scalar import Scalar
from engine.stop_flag import StopFlag

# As objects, of a batch whose samples depend on each other: some 400 MB, for several seconds.
MOST_REPLAYED = 2_000_000


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
        self._batch_model = batch_model(model)
        self._leaves = all_leaves(model)
        self.stop = StopFlag()

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """See `Backend`; a fault raises the ScalarError of the operation itself, a stop `StoppedError`."""
        return self.train_pass(parameters, X, T)[:2]

    def train_pass(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array, Array]:
        """See `Backend`; faults and stops are those of `loss_and_gradients`."""
        self._load(parameters)
        for leaf in self._leaves:
            leaf.grad = 0.0
        if self._batch_model is not None:
            return self._coupled_pass(self._batch_model, X, T)
        losses = np.empty(len(X))
        for index, (row, target) in enumerate(zip(X.tolist(), T.tolist(), strict=True)):
            if self.stop.is_set():
                raise StoppedError
            loss = self._sample_loss(row, target)
            backward(loss)
            losses[index] = loss.value
        return losses, self._gradients(), np.empty(0)

    def _coupled_pass(self, model: MLP | GatedMLP, X: Array, T: Array) -> tuple[Array, Array, Array]:
        """Build one graph of the whole batch: each loss depends on all samples."""
        batch = model.on_batch([_inputs(row) for row in X.tolist()])
        losses = []
        for outputs, target in zip(batch.outputs, T.tolist(), strict=True):
            if self.stop.is_set():
                raise StoppedError
            losses.append(sample_loss(self._loss, outputs, _targets(target)))
        first, *others = losses
        backward(sum(others, start=first))
        statistics = np.array([statistic.value for statistic in batch.statistics])
        return np.array([loss.value for loss in losses]), self._gradients(), statistics

    def _gradients(self) -> Array:
        return np.array([leaf.grad for leaf in self._leaves])

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """See `Backend`."""
        self._load(parameters)
        rows = zip(X.tolist(), T.tolist(), strict=True)
        return np.array([self._sample_loss(row, target).value for row, target in rows])

    def outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        self._load(parameters)
        return np.array([[o.value for o in as_list(self._model(row))] for row in X.tolist()])

    def batch_outputs(self, parameters: Array, X: Array) -> Array:
        """See `Backend`."""
        if self._batch_model is None:
            return self.outputs(parameters, X)
        self._load(parameters)
        return np.array([[o.value for o in row] for row in self._batch_model.on_batch(X.tolist()).layers[-1]])

    def _sample_loss(self, row: list[float], target: list[float]) -> Scalar:
        return sample_loss(self._loss, self._model(_inputs(row)), _targets(target))

    def _load(self, parameters: Array) -> None:
        for leaf, value in zip(self._leaves, parameters.tolist(), strict=True):
            leaf.value = value


def _inputs(row: list[float]) -> list[Scalar]:
    return [Scalar(value, label=f"input {i}") for i, value in enumerate(row, 1)]


def _targets(target: list[float]) -> list[Scalar]:
    return [Scalar(value, label=f"target {i}") for i, value in enumerate(target, 1)]


def find_fault(
    model: Model, loss: LossFunction, parameters: Array, X: Array, T: Array, batches: Sequence[slice] = ()
) -> ScalarError:
    """Return the error of the first sample that fails when it is replayed object by object.

    Arrays and machine code only report that something became infinite or NaN; a replay names operation and
    neuron. Samples that depend on each other are replayed together, in their `batches` or all, unless they
    are too many.
    """
    backend = InterpretedBackend(model, loss)
    are_coupled = batch_model(model) is not None
    parts = batches if are_coupled else [slice(index, index + 1) for index in range(len(X))]
    for index, part in enumerate(parts or [slice(None)]):
        count = len(X[part])
        # A weight makes a product and a sum for each sample.
        if are_coupled and count * 2 * len(parameters) > MOST_REPLAYED:
            return ScalarError(f"a number in a batch of {count:,} samples overflows, or has no value")
        try:
            backend.loss_and_gradients(parameters, X[part], T[part])
        except ScalarError as error:
            if are_coupled:
                return error
            return ScalarError(
                f"sample {index} of the batch: {error}", error.operation, error.operands, error.label
            )
    return ScalarError("the sum over the batch overflows", "+")
