"""Numbers with a bound on their error, and the rules of `engine.symbols` on them.

Running error analysis: beside each computed number stands a bound on its distance from the exact result, and
each operation adds what it rounds to what it passes on (N. Higham, Accuracy and Stability of Numerical
Algorithms, 2nd edition, section 3.3). The analysis holds for any backend that rounds + - * / and sqrt
correctly, contracted to fused multiply-adds or not, and computes the other functions to `ULPS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from engine.symbols import COMPARISONS, Symbol

UNIT = 2.0**-53  # the largest relative error of a rounded result
LEAST = 2.0**-1074  # the least positive number, and the largest absolute error of a result that underflows
# Errors that are allowed to functions, in units in the last place.
ULPS = {"exp": 2.0, "log": 2.0, "sin": 2.0, "cos": 2.0, "tanh": 2.0, "erf": 4.0, "power": 4.0}
OPPOSITES: tuple[set[str], ...] = ({"<", ">="}, {">", "<="})
# log(u), with what the rounding of u lost added at last.
LOG1P_UNITS = 4.0 + 2.0 * ULPS["log"]


@dataclass(frozen=True, eq=False)
class Bounded:
    """Numbers (one a sample, or one for all) and bounds on their absolute errors."""

    value: Any
    error: Any


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a comparison says, and where that is the same for all numbers within the bounds."""

    truth: Any
    certain: Any


def exactly(value: float | NDArray[np.float64]) -> Bounded:
    """Return a number without an error."""
    return Bounded(value if isinstance(value, np.ndarray) else np.float64(value), np.float64(0.0))


def evaluate(wanted: Sequence[Symbol], operands: Sequence[Bounded]) -> list[Bounded]:
    """Return the value of each of the `wanted` symbols for these operands."""
    known: dict[Symbol, Any] = {}
    for symbol in wanted:
        stack = [symbol]
        while stack:
            parts = _parts(stack[-1])
            missing = [part for part in parts if part not in known]
            if missing:
                stack.extend(missing)
            else:
                done = stack.pop()
                if done not in known:
                    known[done] = _one(done, [known[part] for part in parts], operands)
    return [known[symbol] for symbol in wanted]


def _parts(symbol: Symbol) -> tuple[Symbol, ...]:
    argument = log1p_operand(symbol)
    if argument is not None:
        return (argument,)
    if symbol.kind == "select":
        return (*symbol.parts[:2], _otherwise(symbol))
    return symbol.parts


def _otherwise(symbol: Symbol) -> Symbol:
    """Return what a select takes where its condition does not hold.

    With numbers that are not NaN, ``x <= y`` holds wherever ``x > y`` does not, and so on.
    """
    condition, other = symbol.parts[0], symbol.parts[2]
    inner = other.parts[0] if other.kind == "select" else None
    if inner is not None and {condition.kind, inner.kind} in OPPOSITES and inner.parts == condition.parts:
        return other.parts[1]
    return other


def log1p_operand(symbol: Symbol) -> Symbol | None:
    """Return x where a symbol is ``engine.symbols.log1p(x)``, else None.

    Its errors cancel, which no analysis step by step can see: it is taken as one function.
    """
    if symbol.kind != "+" or symbol.parts[0].kind != "log":
        return None
    (u,) = symbol.parts[0].parts
    if u.kind != "+" or u.parts[0].number != 1.0:
        return None
    x, lost = u.parts[1], symbol.parts[1]
    return x if lost.kind == "*" and lost.parts[0].kind == "-" and lost.parts[0].parts[0] is x else None


def _one(symbol: Symbol, parts: list[Any], operands: Sequence[Bounded]) -> Any:
    kind = symbol.kind
    if kind == "operand":
        return operands[int(symbol.detail)]
    if kind == "number":
        return exactly(symbol.detail)
    if log1p_operand(symbol) is not None:
        return log1p(parts[0])
    if kind in COMPARISONS:
        return compare(kind, *parts)
    if kind == "-" and symbol.parts[0].number == 0.0:
        return Bounded(-parts[1].value, parts[1].error)
    return FUNCTIONS[kind](*parts)


def add(x: Bounded, y: Bounded) -> Bounded:
    value = x.value + y.value
    return Bounded(value, x.error + y.error + UNIT * abs(value))


def subtract(x: Bounded, y: Bounded) -> Bounded:
    value = x.value - y.value
    return Bounded(value, x.error + y.error + UNIT * abs(value))


def multiply(x: Bounded, y: Bounded) -> Bounded:
    value, sizes = x.value * y.value, (abs(x.value), abs(y.value))
    passed_on = x.error * sizes[1] + y.error * sizes[0] + x.error * y.error
    underflow = (sizes[0] > 0.0) & (sizes[1] > 0.0)  # a product with 0 is exact
    return Bounded(value, passed_on + UNIT * abs(value) + LEAST * underflow)


def divide(x: Bounded, y: Bounded) -> Bounded:
    value = x.value / y.value
    size = abs(value)
    least = abs(y.value) - y.error
    passed_on = np.where(least > 0.0, (x.error + size * y.error) / least, math.inf)
    return Bounded(value, passed_on + UNIT * size + LEAST * (size > 0.0))


def _function(kind: str, value: Any, passed_on: Any) -> Bounded:
    return Bounded(value, passed_on * (1.0 + 1e-6) + 2.0 * ULPS[kind] * UNIT * abs(value) + LEAST)


def exp(x: Bounded) -> Bounded:
    value = np.exp(x.value)
    return _function("exp", value, value * np.expm1(x.error))


def log(x: Bounded) -> Bounded:
    share = x.error / x.value
    passed_on = np.where(share < 1.0, -np.log1p(-share), math.inf)
    return _function("log", np.log(x.value), passed_on)


def log1p(x: Bounded) -> Bounded:
    value = np.log1p(x.value)
    passed_on = x.error / (1.0 + x.value - x.error)
    return Bounded(value, passed_on + LOG1P_UNITS * UNIT * abs(value) + LEAST)


def sin(x: Bounded) -> Bounded:
    slope = np.minimum(abs(np.cos(x.value)) + x.error, 1.0)
    return _function("sin", np.sin(x.value), slope * x.error)


def cos(x: Bounded) -> Bounded:
    slope = np.minimum(abs(np.sin(x.value)) + x.error, 1.0)
    return _function("cos", np.cos(x.value), slope * x.error)


def tanh(x: Bounded) -> Bounded:
    nearest = np.maximum(abs(x.value) - x.error, 0.0)
    slope = np.minimum(4.0 * np.exp(-2.0 * nearest), 1.0)  # 1 / cosh(x)^2 is at most this
    return _function("tanh", np.tanh(x.value), slope * x.error)


def error_function(x: Bounded) -> Bounded:
    nearest = np.maximum(abs(x.value) - x.error, 0.0)
    slope = 2.0 / math.sqrt(math.pi) * np.exp(-nearest * nearest)
    return _function("erf", erf(x.value), slope * x.error)


def sqrt(x: Bounded) -> Bounded:
    value = np.sqrt(x.value)
    divisor = value + np.sqrt(np.maximum(x.value - x.error, 0.0))
    passed_on = np.where(x.error > 0.0, x.error / np.where(divisor > 0.0, divisor, np.sqrt(x.error)), 0.0)
    return Bounded(value, passed_on + UNIT * value)


def power(x: Bounded, y: Bounded) -> Bounded:
    value, size = np.power(x.value, y.value), abs(x.value)
    # The mean value theorem along x, where the slope y x^(y-1) is steepest at one of the ends, then along y.
    ends = [np.power(np.maximum(size + sign * x.error, 0.0), y.value - 1.0) for sign in (-1.0, 1.0)]
    along_x = np.where(x.error > 0.0, (abs(y.value) + y.error) * np.maximum(*ends) * x.error, 0.0)
    logs = [abs(np.log(np.maximum(size + sign * x.error, LEAST))) for sign in (-1.0, 1.0)]
    change = np.where(y.error > 0.0, y.error * np.maximum(*logs), 0.0)
    largest = abs(value) + along_x
    return _function("power", value, along_x * np.exp(change) + largest * np.expm1(change))


def absolute(x: Bounded) -> Bounded:
    return Bounded(abs(x.value), x.error)


def compare(kind: str, x: Bounded, y: Bounded) -> Comparison:
    truth = {
        "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal,
    }[kind](x.value, y.value)  # fmt: skip
    error = x.error + y.error
    # A number compared with itself is equal to itself, whatever its error.
    certain = (x is y) | (abs(x.value - y.value) > error) | (error == 0.0)
    return Comparison(truth, certain)


def select(condition: Comparison, x: Bounded, y: Bounded) -> Bounded:
    value = np.where(condition.truth, x.value, y.value)
    taken = np.where(condition.truth, x.error, y.error)
    if np.all(condition.certain):
        return Bounded(value, taken)
    either = np.maximum(abs(x.value - value) + x.error, abs(y.value - value) + y.error)
    return Bounded(value, np.where(condition.certain, taken, either))


FUNCTIONS: dict[str, Callable[..., Bounded]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "select": select, "exp": exp, "log": log,
    "sin": sin, "cos": cos, "tanh": tanh, "erf": error_function, "sqrt": sqrt, "power": power,
    "absolute": absolute,
}  # fmt: skip
