"""A graph in high precision, with mpmath: the truth the running bounds are checked against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath

from engine.graph import topological_order
from engine.operations import OPERATIONS
from engine.scalar import Scalar
from engine.symbols import Symbol
from tests.engine.fuzz.case import Case

DIGITS = 60
FUNCTIONS = {
    "exp": mpmath.exp, "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos, "sqrt": mpmath.sqrt,
    "erf": mpmath.erf, "tanh": mpmath.tanh, "power": mpmath.power, "absolute": abs,
    "+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y,
    # A branch that is not taken may divide by 0.
    "/": lambda x, y: x / y if y else mpmath.nan,
    "<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y, ">=": lambda x, y: x >= y,
    "==": lambda x, y: x == y, "select": lambda condition, x, y: x if condition else y,
}  # fmt: skip


def exact(case: Case) -> tuple[list[list[Any]], list[Any]]:
    """Return the outputs' values, a list of samples each, and the gradients over all samples."""
    with mpmath.workdps(DIGITS):
        order = topological_order(*case.outputs)
        columns = [_sample(case, order, row) for row in case.samples.tolist()]
        values = [[values[output] for values, _ in columns] for output in case.outputs]
        gradients = [
            mpmath.fsum(found.get(leaf, mpmath.mpf(0)) for _, found in columns) for leaf in case.parameters
        ]
    return values, gradients


def _sample(
    case: Case, order: Sequence[Scalar], row: Sequence[float]
) -> tuple[dict[Scalar, Any], dict[Scalar, Any]]:
    values: dict[Scalar, Any] = {leaf: mpmath.mpf(x) for leaf, x in zip(case.inputs, row, strict=True)}
    slopes: dict[Scalar, list[Any]] = {}
    for node in order:
        if node.children:
            expression = OPERATIONS[node.operation].expression(len(node.children))
            operands = [values[child] for child in node.children]
            known: dict[Symbol, Any] = {}
            values[node] = _evaluate(expression.value, operands, known)
            slopes[node] = [_evaluate(slope, operands, known) for slope in expression.derivatives]
        elif node not in values:
            values[node] = mpmath.mpf(node.value)
    adjoints = {case.loss: mpmath.mpf(1)}
    for node in reversed(order):
        for child, slope in zip(node.children, slopes.get(node, ()), strict=True):
            if node in adjoints:
                adjoints[child] = adjoints.get(child, mpmath.mpf(0)) + adjoints[node] * slope
    return values, adjoints


def _evaluate(symbol: Symbol, operands: Sequence[Any], known: dict[Symbol, Any]) -> Any:
    if symbol not in known:
        if symbol.kind == "operand":
            known[symbol] = operands[int(symbol.detail)]
        elif symbol.kind == "number":
            known[symbol] = mpmath.mpf(symbol.detail)
        else:
            parts = [_evaluate(part, operands, known) for part in symbol.parts]
            known[symbol] = FUNCTIONS[symbol.kind](*parts)
    return known[symbol]
