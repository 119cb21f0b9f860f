"""Optimizers: how a gradient becomes an update. Settings are immutable, state is a tuple of arrays.

Each ``update`` works in place on a flat array of parameters. `l1` and `l2` add ``l1 * sign(w) + l2 * w`` to
the gradient of weights (not of biases): the derivatives of ``l1 * |w|`` and ``l2 / 2 * w^2``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
State = tuple[Array, ...]


def _check(name: str, value: float, low: float, high: float, *, above: bool = False) -> None:
    if not math.isfinite(value) or value < low or value > high or (above and value == low):
        raise ValueError(
            f"{name} must be {'above' if above else 'at least'} {low:g} and at most {high:g}, not {value!r}"
        )


@dataclass(frozen=True)
class Optimizer:
    """What all optimizers share: the learning rate and regularisation."""

    learning_rate: float = 0.01
    l1: float = 0.0
    l2: float = 0.0
    arrays: ClassVar[int] = 0

    def __post_init__(self) -> None:
        _check("the learning rate", self.learning_rate, 0.0, 1e6, above=True)
        _check("l1", self.l1, 0.0, 1e6)
        _check("l2", self.l2, 0.0, 1e6)

    def initial_state(self, count: int) -> State:
        """Return the state before the first update of `count` parameters."""
        return tuple(np.zeros(count) for _ in range(self.arrays))

    def update(self, parameters: Array, gradients: Array, state: State, step: int, is_weight: Array) -> None:
        """Change `parameters` and `state` in place.

        Parameters
        ----------
        parameters, gradients
            Shape (n_parameters,).
        state
            As returned by `initial_state`.
        step
            Number of this update, from 1.
        is_weight
            1.0 for weights, 0.0 for biases, shape (n_parameters,).
        """
        if self.l1 or self.l2:
            gradients = gradients + is_weight * (self.l1 * np.sign(parameters) + self.l2 * parameters)
        self._apply(parameters, gradients, state, step)

    def _apply(self, parameters: Array, gradients: Array, state: State, step: int) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent: w <- w - rate * g."""

    def _apply(self, parameters: Array, gradients: Array, state: State, step: int) -> None:
        parameters -= self.learning_rate * gradients


@dataclass(frozen=True)
class Momentum(Optimizer):
    """v <- momentum * v + g; w <- w - rate * v (Polyak 1964, in PyTorch's form)."""

    momentum: float = 0.9
    arrays: ClassVar[int] = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("momentum", self.momentum, 0.0, 0.999999)

    def _apply(self, parameters: Array, gradients: Array, state: State, step: int) -> None:
        (velocity,) = state
        velocity *= self.momentum
        velocity += gradients
        parameters -= self.learning_rate * velocity


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """s <- decay * s + (1 - decay) * g^2; w <- w - rate * g / (sqrt(s) + epsilon) (Hinton 2012)."""

    decay: float = 0.99
    epsilon: float = 1e-8
    arrays: ClassVar[int] = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("decay", self.decay, 0.0, 0.999999)

    def _apply(self, parameters: Array, gradients: Array, state: State, step: int) -> None:
        (square,) = state
        square *= self.decay
        square += (1.0 - self.decay) * gradients * gradients
        parameters -= self.learning_rate * gradients / (np.sqrt(square) + self.epsilon)


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam with bias correction (Kingma and Ba 2015, algorithm 1)."""

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    arrays: ClassVar[int] = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("beta1", self.beta1, 0.0, 0.999999)
        _check("beta2", self.beta2, 0.0, 0.999999999)

    def _apply(self, parameters: Array, gradients: Array, state: State, step: int) -> None:
        mean, square = state
        mean *= self.beta1
        mean += (1.0 - self.beta1) * gradients
        square *= self.beta2
        square += (1.0 - self.beta2) * gradients * gradients
        corrected = self.learning_rate / (1.0 - self.beta1**step)
        parameters -= corrected * mean / (np.sqrt(square / (1.0 - self.beta2**step)) + self.epsilon)
