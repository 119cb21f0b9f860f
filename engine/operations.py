"""The table of operations: every rule of the engine, each written once.

A rule takes abstract numbers (`engine.symbols`) and returns ``(value, derivatives)``, one local derivative
per operand. Value and derivatives may share parts, so a sigmoid computes its exponential once. The
interpreter, the array backend, the gradient check and the formulas on screen all read this table and
nothing else.

Kinks are stated: relu'(0) = 0, leaky_relu'(0) = 0.01, abs'(0) = 0, ties of maximum and minimum give each
side 1/2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from engine.operation_table import OperationTable, make_operation
from engine.symbols import (
    Number,
    Symbol,
    absolute,
    cos,
    erf,
    exp,
    log,
    log1p,
    power,
    scaled_normal_tail,
    select,
    sin,
    sqrt,
    symbol,
    tanh,
)

Ruled: TypeAlias = tuple[Number, tuple[Number, ...]]
"""A value, and its derivative by each operand."""
LEAK = 0.01
"""Slope of `leaky_relu` below 0 (Maas, Hannun and Ng 2013)."""

# The elementary rules.


def _add(x: Symbol, y: Symbol) -> Ruled:
    return x + y, (1.0, 1.0)


def _subtract(x: Symbol, y: Symbol) -> Ruled:
    return x - y, (1.0, -1.0)


def _multiply(x: Symbol, y: Symbol) -> Ruled:
    return x * y, (y, x)


def _divide(x: Symbol, y: Symbol) -> Ruled:
    value = x / y
    return value, (1.0 / y, -(value / y))


def _negate(x: Symbol) -> Ruled:
    return -x, (-1.0,)


def _exp(x: Symbol) -> Ruled:
    value = exp(x)
    return value, (value,)


def _log(x: Symbol) -> Ruled:
    return log(x), (1.0 / x,)


def _sqrt(x: Symbol) -> Ruled:
    value = sqrt(x)
    return value, (0.5 / value,)


def _sin(x: Symbol) -> Ruled:
    return sin(x), (cos(x),)


def _cos(x: Symbol) -> Ruled:
    return cos(x), (-sin(x),)


def _relu(x: Symbol) -> Ruled:
    return select(x <= 0.0, 0.0, x), (select(x > 0.0, 1.0, 0.0),)


def _absolute(x: Symbol) -> Ruled:
    return absolute(x), (select(x > 0.0, 1.0, select(x < 0.0, -1.0, 0.0)),)


def _erf(x: Symbol) -> Ruled:
    return erf(x), (2.0 / math.sqrt(math.pi) * exp(-(x * x)),)


def _leaky_relu(x: Symbol) -> Ruled:
    return select(x > 0.0, x, LEAK * x), (select(x > 0.0, 1.0, LEAK),)


def _maximum(x: Symbol, y: Symbol) -> Ruled:
    share = select(x > y, 1.0, select(x < y, 0.0, 0.5))
    # Comparisons with NaN are false: the sum passes it on, where choosing the other number would hide it.
    return select(x > y, x, select(x <= y, y, x + y)), (share, 1.0 - share)


def _minimum(x: Symbol, y: Symbol) -> Ruled:
    share = select(x < y, 1.0, select(x > y, 0.0, 0.5))
    return select(x < y, x, select(x >= y, y, x + y)), (share, 1.0 - share)


def _power(x: Symbol, y: Symbol) -> Ruled:
    value = power(x, y)
    return value, (y * power(x, y - 1.0), value * log(x))


# Numerically careful rules: nothing overflows, and small terms are not lost in large ones.


def _tanh(x: Symbol) -> Ruled:
    # 1 - tanh(x)^2 cancels to 0 from |x| = 19 on; this form of the derivative does not.
    e = exp(-2.0 * absolute(x))
    r = 1.0 / (1.0 + e)
    return tanh(x), (4.0 * e * r * r,)


def _elu(x: Symbol) -> Ruled:
    low = select(x > 0.0, 0.0, x)
    e = exp(low)
    # exp(x) - 1 as tanh(x / 2) (exp(x) + 1): nothing cancels near 0.
    return select(x > 0.0, x, tanh(0.5 * low) * (e + 1.0)), (select(x > 0.0, 1.0, e),)


def _logistic(x: Symbol) -> tuple[Symbol, Symbol, Symbol]:
    """Return sigmoid(|x|), sigmoid(-|x|), and exp(-|x|), of which both are made: nothing overflows."""
    e = exp(-absolute(x))
    large = 1.0 / (1.0 + e)
    small = e * large
    # The roundings of 1 + e, large and the product add up; what small (1 + e) lacks to e takes them back.
    return large, small + (e - small - small * e) * large, e


def _sigmoid(x: Symbol) -> Ruled:
    large, small, _ = _logistic(x)
    return select(x >= 0.0, large, small), (large * small,)


def _silu(x: Symbol) -> Ruled:
    large, small, _ = _logistic(x)
    share = select(x >= 0.0, large, small)
    return x * share, (share + x * (large * small),)


def _gelu(x: Symbol) -> Ruled:
    # x times the share of the normal distribution below x (Hendrycks and Gimpel 2016), not an approximation.
    tail, e = scaled_normal_tail(absolute(x)), exp(-0.5 * (x * x))
    low = (x * tail) * e
    slope = x / math.sqrt(2.0 * math.pi)
    return (
        select(x >= 0.0, x - low, low),
        (select(x >= 0.0, 1.0 + (slope - tail) * e, (slope + tail) * e),),
    )


def _softplus(x: Symbol) -> Ruled:
    large, small, e = _logistic(x)
    return select(x > 0.0, x, 0.0) + log1p(e), (select(x >= 0.0, large, small),)


def _binary_cross_entropy(z: Symbol, t: Symbol) -> Ruled:
    # softplus(z) - t z would cancel where the answer is sure and right; here every term is at least 0.
    large, small, e = _logistic(z)
    missed = select(z >= 0.0, z * (1.0 - t), -z * t)
    slope = (1.0 - t) * select(z >= 0.0, large, small) - t * select(z >= 0.0, small, large)
    return missed + log1p(e), (slope, -z)


def _exponentials(xs: Sequence[Symbol]) -> tuple[Symbol, list[Symbol], Symbol]:
    """Return the largest x, exp(x - largest) for each, and the sum of these without the largest one's 1.

    Added to 1 at once, what a small exponential says would be lost.
    """
    largest = xs[0]
    for x in xs[1:]:
        largest = select(x > largest, x, largest)
    exponentials = [exp(x - largest) for x in xs]
    top, rest = exponentials[0], symbol(0.0)
    for e in exponentials[1:]:
        rest = rest + select(e > top, top, e)
        top = select(e > top, e, top)
    return largest, exponentials, rest


def _log_sum_exp(*xs: Symbol) -> Ruled:
    largest, exponentials, rest = _exponentials(xs)
    total = 1.0 + rest
    return largest + log1p(rest), tuple(e / total for e in exponentials)


def _softmax(*xs: Symbol) -> Ruled:
    _, (first, *others), _ = _exponentials(xs)
    rest = symbol(0.0)
    for e in others:
        rest = rest + e
    total = first + rest
    value = first / total
    return value, (value * (rest / total), *(-value * (e / total) for e in others))


def _cross_entropy(*operands: Symbol) -> Ruled:
    logits, targets = operands[: len(operands) // 2], operands[len(operands) // 2 :]
    largest, exponentials, rest = _exponentials(logits)
    total, log_total = 1.0 + rest, log1p(rest)
    # Differences of logits and log_total are at least 0: nothing cancels, where log_sum_exp(z) - z would.
    surprises = [(largest - z) + log_total for z in logits]
    value, all_targets = targets[0] * surprises[0], targets[0]
    for t, surprise in zip(targets[1:], surprises[1:], strict=True):
        value, all_targets = value + t * surprise, all_targets + t
    slopes = []
    for e, t in zip(exponentials, targets, strict=True):
        share = e / total
        others = select(e.equals(1.0), rest / total, 1.0 - share)
        slopes.append(share * (all_targets - t) - t * others)
    return value, (*slopes, *surprises)


OPERATIONS = OperationTable()
BUILT_IN = [
    make_operation("+", _add, "+", "x + y"),
    make_operation("-", _subtract, "−", "x - y"),
    make_operation("*", _multiply, "×", "x * y"),
    make_operation("/", _divide, "÷", "x / y", "a divisor other than 0"),
    make_operation("**", _power, "xʸ", "x ** y", "a base above 0"),
    make_operation("neg", _negate, "−", "-x"),
    make_operation("exp", _exp, "exp", "exp(x)", "a number up to 709.78"),
    make_operation("log", _log, "log", "log(x)", "a number above 0"),
    make_operation("sqrt", _sqrt, "√", "sqrt(x)", "a number above 0 (the slope at 0 is infinite)"),
    make_operation("sigmoid", _sigmoid, "σ", "1 / (1 + exp(-x))"),
    make_operation("tanh", _tanh, "tanh", "tanh(x)"),
    make_operation("relu", _relu, "relu", "max(0, x)"),
    make_operation("leaky_relu", _leaky_relu, "lrelu", f"max({LEAK:g} x, x)"),
    make_operation("elu", _elu, "elu", "x if x > 0 else exp(x) - 1"),
    make_operation("gelu", _gelu, "gelu", "x / 2 (1 + erf(x / √2))"),
    make_operation("silu", _silu, "silu", "x / (1 + exp(-x))"),
    make_operation("softplus", _softplus, "s⁺", "log(1 + exp(x))"),
    make_operation("erf", _erf, "erf", "erf(x)"),
    make_operation("sin", _sin, "sin", "sin(x)"),
    make_operation("cos", _cos, "cos", "cos(x)"),
    make_operation("abs", _absolute, "|x|", "|x|"),
    make_operation("maximum", _maximum, "max", "max(x, y)"),
    make_operation("minimum", _minimum, "min", "min(x, y)"),
    make_operation("log_sum_exp", _log_sum_exp, "lse", "log(exp(x) + exp(y) + …)"),
    make_operation("softmax", _softmax, "S", "exp(x) / (exp(x) + exp(y) + …)"),
    make_operation("cross_entropy", _cross_entropy, "CE", "-Σ target log(softmax(logits))", in_pairs=True),
    make_operation("binary_cross_entropy", _binary_cross_entropy, "BCE", "log(1 + exp(x)) - x y"),
]  # fmt: skip
for _operation in BUILT_IN:
    OPERATIONS.add(_operation)
