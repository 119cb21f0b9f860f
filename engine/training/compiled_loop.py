"""The training loop as machine code: many updates a call."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.compiler.compiled_graph import CompiledGraph
from engine.compiler.ir import LANES
from engine.compiler.loops.optimizer_code import STATES
from engine.compiler.loops.runtime import run, update_address
from engine.compiler.loops.training_code import BAD_GRADIENT, BAD_UPDATE, STOPPED
from engine.compiler.memory import doubles, integers, rounded_up
from engine.errors import ScalarError
from engine.losses import LossFunction
from engine.lowering.tracing import Model
from engine.random_numbers import permutation
from engine.scalar import Scalar
from engine.training.interpreted_backend import find_fault
from engine.training.python_loop import overflow
from engine.training.task import Array, TrainingState, TrainingTask

# Most epochs per call: their learning rates and losses are stored in tables.
MOST_EPOCHS = 4096


class CompiledLoop:
    """Makes updates with a `CompiledGraph` of a loss.

    Parameters
    ----------
    graph
        The compiled loss; its inputs are features, then targets.
    statistics
        Mean and variance of each normalised neuron in the graph, running ones being its last parameters.
    model, loss
        To replay a sample that failed.
    """

    def __init__(
        self, graph: CompiledGraph, model: Model, loss: LossFunction, statistics: Sequence[Scalar] = ()
    ) -> None:
        self._graph, self._model, self._loss, self._statistics = graph, model, loss, statistics
        self._workspace: _Workspace | None = None
        self._updates_per_second = 0.0

    def advance(
        self, state: TrainingState, task: TrainingTask, max_updates: int, last_epoch: int, seconds: float
    ) -> list[float]:
        """See `TrainingLoop`."""
        state.use(task.optimizer)
        losses: list[float] = []
        started = now = time.perf_counter()
        while max_updates > 0 and state.epoch < last_epoch and not task.stop.is_set():
            remaining = started + seconds - now
            # Without a time limit, the first call measures the speed and the second does the rest.
            wanted = self._updates_per_second * remaining if self._updates_per_second else 1.0
            portion = min(max_updates, max(1, int(min(wanted, max_updates))))
            is_whole = task.size == len(task.data)
            if is_whole and state.position:
                portion = 1  # the shuffled rest of an epoch that began in smaller batches
            space = self._space(task, in_order=is_whole and not state.position)
            done, fault = self._call(space, state, task, portion, last_epoch, losses)
            if fault is not None:
                raise fault
            before, now = now, time.perf_counter()
            if done:
                self._updates_per_second = done / max(now - before, 1e-7)
            max_updates -= done
            if now - started >= 0.9 * seconds:
                break
        return losses

    def _space(self, task: TrainingTask, *, in_order: bool) -> _Workspace:
        if self._workspace is None or not self._workspace.fits(task, in_order):
            self._workspace = _Workspace(self._graph, task, in_order, self._statistics)
        return self._workspace

    def _call(
        self,
        space: _Workspace,
        state: TrainingState,
        task: TrainingTask,
        updates: int,
        last_epoch: int,
        losses: list[float],
    ) -> tuple[int, ScalarError | None]:
        """Run the machine code once; return the number of updates made, and the fault that ended it."""
        first = state.epoch
        space.load(state, task, updates, last_epoch)
        outcome = run("train", space.arguments)
        done = space.take(state)
        finished = space.epoch_losses[: state.epoch - first].tolist()
        if finished:
            losses += finished
            state.last_train_loss = finished[-1]
        if outcome == BAD_GRADIENT:
            chosen = space.samples(state, task)
            inputs = task.training_inputs(chosen, state.epoch)
            batches = task.batches_of(len(inputs))
            return done, find_fault(
                self._model, self._loss, state.parameters, inputs, task.data.T[chosen], batches
            )
        if outcome == BAD_UPDATE:
            return done, overflow(self._model, space.first_overflow())
        assert outcome == STOPPED or done == updates or state.epoch == space.arguments.last_epoch
        return done, None


class _Workspace:
    """The arrays of a task and the structure that points to them.

    Parameters
    ----------
    in_order
        Whether each update takes all samples as they stand; else in the order of the epoch.
    """

    def __init__(
        self, graph: CompiledGraph, task: TrainingTask, in_order: bool, statistics: Sequence[Scalar]
    ) -> None:
        self._data, self._size, self._kind = task.data, task.size, type(task.optimizer)
        self._gates, self._batch_size = task.gates, task.batch_size
        # Samples that depend on each other are computed together: those of a batch, and what goes with it.
        together = min(task.batch_size or task.size, task.size) if statistics else task.size
        self._space = space = graph.workspace(min(together + task.least_batch - 1, len(task.data)))
        samples = np.concatenate((task.steady_inputs(task.data.X), task.data.T), axis=1)
        self.arguments = a = space.arguments
        a.n_samples, a.batch_size = len(samples), self._size
        a.full_batch = int(in_order)
        if in_order and together == len(samples):
            a.blocked = space.add(_in_groups(samples))
        else:
            apart = doubles(samples.size).reshape(samples.shape)
            apart[:] = samples
            a.rows, a.columns_in_rows = space.add(apart), samples.shape[1]
        if not in_order:
            self.order = integers(len(samples))
            a.order = space.add(self.order)
        if task.gates is not None and task.gates.drops:
            stays, drop = doubles(len(task.gates.on)), doubles(len(task.gates.on))
            stays[:], drop[:] = task.gates.on / (1.0 - task.gates.drop), task.gates.drop
            a.gate_factor, a.gate_drop = space.add(stays), space.add(drop)
            a.n_gates, a.gate_row = len(stays), task.data.X.shape[1]
        schedule = graph.network.schedule
        self._n = n = schedule.n_parameters
        if statistics:
            rows = integers(len(statistics))
            rows[:] = [schedule.row_of(node) for node in statistics]
            a.statistic_rows, a.n_statistics, a.first_statistic = space.add(rows), len(rows), n - len(rows)
            a.running_statistics = space.add(doubles(len(rows)))
            a.chunk, a.least_batch = together, task.least_batch
        self.uniform = space.uniform
        padded = rounded_up(n, LANES)
        self._trainable, self._is_weight, self._left = (doubles(padded) for _ in range(3))
        a.trainable, a.is_weight = space.add(self._trainable), space.add(self._is_weight)
        self._left_address = space.add(self._left)
        self._next = doubles(padded)
        a.next_parameters = space.add(self._next)
        self.states = []
        for old, new in STATES:
            arrays = doubles(padded), doubles(padded)
            setattr(a, old, space.add(arrays[0]))
            setattr(a, new, space.add(arrays[1]))
            self.states.append(arrays)
        self._settings = doubles(max(1, len(task.optimizer.settings)))
        self._rates, self.epoch_losses = doubles(MOST_EPOCHS), doubles(MOST_EPOCHS)
        a.settings, a.rates = space.add(self._settings), space.add(self._rates)
        a.epoch_losses = space.add(self.epoch_losses)
        a.update = update_address(task.optimizer)
        self._stop = task.stop  # it has to live as long as code may read it
        a.stop = task.stop.address
        self._order_epoch = -1

    def fits(self, task: TrainingTask, in_order: bool) -> bool:
        """Whether the arrays still belong to the task and the order."""
        return (
            bool(self.arguments.full_batch) is in_order
            and task.data is self._data
            and task.gates is self._gates
            and (task.batch_size == self._batch_size or not self.arguments.n_statistics)
            and task.size == self._size
            and type(task.optimizer) is self._kind
            and len(task.optimizer.settings) <= len(self._settings)
        )

    def load(self, state: TrainingState, task: TrainingTask, updates: int, last_epoch: int) -> None:
        """Copy what the code starts from."""
        a, n = self.arguments, self._n
        self.uniform[:n] = state.parameters
        for (array, _), value in zip(self.states, state.optimizer_state, strict=False):
            array[:n] = value
        self._trainable[:n], self._is_weight[:n] = task.trainable, task.is_weight
        self._left[:n] = 0.0 if state.left_gradients is None else state.left_gradients
        a.left_gradients = self._left_address if task.forgets_zero_grad else None
        self._settings[: len(task.optimizer.settings)] = task.optimizer.settings
        last_epoch = min(last_epoch, state.epoch + MOST_EPOCHS)
        # An update that ends no epoch still belongs to one.
        epochs = min(last_epoch - state.epoch, 1 + updates // task.updates_per_epoch)
        if task.schedule is None:
            self._rates[: epochs + 1] = task.optimizer.learning_rate
        else:
            self._rates[:epochs] = [task.rate(state.epoch + i) for i in range(epochs)]
        a.first_epoch, a.last_epoch = state.epoch, state.epoch + epochs
        a.max_updates, a.updates = updates, state.updates
        a.epoch, a.position, a.running_loss = state.epoch, state.position, state.running_loss
        a.seed = (int(task.seed) + 2**63) % 2**64 - 2**63  # the same 64 bits
        a.mean, a.clip_norm = int(task.reduction == "mean"), task.clip_norm
        a.l1, a.l2 = task.optimizer.l1, task.optimizer.l2
        if not a.full_batch and state.position and self._order_epoch != state.epoch:
            self.order[:] = permutation(len(self.order), task.seed, state.epoch)
        self._loaded = updates

    def take(self, state: TrainingState) -> int:
        """Copy the results; return the number of updates made."""
        a, n = self.arguments, self._n
        done = int(self._loaded - a.max_updates)
        if done:
            state.parameters = self.uniform[:n].copy()
            state.optimizer_state = tuple(
                array[:n].copy() for (array, _), _ in zip(self.states, state.optimizer_state, strict=False)
            )
            state.left_gradients = self._left[:n].copy() if self.arguments.left_gradients else None
        state.updates, state.step = a.updates, state.step + done
        state.epoch, state.position, state.running_loss = a.epoch, a.position, a.running_loss
        # Between two epochs the order is that of the one before, or already that of the next.
        self._order_epoch = state.epoch if state.position else -1
        return done

    def samples(self, state: TrainingState, task: TrainingTask) -> NDArray[np.int64]:
        """Return which samples the next batch holds."""
        if self.arguments.full_batch:
            return np.arange(len(task.data))
        chosen = task.next_samples(state)
        return np.arange(len(task.data))[chosen]

    def first_overflow(self) -> int:
        """Return the first parameter whose update is not finite."""
        for array in (self._next, *(new for _, new in self.states)):
            wrong = np.flatnonzero(~np.isfinite(array[: self._n]))
            if len(wrong):
                return int(wrong[0])
        return 0


def _in_groups(samples: Array) -> Array:
    """Return samples as groups of lanes, shape (n_groups * n_columns * LANES,), the last one filled up."""
    count, columns = samples.shape
    groups = -(-count // LANES)
    padded = np.concatenate((samples, np.repeat(samples[-1:], groups * LANES - count, axis=0)))
    blocked = doubles(groups * columns * LANES)
    blocked[:] = padded.reshape(groups, LANES, columns).transpose(0, 2, 1).ravel()
    return blocked
