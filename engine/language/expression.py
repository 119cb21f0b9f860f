"""A formula as an expression tree, evaluated on numbers, arrays or Scalars."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from engine.language.errors import ExpressionError, quoted
from engine.operations import OPERATIONS
from engine.scalar import Scalar, scalar_function
from engine.source_code import array_function

Made = TypeVar("Made")
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "==": operator.eq,
    "!=": operator.ne,
}  # fmt: skip
_LOGIC: dict[str, Callable[..., Any]] = {"and": np.logical_and, "or": np.logical_or, "not": np.logical_not}


# Compared by identity and printed without its parts: a long sum is too deep for recursion.
@dataclass(frozen=True, eq=False)
class Node:
    """A part of the tree.

    Attributes
    ----------
    kind
        "number", "name", "operation" (of the engine's table), "comparison" or "logic".
    text
        Name, operation or sign.
    start, end
        Its place in the formula.
    """

    kind: str
    text: str
    start: int
    end: int
    parts: tuple[Node, ...] = field(default=(), repr=False)
    value: float = 0.0

    @property
    def is_condition(self) -> bool:
        """Whether the outcome is true or false."""
        return self.kind in ("comparison", "logic")

    def within(self) -> Iterator[Node]:
        """Yield this part and all parts of it, from left to right."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.parts))

    def variables(self) -> Iterator[Node]:
        """Yield the places of variables in this part, from left to right."""
        return (node for node in self.within() if node.kind == "name")


@dataclass(frozen=True)
class Expression:
    """A formula that was read.

    Attributes
    ----------
    text
        As it was typed.
    root
        The tree.
    names
        Variables that it needs.
    """

    text: str
    root: Node = field(compare=False, repr=False)
    names: frozenset[str]

    @property
    def is_condition(self) -> bool:
        """Whether the outcome is true or false."""
        return self.root.is_condition

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Return the outcome for some values of the variables.

        Parameters
        ----------
        values
            Numbers, arrays that broadcast together, or Scalars, of which an ordinary graph is made.

        Raises
        ------
        ExpressionError
            A variable without a value, or a comparison of Scalars, which have no slope.
        ScalarError
            A value outside the domain, on Scalars. On arrays such places become NaN or infinity.
        """
        outcome: Any = None
        for _, found in self.steps(values):
            outcome = found
        return outcome

    def steps(self, values: Mapping[str, Any]) -> Iterator[tuple[Node, Any]]:
        """Yield every part of the formula with its outcome, operands before what is made of them.

        Parameters
        ----------
        values
            As for `evaluate`, which raises the same errors and returns the outcome of the last step.
        """
        return work_up(self.root, lambda node, parts: _outcome(node, parts, values))


def work_up(root: Node, outcome_of: Callable[[Node, list[Made]], Made]) -> Iterator[tuple[Node, Made]]:
    """Yield every part with its outcome, made from those of its own parts.

    Works from the leaves upwards, without recursion: a long sum is a deep tree.
    """
    done: list[Made] = []
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, are_parts_done = waiting.pop()
        if not are_parts_done and node.parts:
            waiting.append((node, True))
            waiting.extend((part, False) for part in reversed(node.parts))
            continue
        count = len(node.parts)
        parts = done[len(done) - count :]
        del done[len(done) - count :]
        outcome = outcome_of(node, parts)
        done.append(outcome)
        yield node, outcome


@np.errstate(all="ignore")
def _outcome(node: Node, parts: list[Any], values: Mapping[str, Any]) -> Any:
    if node.kind == "number":
        return node.value
    if node.kind == "name":
        if node.text not in values:
            raise ExpressionError(f"{quoted(node.text)} has no value", node.start, node.end)
        return values[node.text]
    if node.kind == "operation":
        return _apply(node.text, parts)
    if any(isinstance(part, Scalar) for part in parts):
        raise ExpressionError("comparisons are for numbers, not for a graph", node.start, node.end)
    if node.kind == "logic":
        return _LOGIC[node.text](*parts)
    return reduce(
        np.logical_and,
        [_COMPARISONS[sign](*pair) for sign, pair in zip(node.text.split(), pairwise(parts), strict=True)],
    )


def _apply(name: str, parts: list[Any]) -> Any:
    if any(isinstance(part, Scalar) for part in parts):
        return scalar_function(name)(*parts)
    function = _on_arrays(name, len(parts))
    found = function(*(np.asarray(part, np.float64) for part in parts))[0]
    # A number among Scalars is a plain one: relu(7) in x + relu(7).
    return float(found) if np.ndim(found) == 0 else found


@lru_cache(maxsize=256)
def _on_arrays(name: str, count: int) -> Callable[..., tuple[Any, ...]]:
    return array_function((OPERATIONS[name].expression(count).value,), count)
