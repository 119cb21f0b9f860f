"""The training loop in Python, for backends that return the gradient of a batch."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Protocol

import numpy as np

from engine.batch_norm import followed
from engine.errors import ScalarError
from engine.losses import LossFunction
from engine.lowering.tracing import Model, all_leaves
from engine.random_numbers import permutation
from engine.training.interpreted_backend import InterpretedBackend, StoppedError, find_fault
from engine.training.task import Array, TrainingState, TrainingTask


class Backend(Protocol):
    """What a `Trainer` asks of a backend. X is (n_samples, n_inputs), T is (n_samples, n_outputs)."""

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """Return losses of shape (n_samples,) and the gradient of their sum, (n_parameters,); in train mode.

        Raises
        ------
        ValueError
            One sample, with batch normalisation.
        """

    def train_pass(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array, Array]:
        """Return what `loss_and_gradients` does, and mean and variance of each normalised neuron."""

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """Return losses of shape (n_samples,); in eval mode."""

    def outputs(self, parameters: Array, X: Array) -> Array:
        """Return outputs of shape (n_samples, n_outputs); in eval mode."""

    def batch_outputs(self, parameters: Array, X: Array) -> Array:
        """Return the outputs of a batch in train mode, shape (n_samples, n_outputs)."""


class PythonLoop:
    """Makes one update after the other with the gradients of a `Backend`.

    Parameters
    ----------
    backend
        Where losses and gradients come from.
    model, loss
        To replay a sample that failed.
    """

    def __init__(self, backend: Backend, model: Model, loss: LossFunction) -> None:
        self._backend, self._model, self._loss = backend, model, loss
        # The order is the same for all batches of an epoch.
        self._order_of = lru_cache(maxsize=1)(permutation)

    def advance(
        self, state: TrainingState, task: TrainingTask, max_updates: int, last_epoch: int, seconds: float
    ) -> list[float]:
        """See `TrainingLoop`."""
        state.use(task.optimizer)
        deadline = time.perf_counter() + seconds
        if isinstance(self._backend, InterpretedBackend):
            self._backend.stop = task.stop
        losses: list[float] = []
        for _ in range(max_updates):
            if state.epoch >= last_epoch or task.stop.is_set():
                break
            try:
                ended_epoch = self._update(state, task)
            except StoppedError:
                break
            if ended_epoch:
                losses.append(state.last_train_loss)
            if time.perf_counter() >= deadline:
                break
        return losses

    def _update(self, state: TrainingState, task: TrainingTask) -> bool:
        """Make one update; return whether it ended an epoch."""
        X, T = self._samples(state, task)
        batches = task.batches_of(len(X))
        found = [self._backend.train_pass(state.parameters, X[batch], T[batch]) for batch in batches]
        with np.errstate(over="ignore", invalid="ignore"):
            total = float(sum(losses.sum() for losses, *_ in found))
            gradients: Array = np.sum([gradient for _, gradient, _ in found], axis=0)
            if task.reduction == "mean":
                gradients = gradients / len(X)
            gradients = task.added_up(state, gradients)
        if not (np.isfinite(total) and np.isfinite(gradients).all()):
            raise find_fault(self._model, self._loss, state.parameters, X, T, batches)
        make_update(state, task, gradients, self._model)
        if len(found[0][2]):
            learned, running = np.split(state.parameters, [-len(found[0][2])])
            for losses, _, statistics in found:
                running = followed(running, statistics, len(losses))
            state.parameters = np.concatenate((learned, running))
        state.running_loss += total
        state.position += len(X)
        if state.position < len(task.data):
            return False
        state.last_train_loss = state.running_loss / (len(task.data) if task.reduction == "mean" else 1)
        state.start_epoch_over()
        state.epoch += 1
        return True

    def _samples(self, state: TrainingState, task: TrainingTask) -> tuple[Array, Array]:
        chosen = task.next_samples(state, self._order_of)
        return task.training_inputs(chosen, state.epoch), task.data.T[chosen]


def make_update(state: TrainingState, task: TrainingTask, gradients: Array, model: Model) -> None:
    """Apply one update, unless it is not finite.

    Parameters
    ----------
    gradients
        With what earlier updates left where nobody clears it.

    Raises
    ------
    ScalarError
        Naming the parameter of `model` that leaves the range of numbers.
    """
    rule = task.update_rule(state.epoch)
    parameters, arrays = rule.apply(state.parameters, gradients, state.optimizer_state, state.updates + 1)
    for result in (parameters, *arrays):
        if not np.isfinite(result).all():
            raise overflow(model, int(np.flatnonzero(~np.isfinite(result))[0]))
    state.parameters, state.optimizer_state = parameters, arrays
    # Clipping changes the gradient where it stands, as in PyTorch.
    state.left_gradients = rule.clipped(gradients) if task.forgets_zero_grad else None
    state.updates += 1
    state.step += 1


def overflow(model: Model, index: int) -> ScalarError:
    """Return the error of an update that leaves the range of numbers."""
    leaf = all_leaves(model)[index]
    return ScalarError(f"the update of {leaf.label or 'a parameter'} overflows", label=leaf.label)
