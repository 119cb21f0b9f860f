"""Abstract numbers: the language in which the rules of operations are written.

A rule such as ``lambda x: (exp(x), (exp(x),))`` is run once on `Symbol` objects. What comes out is an
expression, not a number, and every consumer reads that same expression in its own way: the interpreter turns
it into Python floats, the array backend into NumPy lanes, the compiler into machine code.

Rules may use ``+ - * /``, unary minus, comparisons, `select` and the primitives of this module. They must
not branch in Python: ``if x > 0`` on a Symbol raises a TypeError, because the answer differs from sample
to sample; ``select(x > 0, a, b)`` is how a rule chooses.
"""

from __future__ import annotations

from typing import TypeAlias

Number: TypeAlias = "Symbol | float | int"

ARITHMETIC = ("+", "-", "*", "/")
COMPARISONS = ("<", "<=", ">", ">=", "==")
PRIMITIVES = ("exp", "log", "sin", "cos", "sqrt", "erf", "tanh", "power", "absolute")


class Symbol:
    """One node of a rule's expression.

    Parameters
    ----------
    kind
        ``"operand"``, ``"number"``, ``"select"``, or one of `ARITHMETIC`, `COMPARISONS`, `PRIMITIVES`.
    parts
        The symbols this one is made of, in order.
    detail
        Position of an operand, or the value of a number.
    """

    __slots__ = ("detail", "kind", "parts")

    def __init__(self, kind: str, parts: tuple[Symbol, ...] = (), detail: float = 0.0) -> None:
        self.kind = kind
        self.parts = parts
        self.detail = detail

    @property
    def number(self) -> float | None:
        """The value where this symbol is a plain number, else None."""
        return self.detail if self.kind == "number" else None

    def __add__(self, other: Number) -> Symbol:
        return _combine("+", self, other)

    def __radd__(self, other: Number) -> Symbol:
        return _combine("+", other, self)

    def __sub__(self, other: Number) -> Symbol:
        return _combine("-", self, other)

    def __rsub__(self, other: Number) -> Symbol:
        return _combine("-", other, self)

    def __mul__(self, other: Number) -> Symbol:
        return _combine("*", self, other)

    def __rmul__(self, other: Number) -> Symbol:
        return _combine("*", other, self)

    def __truediv__(self, other: Number) -> Symbol:
        return _combine("/", self, other)

    def __rtruediv__(self, other: Number) -> Symbol:
        return _combine("/", other, self)

    def __neg__(self) -> Symbol:
        return Symbol("-", (symbol(-0.0), self))

    def __abs__(self) -> Symbol:
        return absolute(self)

    def __lt__(self, other: Number) -> Symbol:
        return _combine("<", self, other)

    def __le__(self, other: Number) -> Symbol:
        return _combine("<=", self, other)

    def __gt__(self, other: Number) -> Symbol:
        return _combine(">", self, other)

    def __ge__(self, other: Number) -> Symbol:
        return _combine(">=", self, other)

    def equals(self, other: Number) -> Symbol:
        """Whether both numbers are the same (``==`` is kept for Python's own identity)."""
        return _combine("==", self, other)

    def __bool__(self) -> bool:
        raise TypeError(
            "a rule cannot branch in Python on an abstract number: "
            "write select(condition, a, b) instead of `if`"
        )

    def __repr__(self) -> str:
        if self.kind == "number":
            return f"{self.detail:g}"
        if self.kind == "operand":
            return "xyzuvw"[int(self.detail)] if self.detail < 6 else f"x{int(self.detail)}"
        inner = [repr(part) for part in self.parts]
        if self.kind in ARITHMETIC or self.kind in COMPARISONS:
            return f"({inner[0]} {self.kind} {inner[1]})"
        return f"{self.kind}({', '.join(inner)})"


def symbol(value: Number) -> Symbol:
    """Return `value` as a Symbol (a plain number becomes a constant)."""
    return value if isinstance(value, Symbol) else Symbol("number", (), float(value))


def _combine(kind: str, left: Number, right: Number) -> Symbol:
    return Symbol(kind, (symbol(left), symbol(right)))


def exp(x: Number) -> Symbol:
    """E to the power x."""
    return Symbol("exp", (symbol(x),))


def log(x: Number) -> Symbol:
    """Natural logarithm."""
    return Symbol("log", (symbol(x),))


def sin(x: Number) -> Symbol:
    """Sine of an angle in radians."""
    return Symbol("sin", (symbol(x),))


def cos(x: Number) -> Symbol:
    """Cosine of an angle in radians."""
    return Symbol("cos", (symbol(x),))


def sqrt(x: Number) -> Symbol:
    """Square root."""
    return Symbol("sqrt", (symbol(x),))


def erf(x: Number) -> Symbol:
    """Error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x."""
    return Symbol("erf", (symbol(x),))


def tanh(x: Number) -> Symbol:
    """Hyperbolic tangent."""
    return Symbol("tanh", (symbol(x),))


def power(base: Number, exponent: Number) -> Symbol:
    """Raise `base` to the power `exponent`, as the C library's pow."""
    return Symbol("power", (symbol(base), symbol(exponent)))


def absolute(x: Number) -> Symbol:
    """Absolute value."""
    return Symbol("absolute", (symbol(x),))


def select(condition: Symbol, if_true: Number, if_false: Number) -> Symbol:
    """Choose between two numbers; **both** are computed, so both must be harmless everywhere."""
    return Symbol("select", (condition, symbol(if_true), symbol(if_false)))


def log1p(x: Number) -> Symbol:
    """log(1 + x) without cancellation for small x >= 0, from `log` alone.

    W. Kahan's identity: with u = fl(1 + x), log(u) * x / (u - 1) corrects the rounding of u.
    """
    x = symbol(x)
    u = 1.0 + x
    rounding = u - 1.0
    lost = rounding.equals(0.0)
    return select(lost, x, log(u) * x / select(lost, 1.0, rounding))


def operands(count: int) -> tuple[Symbol, ...]:
    """Return the placeholders a rule of `count` operands is traced with."""
    return tuple(Symbol("operand", (), float(position)) for position in range(count))
