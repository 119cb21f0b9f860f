"""Derivatives as textbooks write them, where the engine's own are careful with rounding and long."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from engine.operation_table import Operation
from engine.symbols import Number, Symbol, erf, exp, log, select, symbol

Reading = Callable[[Sequence[Symbol], Symbol, int], Number]


def derivative(operation: Operation, given: Sequence[Symbol], out: Symbol, place: int) -> Symbol:
    """Return the derivative of an operation by one of its operands, to be read.

    Parameters
    ----------
    given
        The operands.
    out
        Stands for the value of the operation.
    """
    if operation.name in READINGS:
        return symbol(READINGS[operation.name](given, out, place))
    expression = operation.expression(len(given))
    made = expression.derivatives[place]
    return _replaced(
        made.reading if isinstance(made.reading, Symbol) else made, given, {expression.value: out}
    )


def _replaced(expression: Symbol, given: Sequence[Symbol], known: dict[Symbol, Symbol]) -> Symbol:
    """Return an expression with other symbols in place of its operands, and of those that are known."""
    if expression.kind == "operand":
        return given[int(expression.detail)]
    if expression not in known:
        parts = tuple(_replaced(part, given, known) for part in expression.parts)
        is_same = parts == expression.parts
        known[expression] = (
            expression if is_same else Symbol(expression.kind, parts, expression.detail, expression.reading)
        )
    return known[expression]


def _divide(given: Sequence[Symbol], out: Symbol, place: int) -> Number:
    x, y = given
    return -(x / (y * y)) if place else 1.0 / y


def _larger(given: Sequence[Symbol], out: Symbol, place: int) -> Number:
    mine, other = given[place], given[1 - place]
    return select(mine > other, 1.0, select(mine < other, 0.0, 0.5))


def _smaller(given: Sequence[Symbol], out: Symbol, place: int) -> Number:
    mine, other = given[place], given[1 - place]
    return select(mine < other, 1.0, select(mine > other, 0.0, 0.5))


def _gelu(given: Sequence[Symbol], out: Symbol, place: int) -> Number:
    (x,) = given
    share = (1.0 + erf(x / math.sqrt(2.0))) / 2.0
    return share + x * exp(-(x * x) / 2.0) / math.sqrt(2.0 * math.pi)


def _softmax(given: Sequence[Symbol], out: Symbol, place: int) -> Number:
    return -(out * out * exp(given[place] - given[0])) if place else out * (1.0 - out)


def _cross_entropy(given: Sequence[Symbol], out: Symbol, place: int) -> Number:
    count = len(given) // 2
    logits, targets = given[:count], given[count:]
    total, all_targets = _sum([exp(z) for z in logits]), _sum(targets)
    if place >= count:
        return log(total) - logits[place - count]
    return exp(logits[place]) / total * all_targets - targets[place]


def _binary_cross_entropy(given: Sequence[Symbol], out: Symbol, place: int) -> Number:
    x, target = given
    return -x if place else 1.0 / (1.0 + exp(-x)) - target


def _sum(parts: Sequence[Symbol]) -> Symbol:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


READINGS: dict[str, Reading] = {
    "/": _divide,
    "sigmoid": lambda given, out, place: out * (1.0 - out),
    "tanh": lambda given, out, place: 1.0 - out * out,
    "elu": lambda given, out, place: select(given[0] > 0.0, 1.0, exp(given[0])),
    "gelu": _gelu,
    "silu": lambda given, out, place: out + (1.0 - out) / (1.0 + exp(-given[0])),
    "softplus": lambda given, out, place: 1.0 - exp(-out),
    "maximum": _larger,
    "minimum": _smaller,
    "log_sum_exp": lambda given, out, place: exp(given[place] - out),
    "softmax": _softmax,
    "cross_entropy": _cross_entropy,
    "binary_cross_entropy": _binary_cross_entropy,
}
