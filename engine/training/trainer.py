"""Trainer: trains a model and yields immutable snapshots."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from numbers import Integral
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.batch_norm import LEAST_BATCH, ONE_SAMPLE
from engine.losses import Loss, LossFunction, find_loss, predicted_classes
from engine.lowering.forward_pass import ForwardPass
from engine.lowering.gates import Gates
from engine.lowering.tracing import Model, all_leaves, as_list, batch_model
from engine.nn import MLP
from engine.optimizers import SGD, Optimizer
from engine.scalar import values_of
from engine.training.backends import ModelRunner, usable_backend
from engine.training.checkpoint import state_from_dict, state_to_dict
from engine.training.data import TrainingData, features
from engine.training.python_loop import Backend, make_update
from engine.training.snapshot import BatchReport, Snapshot
from engine.training.task import Array, TrainingState, TrainingTask
from engine.training.update_rule import UpdateRule

# Seconds per portion of `run`: short enough for Ctrl+C to work.
PORTION_SECONDS = 0.05
NO_LIMIT = 2**60


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def _by_one_thread(
    method: Callable[Concatenate[Trainer, Arguments], Result],
) -> Callable[Concatenate[Trainer, Arguments], Result]:
    """Refuse a method that changes the state while another thread is in one of them."""

    @wraps(method)
    def guarded(self: Trainer, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if not self._in_use.acquire(blocking=False):
            raise RuntimeError(
                "this Trainer is at work in another thread: make a Trainer for each thread "
                "(only pause, resume and stop may be called from others)"
            )
        try:
            return method(self, *args, **kwargs)
        finally:
            self._in_use.release()

    return guarded


class Trainer:
    """Trains a model and yields snapshots.

    Parameters
    ----------
    model
        An `MLP`, or any callable with ``parameters()``; trained in place.
    X, y
        Shape (n_samples, n_inputs); integer classes or float targets (arrays or nested lists).
    loss
        Name in `engine.losses.LOSSES`, a row like those, or a function of (outputs, target) made of Scalars.
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
        ``"compiled"`` (the default), ``"array"`` or ``"interpreted"``. Where nothing can be compiled
        "array" takes its place; the attribute `backend` tells which one is at work.
    clip_norm
        Largest norm of a gradient (before penalties); longer ones are scaled down to it.
    schedule
        Factor of the learning rate by epoch, counted from 0.
    """

    def __init__(
        self,
        model: Model,
        X: ArrayLike,
        y: ArrayLike,
        *,
        loss: str | LossFunction | Loss = "cross_entropy",
        optimizer: Optimizer | None = None,
        batch_size: int | None = None,
        seed: int = 0,
        reduction: str = "sum",
        test: tuple[ArrayLike, ArrayLike] | None = None,
        backend: str = "compiled",
        clip_norm: float = math.inf,
        schedule: Callable[[int], float] | None = None,
    ) -> None:
        if reduction not in ("sum", "mean"):
            raise ValueError(f"reduction must be 'sum' or 'mean', not {reduction!r}")
        self.model, self.loss = model, find_loss(loss)
        self.backend = usable_backend(backend)
        self.output_activation = getattr(model, "output_activation", "linear")
        X_train = features(X, "training data")
        self.n_inputs = X_train.shape[1]
        traced = self._set_up(gated=False).traced
        self.n_outputs = len(traced.outputs if traced else as_list(model(X_train[0].tolist())))
        self._leaves = all_leaves(model)
        n_learned = len(model.parameters())
        mask = model.weight_mask() if isinstance(model, MLP) else [True] * n_learned
        mask += [False] * (len(self._leaves) - n_learned)
        self._is_learned = np.arange(len(self._leaves)) < n_learned
        self._test: TrainingData | None = None
        optimizer = optimizer or SGD()
        parameters = np.array(values_of(self._leaves), np.float64)
        self._state = TrainingState(parameters, type(optimizer), optimizer.initial_state(len(parameters)))
        self._task = TrainingTask(
            self._data(X_train, y, "training data"), optimizer, None, seed, reduction,
            np.array(mask, np.float64), self._is_learned.astype(np.float64), schedule=schedule,
            least_batch=1 if batch_model(model) is None else LEAST_BATCH,
        )  # fmt: skip
        self.clip_norm = clip_norm
        self._set_test(test)
        self.set_batch_size(batch_size)
        # Whether dropout stays on outside of training, and batches are normalised by their own statistics, as
        # if ``model.eval()`` was forgotten.
        self.forgets_eval = False
        self._resumed = threading.Event()
        self._resumed.set()
        self._stopped = threading.Event()
        self._in_use = threading.RLock()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a Trainer cannot be pickled or copied: keep what its state_dict() returns, and give it to "
            "load_state_dict() of a new Trainer"
        )

    def _set_up(self, gated: bool) -> ModelRunner:
        """Run the network as it is, or with gates behind its hidden neurons."""
        self._runner = ModelRunner(self.model, self.n_inputs, self.loss.function, self.backend, gated=gated)
        self._loop = self._runner.loop  # now, for it may have to be compiled
        return self._runner

    @property
    def optimizer(self) -> Optimizer:
        """Settings of the updates; another kind of optimizer starts with a fresh state."""
        return self._task.optimizer

    @optimizer.setter
    def optimizer(self, optimizer: Optimizer) -> None:
        self._task.optimizer = optimizer

    @property
    def clip_norm(self) -> float:
        """Largest norm of a gradient, or infinity; may be set at any time."""
        return self._task.clip_norm

    @clip_norm.setter
    def clip_norm(self, clip_norm: float) -> None:
        if not clip_norm > 0.0:
            raise ValueError(f"the norm to clip to must be above 0, not {clip_norm!r}")
        self._task.clip_norm = clip_norm

    @property
    def schedule(self) -> Callable[[int], float] | None:
        """Factor of the learning rate by epoch, or None; may be set at any time."""
        return self._task.schedule

    @schedule.setter
    def schedule(self, schedule: Callable[[int], float] | None) -> None:
        self._task.schedule = schedule

    @property
    def forgets_zero_grad(self) -> bool:
        """Whether gradients add up from update to update, as if ``zero_grad()`` was forgotten."""
        return self._task.forgets_zero_grad

    @forgets_zero_grad.setter
    def forgets_zero_grad(self, forgets: bool) -> None:
        self._task.forgets_zero_grad = forgets

    @property
    def learning_rate(self) -> float:
        """The rate of the present epoch, schedule included."""
        return self._task.rate(self.epoch)

    @property
    def update_rule(self) -> UpdateRule:
        """The rule of the next update."""
        return self._task.update_rule(self.epoch)

    @property
    def parameters(self) -> Array:
        """Current values, shape (n_parameters,); every update makes a new array.

        Running statistics of batch normalisation, if there are any, come after all that is learned.
        """
        return self._state.parameters

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self._state.epoch

    @property
    def step_count(self) -> int:
        """Finished updates."""
        return self._state.step

    @property
    def last_train_loss(self) -> float:
        """Loss over the last finished epoch, NaN before there is one."""
        return self._state.last_train_loss

    @property
    def batch_size(self) -> int | None:
        """Samples an update; None is full batch."""
        return self._task.batch_size

    @property
    def updates_per_epoch(self) -> int:
        """Updates it takes to see every sample once."""
        return self._task.updates_per_epoch

    @property
    def update_number(self) -> int:
        """Which update of the epoch comes next, from 1."""
        return self._state.position // self._task.size + 1

    @_by_one_thread
    def set_data(self, X: ArrayLike, y: ArrayLike, test: tuple[ArrayLike, ArrayLike] | None = None) -> None:
        """Replace the data; the current epoch starts over, the weights stay."""
        data = self._data(X, y, "training data")
        if len(data) < self._task.least_batch:
            raise ValueError(ONE_SAMPLE)
        self._set_test(test)
        self._task.data = data
        self._state.start_epoch_over()

    def set_batch_size(self, batch_size: int | None, batches: int = 1) -> None:
        """Change the number of samples a batch, and of batches an update, from the next update on.

        The gradient of an update is the mean (or sum) over the samples of all its batches: four batches of 8
        make the same update as one of 32, in less memory. The last update of an epoch takes what is left.

        With batch normalisation a batch has at least 2 samples, and a single one that is left goes with the
        batch before it.
        """
        if batch_size is not None and not _counts(batch_size):
            raise ValueError(f"the batch size must be a positive integer or None, not {batch_size!r}")
        if not _counts(batches):
            raise ValueError(f"the batches an update must be a positive integer, not {batches!r}")
        if min(len(self._task.data), batch_size or NO_LIMIT) < self._task.least_batch:
            raise ValueError(ONE_SAMPLE)
        self._task.batch_size = None if batch_size is None else int(batch_size)
        self._task.batches = int(batches)

    def freeze(self, frozen: Sequence[bool] | NDArray[np.bool_]) -> None:
        """Keep the parameters that are marked True as they are, from the next batch on."""
        marks = np.asarray(frozen, bool)
        if marks.shape != self.parameters.shape:
            raise ValueError(f"{len(self.parameters)} marks are needed, not {marks.shape}")
        self._task.trainable = np.where(marks, 0.0, self._is_learned)

    @_by_one_thread
    def set_parameters(self, parameters: ArrayLike) -> None:
        """Replace the parameters by other finite values, shape (n_parameters,)."""
        values = np.array(parameters, np.float64)
        if values.shape != self.parameters.shape or not np.isfinite(values).all():
            raise ValueError(f"{len(self.parameters)} finite numbers are needed")
        self._check_variances(values)
        self._state.parameters = values
        self._write_back()

    def _check_variances(self, parameters: Array) -> None:
        if (parameters[~self._is_learned][1::2] < 0.0).any():
            raise ValueError("a running variance is below 0")

    def state(self) -> TrainingState:
        """Return where training stands, for `go_back`; training on does not change it."""
        return replace(self._state)

    @_by_one_thread
    def go_back(self, state: TrainingState) -> None:
        """Stand again where `state` was taken."""
        self._state = replace(state)
        self._write_back()

    @_by_one_thread
    def restart(self, parameters: ArrayLike) -> None:
        """Go back to epoch 0 with these values, shape (n_parameters,)."""
        self.set_parameters(parameters)
        kind, values = type(self.optimizer), self.parameters
        self._state = TrainingState(values, kind, self.optimizer.initial_state(len(values)))

    @_by_one_thread
    def set_gates(
        self, on: Sequence[bool] | NDArray[np.bool_] | None = None, dropout: ArrayLike = 0.0
    ) -> None:
        """Switch hidden neurons off, or drop them at random while training, from the next batch on.

        Parameters
        ----------
        on
            A mark for each hidden neuron, layer by layer; None has all of them on.
        dropout
            Probability of leaving a neuron out of a sample's pass, from 0 to below 1, for all or for each.

        Raises
        ------
        ValueError
            A model that is no MLP, a wrong number of marks, or a probability out of range.
        """
        if not isinstance(self.model, MLP):
            raise ValueError("only an MLP has hidden neurons to switch off")
        gates = Gates.of(sum(self.model.structure[1:-1]), on, dropout)
        is_open = bool(gates.on.all()) and not gates.drops
        had_gates = self._task.gates is not None
        self._task.gates = None if is_open else gates
        if had_gates == is_open:
            self._set_up(self._task.gates is not None)

    @_by_one_thread
    def continue_from(self, other: Trainer, places: NDArray[np.int64] | None = None) -> None:
        """Take over the weights, optimizer state and counters of another trainer.

        Parameters
        ----------
        places
            For each parameter the one of `other` it goes on from, or -1 to start as it is; shape
            (n_parameters,). None for a network of the same shape.
        """
        theirs, state = other._state, self._state
        if places is None:
            places = np.arange(len(other.parameters))
        if places.shape != self.parameters.shape or (places >= len(other.parameters)).any():
            raise ValueError(f"{len(other.parameters)} parameters do not fit {len(self.parameters)}")
        state.parameters = np.where(places < 0, self.parameters, theirs.parameters[places])
        if theirs.kind is state.kind:
            state.optimizer_state = tuple(
                np.where(places < 0, own, array[places])
                for own, array in zip(state.optimizer_state, theirs.optimizer_state, strict=True)
            )
            state.updates = theirs.updates
        left = theirs.left_gradients
        state.left_gradients = None if left is None else np.where(places < 0, 0.0, left[places])
        state.epoch, state.step = theirs.epoch, theirs.step
        state.last_train_loss = theirs.last_train_loss
        self._write_back()

    def state_dict(self) -> dict[str, Any]:
        """Return weights, optimizer state and counters as values that JSON can hold."""
        return state_to_dict(self._state)

    @_by_one_thread
    def load_state_dict(self, data: Mapping[str, Any]) -> None:
        """Go on from what `state_dict` returned; the data may have changed since.

        Raises
        ------
        ValueError
            A state that is damaged or does not fit this network; nothing has changed then.
        """
        state = state_from_dict(data, len(self.parameters))
        self._check_variances(state.parameters)
        if state.position + self._task.least_batch > len(self._task.data):
            state.start_epoch_over()
        self._state = state
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
        return self._run(self.epoch, epochs, every)

    def _run(self, first: int, epochs: int, every: int) -> Iterator[Snapshot]:
        last = first + epochs
        while self.epoch < last:
            target = min(last, first + (self.epoch - first) // every * every + every)
            while self.epoch < target:
                # Cleared before the events are read: a stop that comes in between is seen either way.
                self._task.stop.clear()
                if self._stopped.is_set():
                    return
                if self._resumed.wait(0.05):
                    self._advance(NO_LIMIT, target, PORTION_SECONDS)
            yield self.snapshot()

    @_by_one_thread
    def _advance(self, max_updates: int, last_epoch: int, seconds: float) -> list[float]:
        return self._loop.advance(self._state, self._task, max_updates, last_epoch, seconds)

    def train_for(self, seconds: float, last_epoch: int = NO_LIMIT) -> list[float]:
        """Train for about that long, at least one update, and not beyond the end of `last_epoch`.

        Returns the losses of the epochs that ended.

        Raises
        ------
        ScalarError
            As in `run`.
        """
        self._task.stop.clear()
        return self._advance(NO_LIMIT, last_epoch, seconds)

    def train_batch(self) -> bool:
        """Apply one update; return whether it ended an epoch.

        Raises
        ------
        ScalarError
            As in `run`; nothing is applied then.
        """
        self._task.stop.clear()
        return bool(self._advance(1, NO_LIMIT, PORTION_SECONDS))

    @_by_one_thread
    def apply_gradients(self, gradients: ArrayLike) -> None:
        """Make one update with a gradient, shape (n_parameters,), that is not a batch's of the epoch.

        Where gradients are not cleared it is to have in it what earlier updates left.

        Raises
        ------
        ScalarError
            As in `run`; nothing is applied then.
        """
        given = np.array(gradients, np.float64)
        if given.shape != self.parameters.shape or not np.isfinite(given).all():
            raise ValueError(f"{len(self.parameters)} finite numbers are needed")
        self._state.use(self.optimizer)
        make_update(self._state, self._task, given, self.model)
        self._write_back()

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
            self._accuracy(self._task.data), self._accuracy(self._test), frozen,
        )  # fmt: skip

    def train_loss(self) -> float:
        """Return the loss of the current parameters on the training data, measured now."""
        return self._loss_on(self._task.data)

    def test_loss(self) -> float | None:
        """Return the loss of the current parameters on the test data, or None without any."""
        return None if self._test is None else self._loss_on(self._test)

    def sample_losses(self) -> tuple[Array, Array]:
        """Return the loss of every training and every test sample under the current parameters.

        Two arrays in the order of the data as given; the second one is empty without test data.
        """
        test = np.empty(0) if self._test is None else self._losses_on(self._test)
        return self._losses_on(self._task.data), test

    def _losses_on(self, data: TrainingData) -> Array:
        # An MLP can always be traced, so evaluating it need not be as slow as interpreted training.
        is_quick = isinstance(self.model, MLP)
        source: Backend = self._runner.all_at_once[0] if is_quick else self._runner.backend
        return source.losses(*self._evaluated(data.X), data.T)

    def _loss_on(self, data: TrainingData) -> float:
        losses = self._losses_on(data)
        with np.errstate(over="ignore", invalid="ignore"):
            return float(losses.sum()) / (len(losses) if self._task.reduction == "mean" else 1)

    def predict_classes(self, X: ArrayLike) -> NDArray[np.int64]:
        """Return the most likely class of every sample, shape (n_samples,)."""
        return predicted_classes(self.predict(X), self.loss, self.output_activation)

    def predict(self, X: ArrayLike) -> Array:
        """Return the outputs for samples of shape (n_samples, n_inputs) as (n_samples, n_outputs)."""
        samples = np.array(X, dtype=np.float64)
        if samples.ndim != 2 or samples.shape[1] != self.n_inputs:
            raise ValueError(f"X must have shape (n_samples, {self.n_inputs}), not {samples.shape}")
        return self._runner.backend.outputs(*self._evaluated(samples))

    def look_ahead(self) -> BatchReport:
        """Run the samples of the next update forward and backward, without the update."""
        task, state = self._task, self._state
        samples = np.arange(len(task.data))[task.next_samples(state)]
        inputs = task.training_inputs(samples, state.epoch)
        targets, backend, parameters = task.data.T[samples], self._runner.backend, state.parameters
        batches = task.batches_of(len(samples)) if task.least_batch > 1 else [slice(None)]
        found = [backend.loss_and_gradients(parameters, inputs[one], targets[one]) for one in batches]
        outputs = np.concatenate([backend.batch_outputs(parameters, inputs[one]) for one in batches])
        losses = np.concatenate([of_batch for of_batch, _ in found])
        share = 1.0 / len(samples) if task.reduction == "mean" else 1.0
        gradients = task.added_up(state, share * np.sum([gradient for _, gradient in found], axis=0))
        return BatchReport(samples, outputs, losses, float(losses.sum()) * share, gradients)

    def gradients(self, most: int = NO_LIMIT) -> Array:
        """Return the gradient of the mean loss of `most` training samples, shape (n_parameters,)."""
        data = self._task.data
        inputs = self._task.steady_inputs(data.X[:most])
        _, gradients = self._runner.all_at_once[0].loss_and_gradients(self.parameters, inputs, data.T[:most])
        return gradients / len(inputs)

    def forward_pass(self) -> ForwardPass:
        """Return the forward pass for any neuron on many points, with the current gates."""
        source, traced = self._runner.all_at_once
        complete = self._completion()
        return ForwardPass(source, traced.layers, lambda _, X: complete(X), forgets_eval=self.forgets_eval)

    def _evaluated(self, X: Array) -> tuple[Array, Array]:
        """Return the parameters that features are evaluated with, and the features with the current gates."""
        inputs = self._completion()(X)
        if not self.forgets_eval or self._task.least_batch == 1:  # no batch normalisation
            return self.parameters, inputs
        return self._runner.all_at_once[0].with_statistics_of(self.parameters, inputs), inputs

    def _completion(self) -> Callable[[Array], Array]:
        """Return the function that appends the current gates to features."""
        gates, forgets, seed = self._task.gates, self.forgets_eval, self._task.seed
        if gates is None:
            return lambda X: X
        if not forgets:
            return gates.behind
        return lambda X: gates.behind(X, gates.values(np.arange(len(X)), seed, self.step_count))

    def pause(self) -> None:
        """Make a running `run` wait before its next batch (callable from any thread)."""
        self._resumed.clear()
        self._task.stop.set()

    def resume(self) -> None:
        """Let a paused `run` go on."""
        self._resumed.set()

    def stop(self) -> None:
        """End a running `run` before its next batch (callable from any thread)."""
        self._stopped.set()
        self._task.stop.set()

    def _data(self, X: ArrayLike, y: ArrayLike, name: str) -> TrainingData:
        return TrainingData(X, y, self.n_inputs, self.n_outputs, self.loss, self.output_activation, name)

    def _set_test(self, test: tuple[Any, Any] | None) -> None:
        has_any = test is not None and len(np.asarray(test[1]))
        self._test = self._data(*test, "test data") if test is not None and has_any else None

    def _accuracy(self, data: TrainingData | None) -> float | None:
        if data is None or data.classes is None:
            return None
        return float((self.predict_classes(data.X) == data.classes).mean())

    def _write_back(self) -> None:
        for leaf, value in zip(self._leaves, self.parameters.tolist(), strict=True):
            leaf.value = value


def _counts(value: object) -> bool:
    """Whether it is a whole number from 1."""
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= 1
