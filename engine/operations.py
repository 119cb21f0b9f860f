"""The table of operations: every rule of the engine, each written once.

A rule takes abstract numbers (`engine.symbols`) and returns ``(value, derivatives)``, one local derivative
per operand. Value and derivatives may share parts, so a sigmoid computes its exponential once. The
interpreter, the array backend, the gradient check and the formulas on screen all read this table and
nothing else.

Kinks are stated: relu'(0) = 0, leaky_relu'(0) = 0.01, abs'(0) = 0, ties of maximum and minimum give each
side 1/2.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.source_code import FloatFunction, float_function
from engine.symbols import (
    Number,
    Symbol,
    absolute,
    cos,
    erf,
    exp,
    log,
    log1p,
    operands,
    power,
    scaled_normal_tail,
    select,
    sin,
    sqrt,
    symbol,
    tanh,
)

LEAK = 0.01
"""Slope of `leaky_relu` below 0 (Maas, Hannun and Ng 2013)."""
Rule = Callable[..., tuple[Number, tuple[Number, ...]]]


@dataclass(frozen=True)
class Expression:
    """What a rule says for a given number of operands: the value and one derivative per operand."""

    value: Symbol
    derivatives: tuple[Symbol, ...]


@dataclass(frozen=True)
class Operation:
    """One row of the table.

    Parameters
    ----------
    name
        As stored in ``Scalar.operation``.
    rule
        Abstract numbers in, ``(value, derivatives)`` out.
    arity
        Number of operands, or None for any number from one.
    symbol
        Short text for the circle in a drawing of the graph.
    formula
        The value as people write it, with operands x, y.
    domain
        What the operands must fulfil, as the end of "needs ...".
    in_pairs
        Whether any number of operands is to be an even one.
    """

    name: str
    rule: Rule
    arity: int | None
    symbol: str
    formula: str
    domain: str = "finite numbers"
    in_pairs: bool = False
    _expressions: dict[int, Expression] = field(default_factory=dict, repr=False, compare=False)
    _functions: dict[int, FloatFunction] = field(default_factory=dict, repr=False, compare=False)

    def expression(self, count: int) -> Expression:
        """Return the rule run on `count` abstract operands (traced once, then kept)."""
        if count not in self._expressions:
            if not self.takes(count):
                raise ValueError(f"operation {self.name!r} takes {self.wanted} operands, {count} were given")
            value, derivatives = self.rule(*operands(count))
            if len(derivatives) != count:
                raise ValueError(
                    f"the rule of {self.name!r} returned {len(derivatives)} derivatives for {count} operands"
                )
            self._expressions[count] = Expression(symbol(value), tuple(symbol(d) for d in derivatives))
        return self._expressions[count]

    def on_floats(self, count: int) -> FloatFunction:
        """Return the rule for plain numbers: `count` operands in, the value and then the derivatives out."""
        if count not in self._functions:
            expression = self.expression(count)
            self._functions[count] = float_function([expression.value, *expression.derivatives], count)
        return self._functions[count]

    def takes(self, count: int) -> bool:
        """Whether it can be applied to `count` operands."""
        if self.arity is not None:
            return count == self.arity
        return count > 0 and not (self.in_pairs and count % 2)

    @property
    def wanted(self) -> str:
        """How many operands it takes, as in "takes ... operands"."""
        if self.arity is not None:
            return str(self.arity)
        return "an even number of" if self.in_pairs else "at least 1"

    @cached_property
    def is_unary(self) -> bool:
        """Whether it takes one operand, and so can serve as an activation."""
        return self.arity == 1


class OperationTable(Mapping[str, Operation]):
    """All known operations by name; powers with a fixed exponent ("**3") are made when first asked for."""

    def __init__(self) -> None:
        self._rows: dict[str, Operation] = {}

    def add(self, operation: Operation) -> Operation:
        """Enter a row; a name can be taken once."""
        if operation.name in self._rows:
            raise ValueError(f"an operation named {operation.name!r} exists already")
        operation.expression(operation.arity or 2)  # a rule that cannot be traced fails here, not in a run
        self._rows[operation.name] = operation
        return operation

    def remove(self, name: str) -> None:
        """Take a row out again."""
        del self._rows[name]

    def __getitem__(self, name: str) -> Operation:
        if name not in self._rows and name.startswith("**") and len(name) > 2:
            try:
                exponent = float(name[2:])
            except ValueError:
                raise KeyError(name) from None
            self._rows[name] = _power_with_fixed_exponent(name, exponent)
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


OPERATIONS = OperationTable()


def make_operation(
    name: str,
    rule: Rule,
    symbol: str | None = None,
    formula: str | None = None,
    domain: str = "finite numbers",
    *,
    in_pairs: bool = False,
) -> Operation:
    """Return the row for `rule`, its arity read off the rule's signature."""
    parameters = inspect.signature(rule).parameters.values()
    variadic = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    arity = None if variadic else len(parameters)
    called = f"{name}({'x, y, …' if variadic else ', '.join('xyzuvw'[:arity])})"
    return Operation(name, rule, arity, symbol or name, formula or called, domain, in_pairs)


def _power_with_fixed_exponent(name: str, exponent: float) -> Operation:
    def rule(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
        if exponent == 0.5:
            root = sqrt(x)
            return root, (0.5 / root,)
        if exponent.is_integer() and abs(exponent) <= 8:
            count = int(abs(exponent))
            if exponent < 0:
                # Powers of 1/x overflow where the result does; powers of x would vanish and be divided by.
                inverse = 1.0 / x
                value = _product(inverse, count)
                return value, (exponent * value * inverse,)
            lower = _product(x, count - 1) if count else 0.0 * x
            return _product(x, count), (exponent * lower,)
        return power(x, exponent), (exponent * power(x, exponent - 1.0),)

    if exponent.is_integer():
        domain = "a base other than 0" if exponent < 0 else "finite numbers"
    elif exponent < 0:
        domain = "a base above 0"
    else:
        domain = "a base of at least 0" + (" (the slope at 0 is infinite)" if exponent < 1 else "")
    return Operation(name, rule, 1, f"x{name[2:]}", f"x ** {name[2:]}", domain)


def _product(x: Symbol, count: int) -> Symbol:
    result = symbol(1.0) + 0.0 * x if count == 0 else x
    for _ in range(count - 1):
        result = result * x
    return result


def fixed_exponent_name(exponent: float) -> str:
    """Return the name of the operation x ** exponent."""
    return f"**{int(exponent)}" if exponent.is_integer() and abs(exponent) < 2**53 else f"**{exponent!r}"


def _power(x: Symbol, y: Symbol) -> tuple[Number, tuple[Number, ...]]:
    value = power(x, y)
    return value, (y * power(x, y - 1.0), value * log(x))


def _divide(x: Symbol, y: Symbol) -> tuple[Number, tuple[Number, ...]]:
    value = x / y
    return value, (1.0 / y, -(value / y))


def _logistic(x: Symbol) -> tuple[Symbol, Symbol, Symbol]:
    """Return sigmoid(|x|), sigmoid(-|x|), and exp(-|x|), of which both are made: nothing overflows."""
    e = exp(-absolute(x))
    large = 1.0 / (1.0 + e)
    small = e * large
    # The roundings of 1 + e, large and the product add up; what small (1 + e) lacks to e takes them back.
    return large, small + (e - small - small * e) * large, e


def _sigmoid(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    large, small, _ = _logistic(x)
    return select(x >= 0.0, large, small), (large * small,)


def _tanh(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    # 1 - tanh(x)^2 cancels to 0 from |x| = 19 on; this form of the derivative does not.
    e = exp(-2.0 * absolute(x))
    r = 1.0 / (1.0 + e)
    return tanh(x), (4.0 * e * r * r,)


def _leaky_relu(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    return select(x > 0.0, x, LEAK * x), (select(x > 0.0, 1.0, LEAK),)


def _elu(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    low = select(x > 0.0, 0.0, x)
    e = exp(low)
    # exp(x) - 1 as tanh(x / 2) (exp(x) + 1): nothing cancels near 0.
    return select(x > 0.0, x, tanh(0.5 * low) * (e + 1.0)), (select(x > 0.0, 1.0, e),)


def _silu(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    large, small, _ = _logistic(x)
    share = select(x >= 0.0, large, small)
    return x * share, (share + x * (large * small),)


def _gelu(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    # x times the share of the normal distribution below x (Hendrycks and Gimpel 2016), not an approximation.
    tail, e = scaled_normal_tail(absolute(x)), exp(-0.5 * (x * x))
    low = (x * tail) * e
    slope = x / math.sqrt(2.0 * math.pi)
    return (
        select(x >= 0.0, x - low, low),
        (select(x >= 0.0, 1.0 + (slope - tail) * e, (slope + tail) * e),),
    )


def _softplus(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    large, small, e = _logistic(x)
    return select(x > 0.0, x, 0.0) + log1p(e), (select(x >= 0.0, large, small),)


def _binary_cross_entropy(z: Symbol, t: Symbol) -> tuple[Number, tuple[Number, ...]]:
    # softplus(z) - t z would cancel where the answer is sure and right; here every term is at least 0.
    large, small, e = _logistic(z)
    missed = select(z >= 0.0, z * (1.0 - t), -z * t)
    slope = (1.0 - t) * select(z >= 0.0, large, small) - t * select(z >= 0.0, small, large)
    return missed + log1p(e), (slope, -z)


def _maximum(x: Symbol, y: Symbol) -> tuple[Number, tuple[Number, ...]]:
    share = select(x > y, 1.0, select(x < y, 0.0, 0.5))
    # Comparisons with NaN are false: the sum passes it on, where choosing the other number would hide it.
    return select(x > y, x, select(x <= y, y, x + y)), (share, 1.0 - share)


def _minimum(x: Symbol, y: Symbol) -> tuple[Number, tuple[Number, ...]]:
    share = select(x < y, 1.0, select(x > y, 0.0, 0.5))
    return select(x < y, x, select(x >= y, y, x + y)), (share, 1.0 - share)


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


def _log_sum_exp(*xs: Symbol) -> tuple[Number, tuple[Number, ...]]:
    largest, exponentials, rest = _exponentials(xs)
    total = 1.0 + rest
    return largest + log1p(rest), tuple(e / total for e in exponentials)


def _softmax(*xs: Symbol) -> tuple[Number, tuple[Number, ...]]:
    _, (first, *others), _ = _exponentials(xs)
    rest = symbol(0.0)
    for e in others:
        rest = rest + e
    total = first + rest
    value = first / total
    return value, (value * (rest / total), *(-value * (e / total) for e in others))


def _cross_entropy(*operands: Symbol) -> tuple[Number, tuple[Number, ...]]:
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


def _exp(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    value = exp(x)
    return value, (value,)


def _sqrt(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
    value = sqrt(x)
    return value, (0.5 / value,)


BUILT_IN = [
    make_operation("+", lambda x, y: (x + y, (1.0, 1.0)), "+", "x + y"),
    make_operation("-", lambda x, y: (x - y, (1.0, -1.0)), "−", "x - y"),
    make_operation("*", lambda x, y: (x * y, (y, x)), "×", "x * y"),
    make_operation("/", _divide, "÷", "x / y", "a divisor other than 0"),
    make_operation("**", _power, "xʸ", "x ** y", "a base above 0"),
    make_operation("neg", lambda x: (-x, (-1.0,)), "−", "-x"),
    make_operation("exp", _exp, "exp", "exp(x)", "a number up to 709.78"),
    make_operation("log", lambda x: (log(x), (1.0 / x,)), "log", "log(x)", "a number above 0"),
    make_operation("sqrt", _sqrt, "√", "sqrt(x)", "a number above 0 (the slope at 0 is infinite)"),
    make_operation("sigmoid", _sigmoid, "σ", "1 / (1 + exp(-x))"),
    make_operation("tanh", _tanh, "tanh", "tanh(x)"),
    make_operation(
        "relu", lambda x: (select(x <= 0.0, 0.0, x), (select(x > 0.0, 1.0, 0.0),)), "relu", "max(0, x)"
    ),
    make_operation("leaky_relu", _leaky_relu, "lrelu", f"max({LEAK:g} x, x)"),
    make_operation("elu", _elu, "elu", "x if x > 0 else exp(x) - 1"),
    make_operation("gelu", _gelu, "gelu", "x / 2 (1 + erf(x / √2))"),
    make_operation("silu", _silu, "silu", "x / (1 + exp(-x))"),
    make_operation("softplus", _softplus, "s⁺", "log(1 + exp(x))"),
    make_operation(
        "erf", lambda x: (erf(x), (2.0 / math.sqrt(math.pi) * exp(-(x * x)),)), "erf", "erf(x)"
    ),
    make_operation("sin", lambda x: (sin(x), (cos(x),)), "sin", "sin(x)"),
    make_operation("cos", lambda x: (cos(x), (-sin(x),)), "cos", "cos(x)"),
    make_operation(
        "abs", lambda x: (absolute(x), (select(x > 0.0, 1.0, select(x < 0.0, -1.0, 0.0)),)), "|x|", "|x|"
    ),
    make_operation("maximum", _maximum, "max", "max(x, y)"),
    make_operation("minimum", _minimum, "min", "min(x, y)"),
    make_operation("log_sum_exp", _log_sum_exp, "lse", "log(exp(x) + exp(y) + …)"),
    make_operation("softmax", _softmax, "S", "exp(x) / (exp(x) + exp(y) + …)"),
    make_operation("cross_entropy", _cross_entropy, "CE", "-Σ target log(softmax(logits))", in_pairs=True),
    make_operation("binary_cross_entropy", _binary_cross_entropy, "BCE", "log(1 + exp(x)) - x y"),
]  # fmt: skip
for _operation in BUILT_IN:
    OPERATIONS.add(_operation)
