"""The little language of lessons: conditions and numbers over runs, such as ``b.train_loss@50 < 0.1``.

It is closed: names of runs and quantities, numbers, texts, arithmetic, comparisons, `and`, `or`, `not`, and a
few functions. A quantity of a layer or a sample has its place in brackets, ``b.gradient_norm(2)``; ``@`` and
an epoch, or ``@cursor``, say when. Python's parser reads it, but only the nodes named here are accepted and
nothing is executed.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, Protocol

from playground.style.words import shortened

Value = float | bool | str
Type = Literal["number", "truth", "text"]
Place = int | str
"""What a quantity is about: the number of a layer, a sample or a class, or a name such as ``output``."""
When = int | Literal["cursor"] | None
"""An epoch, that of the cursor, or with None the newest one."""
LONGEST, DEEPEST = 300, 20
LARGEST_EPOCH = 1_000_000
CURSOR: Final = "cursor"
_ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs, "exp": math.exp, "log": math.log, "max": max, "min": min, "sqrt": math.sqrt,
}  # fmt: skip
# Python binds its own @ as weakly as a product; an index binds tightly.
_AT_EPOCH = re.compile(r"@ *(\d+|cursor\b)", re.ASCII)
_FEWEST, _MOST = {"max": 2, "min": 2}, {"max": 9, "min": 9}


class Names(Protocol):
    """What an expression may speak of."""

    def type_of(self, run: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        """Return the type of a quantity; a ValueError names what is unknown."""


class Numbers(Protocol):
    """The values of quantities."""

    def value_of(self, run: str, quantity: str, places: Sequence[Place], when: When) -> Value:
        """Return a value; NaN where it is not known."""


@dataclass(frozen=True)
class Expression:
    """A checked expression; `text` as it was written."""

    text: str
    type: Type
    _tree: ast.expr

    def value(self, numbers: Numbers) -> Value:
        """Return its value; NaN where a number is unknown or out of range."""
        return _value(self._tree, numbers)

    def holds(self, numbers: Numbers) -> bool:
        """Whether the condition is true."""
        return self.value(numbers) is True

    @property
    def quantities(self) -> frozenset[str]:
        """The quantities it speaks of."""
        return frozenset(node.attr for node in ast.walk(self._tree) if isinstance(node, ast.Attribute))

    @property
    def follows_cursor(self) -> bool:
        """Whether its value depends on where the cursor is."""
        known = (_quantity_of(node) for node in ast.walk(self._tree) if isinstance(node, ast.expr))
        return any(one is not None and CURSOR in (one.name, one.when) for one in known)

    @property
    def single_quantity(self) -> str:
        """The quantity, if the expression is nothing else, else empty."""
        quantity = _quantity_of(self._tree)
        return "" if quantity is None else quantity.name

    @property
    def single_run(self) -> str:
        """The run whose quantity it is, if the expression is nothing else, else empty."""
        quantity = _quantity_of(self._tree)
        return "" if quantity is None else quantity.run


@dataclass(frozen=True)
class _Quantity:
    run: str
    name: str
    places: tuple[Place, ...] = ()
    when: When = None


def _quantity_of(tree: ast.expr) -> _Quantity | None:
    """Return the quantity that a node names, None for any other node."""
    match tree:
        case ast.Attribute(value=ast.Name(id=run), attr=name):
            return _Quantity(run, name)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=run), attr=name), args=args, keywords=[]):
            return _Quantity(run, name, tuple(map(_place_of, args)))
        case ast.Subscript(value=ast.Attribute() | ast.Call() as inside, slice=at):
            quantity = _quantity_of(inside)
            return None if quantity is None else replace(quantity, when=_when_of(at))
    return None


def _place_of(tree: ast.expr) -> Place:
    match tree:
        case ast.Constant(value=int() as number) if type(number) is int:
            return number
        case ast.Name(id=name):
            return name
    raise ValueError(f"takes a number or a name in brackets, not {_shown(tree)}")


def _when_of(tree: ast.expr) -> When:
    match tree:
        case ast.Constant(value=int() as epoch) if type(epoch) is int and epoch <= LARGEST_EPOCH:
            return epoch
        case ast.Name(id="cursor"):
            return CURSOR
    raise ValueError(f"takes epochs up to {LARGEST_EPOCH:,} or cursor after @")


def read_expression(text: str, names: Names, wanted: Type) -> Expression:
    """Read and check an expression.

    Parameters
    ----------
    wanted
        The type it must have.

    Raises
    ------
    ValueError
        The message says what is wrong with it.
    """
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    try:
        tree = ast.parse(_AT_EPOCH.sub(r"[\1]", text.strip()), mode="eval").body
        found = _type(tree, names, 0)
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(f"cannot be read: {shortened(text.strip(), 60)!r}") from None
    if found != wanted:
        raise ValueError(f"must be a {wanted}, and {shortened(text.strip(), 60)!r} is a {found}")
    return Expression(text.strip(), found, tree)


def _type(tree: ast.expr, names: Names, depth: int) -> Type:
    """Return the type of an expression, or raise a ValueError."""
    if depth > DEEPEST:
        raise ValueError("is nested too deeply")

    def check(part: ast.expr, wanted: Type) -> None:
        found = _type(part, names, depth + 1)
        if found != wanted:
            raise ValueError(f"{_shown(part)} is a {found} where a {wanted} belongs")

    quantity = _quantity_of(tree)
    if quantity is not None:
        return names.type_of(quantity.run, quantity.name, quantity.places, quantity.when)
    match tree:
        case ast.Constant(value=bool()):
            return "truth"
        case ast.Constant(value=int() | float() as number):
            if not _is_finite(number):
                raise ValueError(f"{_shown(tree)} is too large")
            return "number"
        case ast.Constant(value=str()):
            return "text"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            check(left, "number")
            check(right, "number")
            return "number"
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=part):
            check(part, "number")
            return "number"
        case ast.UnaryOp(op=ast.Not(), operand=part):
            check(part, "truth")
            return "truth"
        case ast.BoolOp(values=parts):
            for part in parts:
                check(part, "truth")
            return "truth"
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _type_of_comparison([left, *others], ops, names, depth)
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]) if name in _FUNCTIONS:
            if not _FEWEST.get(name, 1) <= len(parts) <= _MOST.get(name, 1):
                raise ValueError(f"{name} takes {'two or more numbers' if name in _MOST else 'one number'}")
            for part in parts:
                check(part, "number")
            return "number"
        case ast.Name(id=name):
            raise ValueError(f"{name!r} lacks its run: write for example a.{name}, or of a node {name}.value")
    raise ValueError(f"cannot take {_shown(tree)}")


def _type_of_comparison(parts: list[ast.expr], ops: list[ast.cmpop], names: Names, depth: int) -> Type:
    types = [_type(part, names, depth + 1) for part in parts]
    for op, (before, after) in zip(ops, pairwise(types), strict=True):
        if isinstance(op, ast.Eq | ast.NotEq):
            if before != after:
                raise ValueError(f"compares a {before} with a {after}")
        elif type(op) not in _COMPARISONS:
            raise ValueError("compares with <, <=, >, >=, == and != only")
        elif (before, after) != ("number", "number"):
            raise ValueError("says which of two is larger, and only numbers are")
    return "truth"


def _value(tree: ast.expr, numbers: Numbers) -> Value:
    quantity = _quantity_of(tree)
    if quantity is not None:
        return numbers.value_of(quantity.run, quantity.name, quantity.places, quantity.when)
    match tree:
        case ast.Constant(value=bool() | str() as value):
            return value
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.BinOp(left=left, op=op, right=right):
            return _number(_ARITHMETIC[type(op)], _value(left, numbers), _value(right, numbers))
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return not _value(part, numbers)
        case ast.UnaryOp(op=op, operand=part):
            value = _value(part, numbers)
            assert isinstance(value, float)
            return -value if isinstance(op, ast.USub) else value
        case ast.BoolOp(op=op, values=parts):
            found = [_value(part, numbers) is True for part in parts]
            return all(found) if isinstance(op, ast.And) else any(found)
        case ast.Compare(left=left, ops=ops, comparators=others):
            values = [_value(part, numbers) for part in (left, *others)]
            return all(_compare(op, *pair) for op, pair in zip(ops, pairwise(values), strict=True))
        case ast.Call(func=ast.Name(id=name), args=parts):
            return _number(_FUNCTIONS[name], *(_value(part, numbers) for part in parts))
    raise AssertionError(ast.dump(tree))


def _compare(op: ast.cmpop, before: Value, after: Value) -> bool:
    if isinstance(op, ast.Eq):
        return before == after
    if isinstance(op, ast.NotEq):
        return before != after
    assert isinstance(before, float)
    assert isinstance(after, float)
    return _COMPARISONS[type(op)](before, after)


def _number(function: Callable[..., float], *values: Value) -> float:
    if any(isinstance(value, float) and math.isnan(value) for value in values):
        return math.nan
    try:
        return float(function(*values))
    except (ArithmeticError, ValueError):
        return math.nan


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(float(number))
    except OverflowError:
        return False


def _shown(tree: ast.expr) -> str:
    return repr(shortened(re.sub(r"\[(\d+|cursor)\]", r"@\1", ast.unparse(tree)), 40))
