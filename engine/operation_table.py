"""A row of the table of operations: a rule, its name, and how it is drawn."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.source_code import FloatFunction, float_function
from engine.symbols import Number, Symbol, operands, power, sqrt, symbol

Rule = Callable[..., tuple[Number, tuple[Number, ...]]]
VERSION_SIGN = "#"
"""Separates the name of an operation from what tells it from others that go by the same name."""


def title_of(name: str) -> str:
    """Return what people call an operation: ``swish`` for ``swish#2``."""
    return name.partition(VERSION_SIGN)[0]


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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
        The value in usual notation, with operands x, y.
    domain
        Condition on the operands, to follow "needs ...".
    in_pairs
        Whether the number of operands must be even.
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
        if name not in self._rows and (exponent := fixed_exponent(name)) is not None:
            self._rows[name] = _power_with_fixed_exponent(name, exponent)
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._rows))  # rows may be added meanwhile

    def __len__(self) -> int:
        return len(self._rows)


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
    shown = name[2:].translate(_RAISED) if exponent.is_integer() else name[2:]
    return Operation(name, rule, 1, f"x{shown}", f"x ** {name[2:]}", domain)


def _product(x: Symbol, count: int) -> Symbol:
    result = symbol(1.0) + 0.0 * x if count == 0 else x
    for _ in range(count - 1):
        result = result * x
    return result


def fixed_exponent_name(exponent: float) -> str:
    """Return the name of the operation x ** exponent."""
    return f"**{int(exponent)}" if exponent.is_integer() and abs(exponent) < 2**53 else f"**{exponent!r}"


def fixed_exponent(name: str) -> float | None:
    """Return the exponent of the operation x ** exponent, None for any other operation."""
    if not name.startswith("**"):
        return None
    try:
        return float(name[2:])
    except ValueError:
        return None
