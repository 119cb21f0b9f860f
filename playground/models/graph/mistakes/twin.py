"""A network trained on the engine's Scalars in a student's loop, with or without a mistake."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import MLP, Scalar
from engine.losses import encode_targets
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
        total = self._loss(batch[0], last)
        for sample in batch[1:]:
            total = total + self._loss(sample, last)
        return total * (1.0 / len(batch))

    def zero_grad(self) -> None:
        """See `Net`."""
        self.model.zero_grad()

    def _loss(self, sample: int, last: Last | None) -> Scalar:
        outputs = self.model.layer_outputs(self._X[sample].tolist())[-1]
        if last is not None:
            outputs = last(outputs)
        target = self._targets[sample].tolist()
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
