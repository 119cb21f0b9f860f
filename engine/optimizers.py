"""Optimizers: how a gradient becomes an update. Settings are immutable, state is a tuple of arrays.

Each rule is written once, on abstract numbers (`engine.symbols`), for one parameter; NumPy and machine code
are made from it. `l1` and `l2` add ``l1 * sign(w) + l2 * w`` to the gradient of weights (not of biases): the
derivatives of ``l1 * |w|`` and ``l2 / 2 * w^2``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.source_code import array_function
from engine.symbols import Symbol, exp, log, operands, select, sqrt

Array = NDArray[np.float64]
State = tuple[Array, ...]
Symbols = tuple[Symbol, ...]
ArrayFunction = Callable[..., tuple[Any, ...]]


def _check(name: str, value: float, low: float, high: float, *, above: bool = False) -> None:
    if not math.isfinite(value) or value < low or value > high or (above and value == low):
        raise ValueError(
            f"{name} must be {'above' if above else 'at least'} {low:g} and at most {high:g}, not {value!r}"
        )


@dataclass(frozen=True)
class Optimizer:
    """What all optimizers share: the learning rate and regularisation.

    `arrays` is the number of state arrays (at most 2), `settings` the numbers the rule gets.
    """

    learning_rate: float = 0.01
    l1: float = 0.0
    l2: float = 0.0
    arrays: ClassVar[int] = 0

    def __post_init__(self) -> None:
        _check("the learning rate", self.learning_rate, 0.0, 1e6, above=True)
        _check("l1", self.l1, 0.0, 1e6)
        _check("l2", self.l2, 0.0, 1e6)

    @property
    def settings(self) -> tuple[float, ...]:
        """The numbers of this optimizer that its rule needs, besides rate and step."""
        return ()

    @staticmethod
    def rule(
        w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols
    ) -> tuple[Symbol, Symbols]:
        """Return the updated parameter and its updated state.

        Parameters
        ----------
        w, g
            A parameter and its gradient, regularisation included.
        rate, step
            Learning rate, and number of this update from 1.
        """
        raise NotImplementedError

    def initial_state(self, count: int) -> State:
        """Return the state before the first update of `count` parameters."""
        return tuple(np.zeros(count) for _ in range(self.arrays))

    def penalised(self, parameters: Array, gradients: Array, is_weight: Array) -> Array:
        """Return the gradients with the penalties' derivatives added; arguments as for `update`."""
        if not (self.l1 or self.l2):
            return gradients
        (penalised,) = _array_penalty()(parameters, gradients, is_weight, self.l1, self.l2)
        return np.asarray(penalised)

    def update(
        self,
        parameters: Array,
        gradients: Array,
        state: State,
        step: int,
        is_weight: Array,
        rate: float | None = None,
    ) -> None:
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
        rate
            Learning rate of this update (default: `learning_rate`).
        """
        gradients = self.penalised(parameters, gradients, is_weight)
        function = _array_update(type(self), len(self.settings))
        rate = self.learning_rate if rate is None else rate
        new, *new_state = function(parameters, gradients, *state, rate, float(step), *self.settings)
        parameters[:] = new
        for array, value in zip(state, new_state, strict=True):
            array[:] = value


def traced_rule(kind: type[Optimizer], n_settings: int) -> tuple[Symbol, ...]:
    """Return the new parameter and state as expressions of: w, g, state..., rate, step, settings..."""
    w, g, *others = operands(4 + kind.arrays + n_settings)
    state, rest = tuple(others[: kind.arrays]), others[kind.arrays :]
    new, new_state = kind.rule(w, g, state, rest[0], rest[1], tuple(rest[2:]))
    return new, *new_state


_array_updates: dict[tuple[type[Optimizer], int], ArrayFunction] = {}


def _array_update(kind: type[Optimizer], n_settings: int) -> ArrayFunction:
    """Return the rule as a function on arrays (written once for each kind)."""
    if (kind, n_settings) not in _array_updates:
        rule = traced_rule(kind, n_settings)
        _array_updates[kind, n_settings] = array_function(rule, 4 + kind.arrays + n_settings)
    return _array_updates[kind, n_settings]


@cache
def _array_penalty() -> ArrayFunction:
    return array_function([regularised(*operands(5))], 5)


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent: w <- w - rate * g."""

    @staticmethod
    def rule(
        w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols
    ) -> tuple[Symbol, Symbols]:
        """See `Optimizer.rule`."""
        return w - rate * g, ()


@dataclass(frozen=True)
class Momentum(Optimizer):
    """v <- momentum * v + g; w <- w - rate * v (Polyak 1964, in PyTorch's form)."""

    momentum: float = 0.9
    arrays: ClassVar[int] = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("momentum", self.momentum, 0.0, 0.999999)

    @property
    def settings(self) -> tuple[float, ...]:
        """See `Optimizer.settings`."""
        return (self.momentum,)

    @staticmethod
    def rule(
        w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols
    ) -> tuple[Symbol, Symbols]:
        """See `Optimizer.rule`."""
        (velocity,), (momentum,) = state, settings
        velocity = momentum * velocity + g
        return w - rate * velocity, (velocity,)


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """s <- decay * s + (1 - decay) * g^2; w <- w - rate * g / (sqrt(s) + epsilon) (Hinton 2012)."""

    decay: float = 0.99
    epsilon: float = 1e-8
    arrays: ClassVar[int] = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("decay", self.decay, 0.0, 0.999999)

    @property
    def settings(self) -> tuple[float, ...]:
        """See `Optimizer.settings`."""
        return self.decay, self.epsilon

    @staticmethod
    def rule(
        w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols
    ) -> tuple[Symbol, Symbols]:
        """See `Optimizer.rule`."""
        (square,), (decay, epsilon) = state, settings
        square = decay * square + (1.0 - decay) * g * g
        return w - rate * g / (sqrt(square) + epsilon), (square,)


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

    @property
    def settings(self) -> tuple[float, ...]:
        """See `Optimizer.settings`."""
        return self.beta1, self.beta2, self.epsilon

    @staticmethod
    def rule(
        w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols
    ) -> tuple[Symbol, Symbols]:
        """See `Optimizer.rule`."""
        (mean, square), (beta1, beta2, epsilon) = state, settings
        mean = beta1 * mean + (1.0 - beta1) * g
        square = beta2 * square + (1.0 - beta2) * g * g
        step_size = rate / (1.0 - _power(beta1, step))
        return w - step_size * mean / (sqrt(square / (1.0 - _power(beta2, step))) + epsilon), (mean, square)


def _power(decay: Symbol, step: Symbol) -> Symbol:
    """Return decay ** step; no decay at all is a power of 0."""
    is_zero = decay.equals(0.0)
    return select(is_zero, 0.0, exp(step * log(select(is_zero, 1.0, decay))))


def sign(w: Symbol) -> Symbol:
    """Return -1, 0 or 1."""
    return select(w > 0.0, 1.0, select(w < 0.0, -1.0, 0.0))


def regularised(w: Symbol, g: Symbol, is_weight: Symbol, l1: Symbol, l2: Symbol) -> Symbol:
    """Return the gradient with the penalties' derivatives added."""
    return g + is_weight * (l1 * sign(w) + l2 * w)
