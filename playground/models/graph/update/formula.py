"""A formula to show: terms with their names and numbers, written from the expression that is computed."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from engine.lowering.lane_steps import array_function
from engine.operation_table import title_of
from engine.source_code import array_names
from engine.symbols import ARITHMETIC, COMPARISONS, Symbol, symbol
from playground.style.words import number_text

USUAL_DIGITS, MOST_DIGITS = 4, 10
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "="}
_PREFIXES = {"sqrt": "√", "sign": "sign "}
# How tightly a text holds together: what stands in a tighter place needs brackets.
_LOOSE, _SUM, _NEGATIVE, _PRODUCT, _PREFIX, _POWER = range(6)


@dataclass(frozen=True)
class Term:
    """One part of a formula.

    Attributes
    ----------
    value
        What `number` writes; None for a sign between terms.
    is_setting
        Whether it is the same for all parameters.
    """

    name: str
    number: str
    value: float | None = None
    is_setting: bool = False


Rule = tuple[Term, ...]
"""Terms and signs in turn; the first term is what the rest makes."""


@dataclass(frozen=True)
class Quantity:
    """What an operand is called, and its number."""

    name: str
    value: float
    is_setting: bool = False
    digits: int = USUAL_DIGITS


class FormulaWriter:
    """Writes expressions as formulas; what has got a name in one formula goes by it in the next ones.

    Parameters
    ----------
    operands
        All that the expressions are made of.
    """

    def __init__(self, operands: Mapping[Symbol, Quantity]) -> None:
        self._known = dict(operands)
        self._values = {operand: quantity.value for operand, quantity in operands.items()}
        self._settings = {operand: quantity.is_setting for operand, quantity in operands.items()}
        self._functions: dict[str, Callable[..., Any]] = _functions()

    def write(self, result: Quantity, made: Symbol, way: str) -> list[Rule]:
        """Return the formula of `made`, behind those of its parts that have names of their own."""
        before = [] if made in self._known else self._formulas_in(made)
        terms = self._sum(made)
        self._known.setdefault(made, result)
        return [*before, (_term(result), Term(way, "="), *terms)]

    def give(self, values: Mapping[Symbol, float]) -> None:
        """Take known values of expressions instead of computing them."""
        self._values |= values

    def rename(self, operand: Symbol, name: str) -> None:
        """Call an operand by another name in the formulas that follow."""
        old = self._known[operand]
        self._known[operand] = Quantity(name, old.value, old.is_setting, old.digits)

    def _named(self, expression: Symbol) -> list[Rule]:
        """Return the formulas of an expression and its parts that have names of their own, and none yet."""
        if expression in self._known:
            return []
        if isinstance(expression.reading, str):
            result = Quantity(expression.reading, self._value(expression), self._is_setting(expression))
            return self.write(result, expression, "=")
        return self._formulas_in(expression)

    def _formulas_in(self, expression: Symbol) -> list[Rule]:
        return [rule for part in _read(expression).parts for rule in self._named(part)]

    def _value(self, expression: Symbol) -> float:
        """Return the number of an expression."""
        if expression.number is not None:
            return expression.number
        if expression not in self._values:
            parts = [np.float64(self._value(part)) for part in expression.parts]
            with np.errstate(all="ignore"):
                self._values[expression] = float(self._function(expression)(*parts))
        return self._values[expression]

    def _function(self, expression: Symbol) -> Callable[..., Any]:
        """Return what an expression does to numbers: what is only read may be any operation."""
        if expression.kind in self._functions:
            return self._functions[expression.kind]
        function = array_function(expression.kind, (False,) * len(expression.parts))
        return lambda *parts: function(*parts)[0]

    def _is_setting(self, expression: Symbol) -> bool:
        if expression not in self._settings:
            self._settings[expression] = all(map(self._is_setting, expression.parts))
        return self._settings[expression]

    def _sum(self, expression: Symbol) -> list[Term]:
        """Return an expression as terms and signs."""
        terms: list[Term] = []
        for sign, part in self._chain(expression, "+", "-"):
            terms += [Term(sign, sign)] if terms else []
            terms += self._product(part, is_first=not terms)
        return terms

    def _product(self, expression: Symbol, *, is_first: bool) -> list[Term]:
        terms: list[Term] = []
        for sign, part, exponent in self._factors(expression):
            terms += [Term(sign, sign)] if terms else []
            terms.append(self._term(part, exponent, is_first=is_first and not terms))
        return terms

    def _term(self, expression: Symbol, exponent: int = 1, *, is_first: bool) -> Term:
        """Return an expression as one term, to the power of a whole number."""
        number, value = self._number(expression), self._value(expression)
        is_setting = self._is_setting(expression)
        if exponent == 1:
            return Term(self._text(expression, _NEGATIVE if is_first else _PREFIX), number, value, is_setting)
        with np.errstate(over="ignore"):
            value = float(np.float64(value) ** exponent)
        return Term(self._power(expression, exponent), _power_text(number, exponent), value, is_setting)

    def _number(self, expression: Symbol) -> str:
        known, read = self._known.get(expression), _read(expression)
        if known is None and read.kind == "power":
            exponent = self._whole_exponent(read)
            if exponent is not None:
                return _power_text(self._number(read.parts[0]), exponent)
        return number_text(self._value(expression), USUAL_DIGITS if known is None else known.digits)

    def _chain(self, expression: Symbol, join: str, undo: str) -> list[tuple[str, Symbol]]:
        """Return the summands of a sum, or the factors of a product, each with the sign before it."""
        read = _read(expression)
        if expression in self._known or read.kind not in (join, undo) or _is_negation(read):
            return [(_SIGNS[join], expression)]
        left, right = read.parts
        parts = self._chain(left, join, undo)
        if read.kind == undo:
            return [*parts, (_SIGNS[undo], right)]
        return [*parts, *self._chain(right, join, undo)]

    def _factors(self, expression: Symbol) -> list[tuple[str, Symbol, int]]:
        """Return the factors of a product, equal neighbours as one power."""
        factors: list[tuple[str, Symbol, int]] = []
        for sign, part in self._chain(expression, "*", "/"):
            if factors and sign == "×" and factors[-1][:2] == ("×", part):
                factors[-1] = (*factors[-1][:2], factors[-1][2] + 1)
            else:
                factors.append((sign, part, 1))
        return factors

    def _text(self, expression: Symbol, place: int) -> str:
        """Return an expression in names, in brackets where its place needs them."""
        if expression in self._known:
            return self._known[expression].name
        text, own = self._loose_text(_read(expression))
        return f"({text})" if own < place else text

    def _loose_text(self, read: Symbol) -> tuple[str, int]:
        """Return the text of an expression without a name, and how tightly it holds together."""
        kind, parts = read.kind, read.parts
        if kind == "number":
            return number_text(read.detail), _POWER if read.detail >= 0.0 else _NEGATIVE
        if _is_negation(read):
            return f"−{self._text(parts[1], _PREFIX)}", _NEGATIVE
        if kind in ("+", "-"):
            chain = self._chain(read, "+", "-")
            texts = [self._text(part, _PRODUCT if place else _SUM) for place, (_, part) in enumerate(chain)]
            return _joined(chain, texts), _SUM
        if kind in ARITHMETIC:
            factors = self._factors(read)
            texts = [self._power(part, n) if n > 1 else self._text(part, _PREFIX) for _, part, n in factors]
            return _joined([(sign, part) for sign, part, _ in factors], texts), _PRODUCT
        if kind == "power":
            exponent = self._whole_exponent(read)
            if exponent is not None:
                return self._power(parts[0], exponent), _POWER
            return f"{self._text(parts[0], _POWER)}^{self._text(parts[1], _POWER)}", _PREFIX
        if kind in _PREFIXES:
            return f"{_PREFIXES[kind]}{self._text(parts[0], _POWER)}", _PREFIX
        texts = [self._text(part, _LOOSE) for part in parts]
        if kind == "select":
            return f"{texts[1]} if {texts[0]}, else {texts[2]}", _LOOSE
        if kind in COMPARISONS:
            return f"{texts[0]} {_SIGNS[kind]} {texts[1]}", _LOOSE
        if kind == "absolute":
            return f"|{texts[0]}|", _POWER
        return f"{title_of(kind)}({', '.join(texts)})", _POWER

    def _power(self, base: Symbol, exponent: int) -> str:
        return self._text(base, _POWER) + str(exponent).translate(_SUPERSCRIPTS)

    def _whole_exponent(self, read: Symbol) -> int | None:
        """Return the exponent of a power where it is a count that is the same for all parameters."""
        exponent = read.parts[1]
        value = self._value(exponent)
        return int(value) if self._is_setting(exponent) and value >= 0.0 and value.is_integer() else None


def enough_digits(value: float, change: float) -> int:
    """Return how many digits a value needs for a change to be seen in them."""
    if not (value and change and math.isfinite(value) and math.isfinite(change)):
        return USUAL_DIGITS
    return min(max(USUAL_DIGITS, math.ceil(math.log10(abs(value) / abs(change))) + 2), MOST_DIGITS)


def without_idle_parts(expression: Symbol) -> Symbol:
    """Return an expression without what adds 0 and multiplies by 1."""
    parts = tuple(map(without_idle_parts, expression.parts))
    numbers = [part.number for part in parts]
    if expression.kind == "*" and 0.0 in numbers:
        return symbol(0.0)
    idle = {"+": 0.0, "*": 1.0}.get(expression.kind)
    if idle in numbers and idle is not None:
        return parts[1 - numbers.index(idle)]
    if parts == expression.parts:
        return expression
    return Symbol(expression.kind, parts, expression.detail, expression.reading)


def written(rule: Rule) -> str:
    """Return a formula in one line: ``w1 ← 0.5 − 0.01 × 0.12 = 0.4988``."""
    result, way, *rest = rule
    parts: Sequence[Term] = rest
    texts = [parts[0].number]
    for before, part in pairwise(parts):
        is_sign = before.value is None
        texts.append(f"({part.number})" if is_sign and part.number.startswith("−") else part.number)
    return f"{result.name} {way.name} {' '.join(texts)} = {result.number}"


def _functions() -> dict[str, Callable[..., Any]]:
    """Return what every kind of symbol does to numbers."""
    names = array_names()
    return names | {
        "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
        "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
        "select": names["where"], "sign": np.sign,
        "erf": math.erf,  # of single numbers, and there at once: that of arrays takes half a second to load
    }  # fmt: skip


def _read(expression: Symbol) -> Symbol:
    """Return the expression that people read in place of this one."""
    return expression.reading if isinstance(expression.reading, Symbol) else expression


def _is_negation(read: Symbol) -> bool:
    zero = read.parts[0].number if read.kind == "-" else None
    return zero == 0.0 and math.copysign(1.0, zero) < 0.0


def _term(quantity: Quantity) -> Term:
    number = number_text(quantity.value, quantity.digits)
    return Term(quantity.name, number, quantity.value, quantity.is_setting)


def _joined(signs: Sequence[tuple[str, Symbol]], texts: Sequence[str]) -> str:
    pairs = zip(signs[1:], texts[1:], strict=True)
    return texts[0] + "".join(f" {sign} {text}" for (sign, _), text in pairs)


def _power_text(number: str, exponent: int) -> str:
    bracketed = f"({number})" if number.startswith("−") or "e" in number else number
    return bracketed + str(exponent).translate(_SUPERSCRIPTS)
