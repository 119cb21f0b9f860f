"""Turns operations of one's own into rows of the engine's table."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from engine.language import Expression, ExpressionError, parse, quoted
from engine.language.parser import NO_FUNCTIONS
from engine.language.rule import derived, rule_of
from engine.operation_table import VERSION_SIGN, Operation, Rule, fixed_exponent
from engine.operation_table import Expression as RuleExpression
from engine.operations import OPERATIONS
from engine.symbols import Number, Symbol, parts_first, power, read_as, symbol
from playground.models.graph.functions.derivative_rules import derivative
from playground.models.operations.own_operation import (
    LONGEST_FORMULA,
    OPERANDS,
    OwnOperation,
    OwnOperationError,
    check_name,
)
from playground.style.words import shortened

MOST_OPERATIONS = 20
MOST_PARTS = 2000
"""Parts of value and derivatives: each operation that calls another one twice would double them."""
LONGEST_SYMBOL = 6
_DIGEST_LETTERS = 12
_SIGNS = {"+": Symbol.__add__, "-": Symbol.__sub__, "*": Symbol.__mul__, "/": Symbol.__truediv__}
_PRIMITIVES = {"abs": "absolute"}
_lock = threading.Lock()


def define(own: OwnOperation, known: Mapping[str, str] = NO_FUNCTIONS) -> Operation:
    """Return the row of an operation with a name that is free, not yet in the table.

    Parameters and errors are those of `row_of`.
    """
    check_name(own.name, known)
    return row_of(own, known)


def row_of(own: OwnOperation, known: Mapping[str, str] = NO_FUNCTIONS) -> Operation:
    """Return the row of an operation of whatever name.

    Its name in the table carries a version that is made of its text: an operation that was edited is another
    one, so that runs from before keep theirs.

    Parameters
    ----------
    known
        The operations that its formula may use, by their names.

    Raises
    ------
    OwnOperationError
        It cannot be read, or has no such value.
    """
    value = _read(own.formula, "formula", known)
    used = {node.text for node in value.root.variables()}
    if "x" not in used:
        raise OwnOperationError(
            "the formula needs x, its operand" + (" (and y for a second one)" if "y" not in used else ""),
            "formula", 0, len(own.formula),
        )  # fmt: skip
    names = OPERANDS if "y" in used else OPERANDS[:1]
    if own.derivatives and len(own.derivatives) != len(names):
        raise OwnOperationError(
            f"it has {len(names)} operand{'s' * (len(names) > 1)}, and so as many derivatives", "derivative"
        )
    derivatives = [_read(text, "derivative", known, place) for place, text in enumerate(own.derivatives)]
    for place, expression in enumerate(derivatives):
        for node in expression.root.variables():
            if node.text not in names:
                raise OwnOperationError(
                    f"the formula has no {node.text}", "derivative", node.start, node.end, place
                )
    try:
        rule = rule_of(value, names, derivatives)
    except ExpressionError as error:
        raise OwnOperationError(str(error), "formula", error.start, error.end) from None
    row = Operation(
        _versioned(own, value, derivatives),
        rule if derivatives else _readable(rule, value, names),
        len(names),
        shortened(own.name, LONGEST_SYMBOL),
        own.formula,
        f"a point where {own.formula} has a value and a slope",
    )
    if _size(row.expression(len(names))) > MOST_PARTS:
        raise OwnOperationError(
            "written out, with all that it calls, this formula is too long", "formula", 0, len(own.formula)
        )
    return row


def install(operations: Sequence[OwnOperation]) -> Mapping[str, str]:
    """Enter operations into the engine's table; return their names there, by the names people call them.

    Raises
    ------
    ValueError
        One cannot be defined; the message names it.
    """
    return _install(tuple(operations))


@lru_cache(maxsize=64)
def _install(operations: tuple[OwnOperation, ...]) -> Mapping[str, str]:
    if len(operations) > MOST_OPERATIONS:
        raise ValueError(f"there can be at most {MOST_OPERATIONS} operations of one's own")
    known: dict[str, str] = {}
    for own in operations:
        try:
            row = define(own, known)
        except OwnOperationError as error:
            raise ValueError(f"the operation “{own.name}” cannot be defined: {error}") from None
        with _lock:
            if row.name not in OPERATIONS:
                OPERATIONS.add(row)
        known[own.name] = row.name
    return MappingProxyType(known)


def _read(text: str, part: str, known: Mapping[str, str], place: int = 0) -> Expression:
    if len(text) > LONGEST_FORMULA:
        raise OwnOperationError(
            f"a formula has at most {LONGEST_FORMULA} characters", part, LONGEST_FORMULA, len(text), place
        )
    try:
        expression = parse(text, own=known)
    except ExpressionError as error:
        raise OwnOperationError(str(error), part, error.start, error.end, place) from None
    if expression.is_condition:
        raise OwnOperationError(
            "a condition has no slope: write what depends on it, such as max(0, x)", part, 0, len(text), place
        )
    for node in expression.root.variables():
        if node.text not in OPERANDS:
            raise OwnOperationError(
                f"{quoted(text[node.start : node.end])} is neither x nor y, its operands",
                part, node.start, node.end, place,
            )  # fmt: skip
    return expression


def _size(expression: RuleExpression) -> int:
    parts: dict[Symbol, None] = {}
    wholes = [expression.value, *expression.derivatives]
    wholes += [whole.reading for whole in wholes if isinstance(whole.reading, Symbol)]
    for whole in wholes:
        for part in parts_first(whole, parts):
            parts[part] = None
    return len(parts)


def _versioned(own: OwnOperation, value: Expression, derivatives: Sequence[Expression]) -> str:
    # The operations of one's own that it uses.
    used = sorted(
        {
            node.text
            for expression in (value, *derivatives)
            for node in expression.root.within()
            if node.kind == "operation" and VERSION_SIGN in node.text
        }
    )
    text = repr((own.formula, own.derivatives, used))
    version = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LETTERS]
    return f"{own.name}{VERSION_SIGN}{version}"


def _readable(rule: Rule, value: Expression, names: Sequence[str]) -> Rule:
    """Return a rule whose derivatives are read as textbooks write them, and computed as the engine does."""

    def read(*operands: Symbol) -> tuple[Number, tuple[Number, ...]]:
        computed, slopes = rule(*operands)
        _, textbook = derived(value, dict(zip(names, operands, strict=True)), _as_in_textbooks)
        return computed, tuple(
            read_as(plain, slope) if isinstance(slope, Symbol) and slope.parts else slope
            for slope, plain in zip(slopes, textbook, strict=True)
        )

    return read


def _as_in_textbooks(operation: str, parts: Sequence[Symbol]) -> tuple[Symbol, Sequence[Number]]:
    """Return an operation as it is written, and its derivatives."""
    value = _written(operation, parts)
    row = OPERATIONS[operation]
    return value, [derivative(row, parts, value, place) for place in range(len(parts))]


def _written(operation: str, parts: Sequence[Symbol]) -> Symbol:
    if operation in _SIGNS:
        return _SIGNS[operation](*parts)
    if operation == "neg":
        return -parts[0]
    if operation == "**":
        return power(*parts)
    exponent = fixed_exponent(operation)
    if exponent is not None:
        return power(parts[0], symbol(exponent))
    return Symbol(_PRIMITIVES.get(operation, operation), tuple(parts))
