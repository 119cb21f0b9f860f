"""Errors the engine raises when numbers are not finite or unknown."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from numbers import Real
from typing import Any

from engine.operation_table import title_of
from engine.operations import OPERATIONS

Operands = tuple[Any, ...]
"""A tuple of Scalars; `engine.scalar` imports this module, not the reverse."""


class ScalarError(ArithmeticError):
    """An operation on Scalars has no finite result.

    Attributes
    ----------
    operation
        Name of the operation that failed, e.g. ``"log"``.
    operands
        The Scalars it was applied to; the graph below them is intact and can be drawn.
    label
        The label of the first labelled operand, else of the nearest labelled node below them, or None.
    """

    def __init__(
        self, message: str, operation: str = "", operands: Operands = (), label: str | None = None
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.operands = operands
        self.label = label or _nearest_label(operands)

    def __reduce__(self) -> tuple[type[ScalarError], tuple[object, ...]]:
        return type(self), (self.args[0], self.operation, self.operands, self.label)


class TracingError(AttributeError):
    """The value of a Scalar was asked for while a graph was being traced.

    Tracing records the operations on ONE sample and replays them for all of them; Python control flow that
    looks at a value (``if x.value > 0``) would be frozen at whatever that one sample said.
    """


def _nearest_label(operands: Iterable[Any]) -> str | None:
    """Return the first label found breadth first, so that a sum without a name is known by its terms."""
    waiting = deque(operands)
    seen = set(operands)
    while waiting:
        node = waiting.popleft()
        if node.label:
            return str(node.label)
        for child in node.children:
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return None


def fault(operation: str, operands: Operands, error: Exception | None = None) -> ScalarError:
    """Return the ScalarError that explains why `operation` failed on `operands`."""
    values = [operand.value for operand in operands]
    if not all(math.isfinite(value) for value in values):
        reason = "an operand is not finite"
    elif isinstance(error, ZeroDivisionError):
        reason = "division by zero"
    elif isinstance(error, ValueError):
        reason = f"it needs {OPERATIONS[operation].domain}"
    else:
        reason = "overflow"
    named = [f"{o.label} = {o.value!r}" if o.label else repr(o.value) for o in operands[:4]]
    named += ["…"] * (len(operands) > 4)
    return ScalarError(f"{title_of(operation)!r} failed: {reason} ({', '.join(named)})", operation, operands)


def no_number(operation: str, operands: Operands) -> TypeError:
    """Return the error that names the operand whose value is not a number."""
    wrong = next((o for o in operands if not isinstance(o.value, Real)), operands[0])
    return TypeError(
        f"{title_of(operation)!r} failed: the value of {wrong.label or 'an operand'} is {wrong.value!r}, "
        "not a number"
    )
