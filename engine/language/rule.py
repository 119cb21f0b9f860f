"""Makes the rule of an operation from a formula: its value, and derivatives by the chain rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from engine.language.errors import ExpressionError
from engine.language.expression import Expression, Node, work_up
from engine.operation_table import Rule
from engine.operations import OPERATIONS
from engine.symbols import Number, Symbol, parts_first, symbol

Apply = Callable[[str, Sequence[Symbol]], tuple[Symbol, Sequence[Number]]]
"""Takes an operation and its operands; returns the value, and the derivative by each operand."""


def rule_of(value: Expression, names: Sequence[str], derivatives: Sequence[Expression] = ()) -> Rule:
    """Return the rule whose value is a formula.

    Parameters
    ----------
    names
        The operands, in order; the formulas know no other names.
    derivatives
        By each operand; without them they are derived.

    Raises
    ------
    ExpressionError
        A part of a formula without letters has no value, such as log(-1).
    """

    def rule(*operands: Symbol) -> tuple[Symbol, tuple[Symbol, ...]]:
        known = dict(zip(names, operands, strict=True))
        if derivatives:
            return value_of(value, known), tuple(value_of(formula, known) for formula in derivatives)
        return derived(value, known)

    rule(*(Symbol("operand", (), float(place)) for place in range(len(names))))  # what is wrong is told now
    return rule


def applied(operation: str, operands: Sequence[Symbol]) -> tuple[Symbol, Sequence[Number]]:
    """Apply an operation as the engine computes it."""
    expression = OPERATIONS[operation].expression(len(operands))
    value, *derivatives = substituted((expression.value, *expression.derivatives), operands)
    return value, derivatives


def substituted(expressions: Sequence[Symbol], operands: Sequence[Symbol]) -> list[Symbol]:
    """Return expressions with other symbols in place of their operands; what they share stays shared."""
    made: dict[Symbol, Symbol] = {}
    for expression in expressions:
        for part in parts_first(expression, made):
            if part.kind == "operand":
                made[part] = operands[int(part.detail)]
            else:
                made[part] = Symbol(part.kind, tuple(made[inner] for inner in part.parts), part.detail)
    return [made[expression] for expression in expressions]


def value_of(expression: Expression, known: Mapping[str, Symbol]) -> Symbol:
    """Return the value of a formula of these symbols."""
    return _steps(expression.root, known, applied)[-1].value


def derived(
    expression: Expression, known: Mapping[str, Symbol], apply: Apply = applied
) -> tuple[Symbol, tuple[Symbol, ...]]:
    """Return the value of a formula, and its derivative by each of the symbols it is made of.

    The derivatives of the operations are multiplied and added up from the result back, as in a backward pass.
    """
    steps = _steps(expression.root, known, apply)
    shares = dict.fromkeys(steps, symbol(0.0))
    shares[steps[-1]] = symbol(1.0)
    totals = {name: symbol(0.0) for name in known}
    for step in reversed(steps):
        upstream = shares[step]
        if step.name:
            totals[step.name] = plus(totals[step.name], upstream)
        for part, derivative in zip(step.parts, step.derivatives, strict=True):
            shares[part] = plus(shares[part], times(upstream, symbol(derivative)))
    return steps[-1].value, tuple(totals.values())


class _Step:
    """A part of a formula: its value, and its own parts with derivatives."""

    __slots__ = ("derivatives", "name", "parts", "value")

    def __init__(
        self,
        value: Symbol,
        parts: Sequence[_Step] = (),
        derivatives: Sequence[Number] = (),
        name: str = "",
    ) -> None:
        self.value, self.parts = value, parts
        self.derivatives, self.name = derivatives, name


def _steps(root: Node, known: Mapping[str, Symbol], apply: Apply) -> list[_Step]:
    """Return all parts of a formula, smaller ones first."""
    return [step for _, step in work_up(root, lambda node, parts: _step(node, parts, known, apply))]


def _step(node: Node, parts: Sequence[_Step], known: Mapping[str, Symbol], apply: Apply) -> _Step:
    if node.kind == "number":
        return _Step(symbol(node.value))
    if node.kind == "name":
        if node.text not in known:
            raise ExpressionError(f"{node.text} is none of {', '.join(known)}", node.start, node.end)
        return _Step(known[node.text], name=node.text)
    if node.kind != "operation":
        raise ExpressionError("a condition has no slope: write max(0, x), for example", node.start, node.end)
    numbers = [part.value.number for part in parts]
    if all(number is not None for number in numbers):
        return _Step(symbol(_computed(node, [number or 0.0 for number in numbers])))
    value, derivatives = apply(node.text, [part.value for part in parts])
    return _Step(value, parts, derivatives)


def _computed(node: Node, numbers: Sequence[float]) -> float:
    """Return the value of a part that has no letters in it."""
    try:
        value = OPERATIONS[node.text].on_floats(len(numbers))(*numbers)[0]
    except (ArithmeticError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise ExpressionError("this has no value", node.start, node.end)
    return value


def times(left: Symbol, right: Symbol) -> Symbol:
    """Return a product; what is multiplied by 0 vanishes, and 1 is left out."""
    numbers = left.number, right.number
    if 0.0 in numbers:
        return symbol(0.0)
    if left.number is not None and right.number is not None:
        return symbol(left.number * right.number)
    if left.number == 1.0:
        return right
    if right.number == 1.0:
        return left
    if right.number == -1.0:
        return -left
    return -right if left.number == -1.0 else left * right


def plus(left: Symbol, right: Symbol) -> Symbol:
    """Return a sum; 0 is left out."""
    if left.number == 0.0:
        return right
    if right.number == 0.0:
        return left
    if left.number is not None and right.number is not None:
        return symbol(left.number + right.number)
    return left + right
