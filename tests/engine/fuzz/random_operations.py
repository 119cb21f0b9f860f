"""Random operations as a user might define them: a random expression, differentiated by dual numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.operation_table import Operation, make_operation
from engine.symbols import Number, Symbol, absolute, cos, erf, exp, log, log1p, power, select, sin, sqrt, tanh

# So many different ones are made: functions are generated once for each, and kept.
POOL = 60


@dataclass(frozen=True)
class Dual:
    """An expression and its derivatives by each operand."""

    value: Symbol
    slopes: tuple[Number, ...]

    def chain(self, value: Symbol, slope: Symbol) -> Dual:
        return Dual(value, tuple(slope * s for s in self.slopes))


def random_operation(number: int) -> Operation:
    """Return operation `number` of the pool: 1 to 3 operands, or any number; results within [-1, 1].

    Operands may be anything up to +-6.
    """
    rng = np.random.default_rng([number, 271828])
    variadic = number % 10 == 9
    # Rules and their operations are immutable, but made anew each time: the engine keeps what they generate.
    expression = _random_expression(rng)

    def of_any_number(*xs: Symbol) -> tuple[Number, tuple[Number, ...]]:
        total = xs[0]
        for x in xs[1:]:
            total = total + x
        mean = total / float(len(xs))
        value = sin(mean)
        return value, tuple(cos(mean) / float(len(xs)) for _ in xs)

    def of_one(x: Symbol) -> tuple[Number, tuple[Number, ...]]:
        return expression(x)

    def of_two(x: Symbol, y: Symbol) -> tuple[Number, tuple[Number, ...]]:
        return expression(x, y)

    def of_three(x: Symbol, y: Symbol, z: Symbol) -> tuple[Number, tuple[Number, ...]]:
        return expression(x, y, z)

    rule = of_any_number if variadic else (of_one, of_two, of_three)[number % 3]
    return make_operation(f"fuzz {number}", rule)


def _random_expression(
    rng: np.random.Generator,
) -> Callable[..., tuple[Number, tuple[Number, ...]]]:
    # Drawn beforehand, so that the rule says the same each time it is traced.
    draws = [
        (str(rng.choice(PIECES)), rng.integers(0, 99, 2), float(rng.uniform(0.3, 1.5))) for _ in range(5)
    ]
    draws = draws[: int(rng.integers(1, 6))]
    scale = float(rng.uniform(0.5, 1.0))

    def expression(*xs: Symbol) -> tuple[Number, tuple[Number, ...]]:
        count = len(xs)
        terms = [
            _tame(Dual(x, tuple(1.0 if i == j else 0.0 for j in range(count)))) for i, x in enumerate(xs)
        ]
        total = terms[0]
        for term in terms[1:]:
            total = _sum(total, term)
        for piece, (first, second), c in draws:
            made = _piece(piece, terms[first % len(terms)], terms[second % len(terms)], c)
            terms.append(_tame(made))
            total = _sum(total, terms[-1])
        result = _tame(total)
        return scale * result.value, tuple(scale * slope for slope in result.slopes)

    return expression


PIECES = (
    "product", "ratio", "bell", "cosine", "error", "root", "log", "log1p", "power", "size", "bend", "fixed"
)  # fmt: skip


def _piece(name: str, x: Dual, y: Dual, c: float) -> Dual:
    """Return a random function of terms within [-1, 1], safe everywhere."""
    v = x.value
    if name == "product":
        both = zip(x.slopes, y.slopes, strict=True)
        return Dual(v * y.value, tuple(s * y.value + v * t for s, t in both))
    if name == "ratio":
        divisor = 1.0 + y.value * y.value
        both = zip(x.slopes, y.slopes, strict=True)
        slopes = ((s * divisor - v * (2.0 * y.value * t)) / (divisor * divisor) for s, t in both)
        return Dual(v / divisor, tuple(slopes))
    if name == "bend":  # two slopes that meet in a corner
        bent = select(v > 0.3, c * (v - 0.3), 0.1 * (v - 0.3))
        return x.chain(bent, select(v > 0.3, c, 0.1))
    if name == "size":
        return x.chain(absolute(v), select(v > 0.0, 1.0, select(v < 0.0, -1.0, 0.0)))
    if name == "bell":
        bell = exp(-c * (v * v))
        return x.chain(bell, -2.0 * c * v * bell)
    if name == "cosine":
        return x.chain(cos(3.0 * v), -3.0 * sin(3.0 * v))
    if name == "error":
        return x.chain(erf(c * v), c * 1.1283791670955126 * exp(-(c * v * (c * v))))
    square = v * v + c
    if name == "root":
        root = sqrt(square)
        return x.chain(root, v / root)
    if name == "log":
        return x.chain(log(square), 2.0 * v / square)
    if name == "log1p":
        return x.chain(log1p(v * v), 2.0 * v / (1.0 + v * v))
    if name == "power":
        return x.chain(power(square, c), 2.0 * c * v * power(square, c - 1.0))
    return x.chain(v - c, 1.0 + 0.0 * v)


def _sum(x: Dual, y: Dual) -> Dual:
    return Dual(x.value + y.value, tuple(s + t for s, t in zip(x.slopes, y.slopes, strict=True)))


def _tame(x: Dual) -> Dual:
    """Bring a term back into [-1, 1]."""
    e = exp(-2.0 * absolute(x.value))
    r = 1.0 / (1.0 + e)
    return x.chain(tanh(x.value), 4.0 * e * r * r)
