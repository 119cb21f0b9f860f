"""Abstract numbers: the language in which the rules of operations are written.

A rule such as ``lambda x: (exp(x), (exp(x),))`` is run once on `Symbol` objects. What comes out is an
expression, not a number, and every consumer reads that same expression in its own way: the interpreter turns
it into Python floats, the array backend into NumPy lanes, the compiler into machine code.

Rules may use ``+ - * /``, unary minus, comparisons, `select` and the primitives of this module. They must
not branch in Python: ``if x > 0`` on a Symbol raises a TypeError, because the answer differs from sample
to sample; ``select(x > 0, a, b)`` is how a rule chooses.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
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
    reading
        What people read in its place: a name, or a plainer expression. It changes no result.
    """

    __slots__ = ("detail", "kind", "parts", "reading")

    def __init__(
        self,
        kind: str,
        parts: tuple[Symbol, ...] = (),
        detail: float = 0.0,
        reading: str | Symbol | None = None,
    ) -> None:
        self.kind = kind
        self.parts = parts
        self.detail = detail
        self.reading = reading

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
    """log(1 + x) without cancellation for x >= 0: u = 1 + x is rounded, and what it lost follows."""
    x = symbol(x)
    u = 1.0 + x
    return log(u) + (x - (u - 1.0)) * (1.0 / u)


# (t + 5) exp(t^2 / 2) times the share of the normal distribution above t, as a polynomial in
# (5 - 1.25 t) / (5 + t) for t >= 0: interpolated at Chebyshev's nodes, off by 3e-17 of itself.
_NORMAL_TAIL = (
    0.8496957717177204,
    0.7004649271683128,
    0.4843749841428298,
    0.27811948195867736,
    0.12948165075053408,
    0.046439848470962594,
    0.011238259243209798,
    0.000892236000337441,
    -0.0005313521491205502,
    -0.00019836150632540007,
    4.026957339606411e-06,
    1.8309526360192415e-05,
    1.9813449182821493e-06,
    -1.631659380510775e-06,
    -3.140328359177676e-07,
    1.6570565106942252e-07,
    3.7177300934129605e-08,
    -1.9534160441358848e-08,
    -3.645170416219309e-09,
    2.318753793064673e-09,
    2.3005342196801946e-10,
    -1.8596840652008676e-10,
)


def scaled_normal_tail(t: Number) -> Symbol:
    """exp(t^2 / 2) times the share of the normal distribution above t >= 0: from 1/2 at 0 to 0.4 / t far out.

    1 minus the share below t would be 0 from t = 8 on. (The variable follows Shepherd and Laframboise 1981.)
    """
    t = symbol(t)
    q = 1.0 / (t + 5.0)
    s = (5.0 - 1.25 * t) * q
    terms = [symbol(coefficient) for coefficient in _NORMAL_TAIL[2:]]
    power = s
    while len(terms) > 1:  # Estrin's scheme: pairs do not wait for one another
        pairs = [high * power + low for low, high in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + terms[2 * len(pairs) :]
        power = power * power
    return (_NORMAL_TAIL[0] + s * (_NORMAL_TAIL[1] + s * terms[0])) * q


def read_as(reading: str | Symbol, computed: Symbol) -> Symbol:
    """Return `computed` with what people read in its place; see `Symbol.reading`."""
    return Symbol(computed.kind, computed.parts, computed.detail, reading)


def operands(count: int) -> tuple[Symbol, ...]:
    """Return the placeholders a rule of `count` operands is traced with."""
    return tuple(Symbol("operand", (), float(position)) for position in range(count))


def parts_first(expression: Symbol, done: Container[Symbol]) -> Iterator[Symbol]:
    """Yield an expression and its parts, smaller ones first, but for those in `done`.

    The caller adds each to `done` as it comes: so a part is visited once, however many others share it.
    There is no recursion: a log_sum_exp of a thousand operands is a thousand symbols deep.
    """
    stack = [expression]
    while stack:
        missing = [part for part in reversed(stack[-1].parts) if part not in done]
        if missing:
            stack.extend(missing)
            continue
        part = stack.pop()
        if part not in done:
            yield part


def varying(expressions: Iterable[Symbol], count: int) -> dict[Symbol, bool]:
    """Return for every part, smaller ones first, whether one of the first `count` operands is in it."""
    varies: dict[Symbol, bool] = {}
    for expression in expressions:
        for part in parts_first(expression, varies):
            is_operand = part.kind == "operand" and part.detail < count
            varies[part] = is_operand or any(varies[smaller] for smaller in part.parts)
    return varies
