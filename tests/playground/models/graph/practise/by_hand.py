"""Derivatives of formulas by dual numbers: forward, line by line, without the engine."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from playground.models.graph.practise.expressions import Task, expression_for
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import walk_of_formulas

TASKS = st.builds(Task, st.integers(1, 9999), st.integers(1, 5), st.booleans(), st.booleans())


@dataclass(frozen=True)
class Dual:
    """A number and how fast it changes."""

    value: float
    slope: float = 0.0

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __sub__(self, other: Dual) -> Dual:
        return Dual(self.value - other.value, self.slope - other.slope)

    def __mul__(self, other: Dual) -> Dual:
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)

    def __truediv__(self, other: Dual) -> Dual:
        top = self.slope * other.value - self.value * other.slope
        return Dual(self.value / other.value, top / other.value**2)

    def __pow__(self, exponent: int) -> Dual:
        return Dual(self.value**exponent, exponent * self.value ** (exponent - 1) * self.slope)

    def __abs__(self) -> Dual:
        return self if self.value > 0 else Dual(-self.value, -self.slope)


def of(function: Callable[[float], float], slope: Callable[[float], float]) -> Callable[[Dual], Dual]:
    return lambda x: Dual(function(x.value), slope(x.value) * x.slope)


FUNCTIONS: dict[str, Any] = {
    "relu": lambda x: x if x.value > 0 else Dual(0.0),
    "max": lambda x, y: x if x.value > y.value else y,
    "tanh": of(math.tanh, lambda x: 1.0 / math.cosh(x) ** 2),
    "exp": of(math.exp, math.exp),
    "sqrt": of(math.sqrt, lambda x: 0.5 / math.sqrt(x)),
    "log": of(math.log, lambda x: 1.0 / x),
    "sigmoid": of(lambda x: 1.0 / (1.0 + math.exp(-x)), lambda x: math.exp(-x) / (1.0 + math.exp(-x)) ** 2),
    "abs": abs,
}


def lines_of(text: str) -> list[tuple[str, str]]:
    pairs = [line.split(" = ") for line in text.splitlines()]
    return [(name, formula) for name, formula in pairs]


def computed(formula: str, known: dict[str, Dual]) -> Dual:
    if re.fullmatch(r"-?\d+", formula):
        return Dual(float(formula))
    result: Dual = eval(formula, dict(FUNCTIONS), dict(known))
    return result


def values(text: str) -> dict[str, float]:
    known: dict[str, Dual] = {}
    for name, formula in lines_of(text):
        known[name] = computed(formula, known)
    return {name: dual.value for name, dual in known.items()}


def gradient(text: str, node: str) -> float:
    """Return the derivative of the last line by a node."""
    known: dict[str, Dual] = {}
    for name, formula in lines_of(text):
        known[name] = computed(formula, known)
        if name == node:
            known[name] = Dual(known[name].value, 1.0)
    return known[name].slope


def uses(text: str, node: str) -> list[tuple[str, float]]:
    """Return the name of every line for each place where it uses a node, and the derivative by that place."""
    known = {name: Dual(value) for name, value in values(text).items()}
    found = []
    for name, formula in lines_of(text):
        for place in re.finditer(rf"\b{node}\b", formula):
            marked = f"{formula[: place.start()]}_here{formula[place.end() :]}"
            there = computed(marked, {**known, "_here": Dual(known[node].value, 1.0)})
            found.append((name, there.slope))
    return found


def walk_for(task: Task) -> tuple[str, Walk]:
    text = expression_for(task)
    return text, walk_of_formulas(text)
