"""A network trained on the engine's Scalars in a student's loop, with or without a mistake."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import MLP, Scalar
from engine.batch_norm import followed
from engine.losses import encode_targets
from engine.lowering.tracing import all_leaves
from engine.optimizers import Optimizer
from playground.models.graph.mistakes.loops import LOOPS, Last
from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES
from playground.models.network.network import Network

Array = NDArray[np.float64]


class Twin:
    """One of several networks with the same first weights.

    Parameters
    ----------
    mistake
        A key of `TWIN_MISTAKES`; empty for the healthy one.
    optimizer
        In place of that of the experiment.
    """

    def __init__(self, network: Network, mistake: str = "", optimizer: Optimizer | None = None) -> None:
        experiment, split, output = network.experiment, network.split, network.output
        self.model: MLP = network.new_model()
        self._leaves = self.model.parameters()
        self._rule = network.loss
        self._loop = TWIN_MISTAKES[mistake].loop(is_softmax=output.softmax) if mistake else "healthy"
        self._optimizer = optimizer or experiment.make_optimizer()
        self._state = self._optimizer.initial_state(len(self._leaves))
        self._is_weight = np.array(self.model.weight_mask(), float)
        self._X = split.X_train
        self._targets = encode_targets(split.y_train, self._rule, output.size, output.activation)
        self._step = 0

    @property
    def parameters(self) -> Array:
        """Values of all parameters, shape (n_parameters,)."""
        return np.array([leaf.value for leaf in self._leaves])

    @property
    def numbers(self) -> Array:
        """Values of all parameters, then running statistics."""
        return np.array([leaf.value for leaf in all_leaves(self.model)])

    @property
    def gradients(self) -> Array:
        """The `grad` of all parameters, shape (n_parameters,)."""
        return np.array([leaf.grad for leaf in self._leaves])

    def learn(self, batch: Sequence[int]) -> float:
        """Make one update; return the loss that the twin computed before it.

        Parameters
        ----------
        batch
            Indices of training samples.

        Raises
        ------
        engine.ScalarError
            A number left the range of floating point.
        """
        return LOOPS[self._loop](self, batch).value

    def mean_loss(self, batch: Sequence[int], last: Last | None = None) -> Scalar:
        """See `Net`."""
        losses = [
            self._loss(outputs, self._targets[sample].tolist(), last)
            for sample, outputs in zip(batch, self._outputs(batch), strict=True)
        ]
        total = losses[0]
        for loss in losses[1:]:
            total = total + loss
        return total * (1.0 / len(batch))

    def zero_grad(self) -> None:
        """See `Net`."""
        self.model.zero_grad()

    def _outputs(self, batch: Sequence[int]) -> list[list[Scalar]]:
        """Return the outputs of each sample, in train mode."""
        rows = [self._X[sample].tolist() for sample in batch]
        if not self.model.normalises:
            return [self.model.layer_outputs(row)[-1] for row in rows]
        found = self.model.on_batch(rows)
        running = self.model.running_statistics()
        values, seen = ([leaf.value for leaf in leaves] for leaves in (running, found.statistics))
        for leaf, value in zip(running, followed(np.array(values), np.array(seen), len(rows)), strict=True):
            leaf.value = float(value)
        return found.layers[-1]

    def _loss(self, outputs: list[Scalar], target: list[float], last: Last | None) -> Scalar:
        if last is not None:
            outputs = last(outputs)
        if len(outputs) == 1:
            return self._rule.function(outputs[0], target[0])
        return self._rule.function(outputs, target)

    def step(self) -> None:
        """See `Net`."""
        self._step += 1
        values = self.parameters
        self._optimizer.update(values, self.gradients, self._state, self._step, self._is_weight)
        for leaf, value in zip(self._leaves, values.tolist(), strict=True):
            leaf.value = value
