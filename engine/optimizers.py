"""Optimizers: how a gradient becomes an update. Settings are immutable, state is a tuple of arrays.

Each rule is written once, on abstract numbers (`engine.symbols`), for one parameter; NumPy and machine code
are made from it. `l1` and `l2` add ``l1 * sign(w) + l2 * w`` to the gradient of weights (not of biases): the
derivatives of ``l1 * |w|`` and ``l2 / 2 * w^2``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.source_code import array_function
from engine.symbols import Symbol, exp, log, operands, power, read_as, select, sqrt, varying

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

    `state_names` are the names of the state arrays in formulas (at most 2), `setting_names` those of the
    fields that the rule gets as `settings`.
    """

    learning_rate: float = 0.01
    l1: float = 0.0
    l2: float = 0.0
    state_names: ClassVar[tuple[str, ...]] = ()
    setting_names: ClassVar[Mapping[str, str]] = {}

    def __post_init__(self) -> None:
        _check("the learning rate", self.learning_rate, 0.0, 1e6, above=True)
        _check("l1", self.l1, 0.0, 1e6)
        _check("l2", self.l2, 0.0, 1e6)

    @property
    def settings(self) -> tuple[float, ...]:
        """The numbers of this optimizer that its rule needs, besides rate and step."""
        return tuple(getattr(self, field) for field in self.setting_names)

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
        return tuple(np.zeros(count) for _ in self.state_names)

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
        function = _array_update(type(self))
        rate = self.learning_rate if rate is None else rate
        new, *new_state = function(parameters, gradients, *state, rate, float(step), *self.settings)
        parameters[:] = new
        for array, value in zip(state, new_state, strict=True):
            array[:] = value


def written_rule(kind: type[Optimizer]) -> tuple[Symbols, Symbols]:
    """Return the operands (w, g, state..., rate, step, settings...), and the new parameter and state."""
    n_state = len(kind.state_names)
    given = operands(4 + n_state + len(kind.setting_names))
    (w, g), state, (rate, step, *settings) = given[:2], given[2 : 2 + n_state], given[2 + n_state :]
    new, new_state = kind.rule(w, g, state, rate, step, tuple(settings))
    return given, (new, *new_state)


def traced_rule(kind: type[Optimizer]) -> Symbols:
    """Return the new parameter and state as the engines compute them."""
    _, rule = written_rule(kind)
    return _divided_once(rule, 2 + len(kind.state_names))


def _divided_once(rule: Symbols, n_varying: int) -> Symbols:
    """Return a rule with ``a * (x / b)`` as ``(a / b) * x`` where a and b are the same for all parameters.

    A division takes as long as many multiplications, and this one is made once instead of for each parameter.
    """
    varies = varying(rule, n_varying)
    made: dict[Symbol, Symbol] = {}
    for old in varies:  # parts come first
        new = Symbol(old.kind, tuple(made[part] for part in old.parts), old.detail) if old.parts else old
        if old.kind == "*" and old.parts[1].kind == "/":
            factor, (top, bottom) = old.parts[0], old.parts[1].parts
            if varies[top] and not varies[factor] and not varies[bottom]:
                new = made[factor] / made[bottom] * made[top]
        made[old] = new
    return tuple(made[symbol] for symbol in rule)


_array_updates: dict[type[Optimizer], ArrayFunction] = {}


def _array_update(kind: type[Optimizer]) -> ArrayFunction:
    """Return the rule as a function on arrays (written once for each kind)."""
    if kind not in _array_updates:
        count = 4 + len(kind.state_names) + len(kind.setting_names)
        _array_updates[kind] = array_function(traced_rule(kind), count)
    return _array_updates[kind]


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
    state_names = ("v",)
    setting_names: ClassVar = {"momentum": "μ"}

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("momentum", self.momentum, 0.0, 0.999999)

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
    state_names = ("s",)
    setting_names: ClassVar = {"decay": "ρ", "epsilon": "ε"}

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("decay", self.decay, 0.0, 0.999999)

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
    state_names = ("m", "v")
    setting_names: ClassVar = {"beta1": "β₁", "beta2": "β₂", "epsilon": "ε"}

    def __post_init__(self) -> None:
        super().__post_init__()
        _check("beta1", self.beta1, 0.0, 0.999999)
        _check("beta2", self.beta2, 0.0, 0.999999999)

    @staticmethod
    def rule(
        w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols
    ) -> tuple[Symbol, Symbols]:
        """See `Optimizer.rule`."""
        (mean, square), (beta1, beta2, epsilon) = state, settings
        mean = beta1 * mean + (1.0 - beta1) * g
        square = beta2 * square + (1.0 - beta2) * g * g
        whole_mean = read_as("m̂", mean / (1.0 - _power(beta1, step)))
        whole_square = read_as("v̂", square / (1.0 - _power(beta2, step)))
        return w - rate * whole_mean / (sqrt(whole_square) + epsilon), (mean, square)


KINDS: dict[str, type[Optimizer]] = {kind.__name__: kind for kind in (SGD, Momentum, RMSProp, Adam)}
"""The table of optimizers: what is in it can be chosen, saved, and read as formulas."""


def _power(decay: Symbol, step: Symbol) -> Symbol:
    """Return decay ** step; no decay at all is a power of 0."""
    is_zero = decay.equals(0.0)
    computed = select(is_zero, 0.0, exp(step * log(select(is_zero, 1.0, decay))))
    return read_as(power(decay, step), computed)


def sign(w: Symbol) -> Symbol:
    """Return -1, 0 or 1."""
    computed = select(w > 0.0, 1.0, select(w < 0.0, -1.0, 0.0))
    return read_as(Symbol("sign", (w,)), computed)


def regularised(w: Symbol, g: Symbol, is_weight: Symbol, l1: Symbol, l2: Symbol) -> Symbol:
    """Return the gradient with the penalties' derivatives added."""
    return g + is_weight * (l1 * sign(w) + l2 * w)
