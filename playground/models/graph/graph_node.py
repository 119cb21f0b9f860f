"""One scalar of a graph, by name and operation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.operations import OPERATIONS

SUM = "sum"
"""The operation of a folded chain of additions."""
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_INDEX = re.compile(r"(?<=[A-Za-z,])\d[\d,]*")
SAMPLE_SIGN = " #"
"""Separates the name of a scalar from the number of its sample, if there are several."""


def in_print(name: str) -> str:
    """Return a name with its numbers as subscripts, w₁ for w1; a sample number stays as it is."""
    return _INDEX.sub(lambda found: found[0].translate(_SUBSCRIPTS), name)


def typed(name: str) -> str:
    """Return a name as it can be typed: lower case, and w1 for w₁."""
    return name.translate(_DIGITS).lower()


@dataclass(frozen=True)
class GraphNode:
    """One scalar.

    Attributes
    ----------
    index
        Its place in the graph's order: operands come before what is made of them.
    operation
        Name in the engine's table, `SUM` for a folded chain of additions, empty for a leaf.
    operands
        Indices, in the order of the operation; one used twice appears twice.
    is_constant
        Whether it is a constant of the formula, which needs no gradient.
    is_named
        Whether its name was given; others are called m1, s1 and so on.
    """

    index: int
    name: str
    operation: str = ""
    operands: tuple[int, ...] = ()
    is_constant: bool = False
    is_named: bool = False

    @property
    def label(self) -> str:
        """Its name as in print."""
        return self.name if self.is_constant else in_print(self.name)

    @property
    def symbol(self) -> str:
        """The text in its circle."""
        return symbol_of(self.operation)


def symbol_of(operation: str) -> str:
    """Return the short text for the circle of an operation, nothing for a leaf."""
    return "Σ" if operation == SUM else OPERATIONS[operation].symbol if operation else ""
