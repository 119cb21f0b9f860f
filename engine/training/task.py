"""What a training loop is told (`TrainingTask`) and what it changes (`TrainingState`)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.lowering.gates import Gates
from engine.optimizers import Optimizer, State
from engine.random_numbers import permutation
from engine.stop_flag import StopFlag
from engine.training.data import TrainingData
from engine.training.update_rule import UpdateRule

Array = NDArray[np.float64]


@dataclass
class TrainingState:
    """Everything that changes from update to update; a run goes on from it in any loop.

    Attributes
    ----------
    parameters
        Those that are learned, then the running statistics of batch normalisation if there are any. Replaced
        by every update, never changed in place.
    optimizer_state, updates, kind
        State arrays of the optimizer, the number of updates they have seen, and whose they are.
    epoch, step, position
        Finished epochs, finished updates, and samples of the present epoch that were used.
    running_loss
        Sum of the losses of the present epoch so far.
    left_gradients
        Gradient that the last update left behind, where gradients are not cleared; else None.
    """

    parameters: Array
    kind: type[Optimizer]
    optimizer_state: State
    updates: int = 0
    epoch: int = 0
    step: int = 0
    position: int = 0
    running_loss: float = 0.0
    last_train_loss: float = math.nan
    left_gradients: Array | None = None

    def use(self, optimizer: Optimizer) -> None:
        """Start the optimizer's state afresh if it is of another kind than before."""
        if type(optimizer) is not self.kind:
            self.kind, self.updates = type(optimizer), 0
            self.optimizer_state = optimizer.initial_state(len(self.parameters))

    def start_epoch_over(self) -> None:
        """Forget the present epoch's batches (its data have changed)."""
        self.position, self.running_loss = 0, 0.0


@dataclass
class TrainingTask:
    """What may be changed between any two updates.

    Attributes
    ----------
    clip_norm
        Largest norm of the gradient (of the mean or sum, without penalties); longer ones are scaled down.
    schedule
        Factor of the learning rate by epoch, counted from 0.
    trainable
        1.0 for parameters that learn, 0.0 for frozen ones, shape (n_parameters,).
    is_weight
        1.0 for weights, 0.0 for biases: penalties are for weights.
    gates
        Factors behind hidden neurons; the model takes them as further inputs then.
    batches
        Batches an update: their gradients are added up first. The last update of an epoch takes what is left.
    forgets_zero_grad
        Whether gradients add up from update to update, as without ``zero_grad()``.
    least_batch
        Samples a batch needs: 2 with batch normalisation. A last batch that would be smaller goes with the
        one before, so that every sample is still seen once an epoch.
    """

    data: TrainingData
    optimizer: Optimizer
    batch_size: int | None
    seed: int
    reduction: str
    is_weight: Array
    trainable: Array
    clip_norm: float = math.inf
    schedule: Callable[[int], float] | None = None
    gates: Gates | None = None
    batches: int = 1
    forgets_zero_grad: bool = False
    least_batch: int = 1
    stop: StopFlag = field(default_factory=StopFlag)

    @property
    def size(self) -> int:
        """Samples an update."""
        count = len(self.data)
        return count if self.batch_size is None else min(self.batch_size * self.batches, count)

    def added_up(self, state: TrainingState, gradients: Array) -> Array:
        """Return the gradient of an update, with what earlier updates left where nobody clears it."""
        left = state.left_gradients if self.forgets_zero_grad else None
        return gradients if left is None else gradients + left

    def batches_of(self, count: int) -> list[slice]:
        """Return the batches of an update of so many samples."""
        size = self.batch_size or count
        starts = range(0, max(1, count - self.least_batch + 1), size)
        return [slice(start, stop) for start, stop in zip(starts, [*starts[1:], count], strict=True)]

    @property
    def updates_per_epoch(self) -> int:
        """Updates it takes to see every sample once."""
        return updates_over(len(self.data), self.size, self.least_batch)

    def steady_inputs(self, X: Array) -> Array:
        """Return what the model takes outside of training: features, and gates where it has some."""
        return X if self.gates is None else self.gates.behind(X)

    def training_inputs(self, samples: NDArray[np.int64] | slice, epoch: int) -> Array:
        """Return what the model takes for some samples in an epoch of training."""
        X = self.data.X[samples]
        if self.gates is None:
            return X
        numbers = np.arange(len(self.data))[samples]
        return self.gates.behind(X, self.gates.values(numbers, self.seed, epoch))

    def next_samples(
        self, state: TrainingState, order_of: Callable[[int, int, int], NDArray[np.int64]] = permutation
    ) -> NDArray[np.int64] | slice:
        """Return which samples the next batch holds, in the order of (count, seed, epoch)."""
        count = len(self.data)
        if self.size == count and state.position == 0:
            return slice(None)
        order = order_of(count, self.seed, state.epoch)
        end = state.position + self.size
        return order[state.position : end if end + self.least_batch <= count else count]

    def rate(self, epoch: int) -> float:
        """Return the learning rate of an epoch."""
        factor = 1.0 if self.schedule is None else float(self.schedule(epoch))
        rate = self.optimizer.learning_rate * factor
        if not math.isfinite(rate) or rate < 0.0:
            raise ValueError(f"the schedule makes the learning rate of epoch {epoch} {rate!r}")
        return rate

    def update_rule(self, epoch: int) -> UpdateRule:
        """Return what turns a gradient into an update in an epoch."""
        return UpdateRule(self.optimizer, self.rate(epoch), self.clip_norm, self.is_weight, self.trainable)


def updates_over(count: int, size: int, least_batch: int = 1) -> int:
    """Return the updates of `size` samples each that it takes to see so many samples once.

    What is left at the end and too small for a batch goes with the one before, see `TrainingTask`.
    """
    whole, rest = divmod(count, size)
    return whole + (rest >= least_batch)


class TrainingLoop(Protocol):
    """Makes updates."""

    def advance(
        self, state: TrainingState, task: TrainingTask, max_updates: int, last_epoch: int, seconds: float
    ) -> list[float]:
        """Train until `max_updates` are done, `last_epoch` is reached, time is over or a stop is asked for.

        At least one update is made unless a stop is asked for. Returns the losses of the epochs that ended.

        Raises
        ------
        ScalarError
            A loss, a gradient or an update is not finite: that batch is not applied.
        """
