"""A graph as a Python program: what the engine's and PyTorch's have in common."""

from __future__ import annotations

import textwrap
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence

from engine.operation_table import title_of
from playground.exporters.graph.names import identifiers
from playground.exporters.graph.program import (
    ATOM,
    POWER,
    PRODUCT,
    SIGN,
    SUM_LEVEL,
    Program,
    Written,
    number_in_full,
)
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import SUM

WIDTH = 96
OPERATORS = {
    "+": (SUM_LEVEL, SUM_LEVEL, PRODUCT), "-": (SUM_LEVEL, SUM_LEVEL, PRODUCT),
    "*": (PRODUCT, PRODUCT, SIGN), "/": (PRODUCT, PRODUCT, SIGN), "**": (POWER, ATOM, SIGN),
}  # fmt: skip
"""Of each operator how tightly it holds together, and its operands have to."""


class PythonCode(ABC):
    """A program that computes a graph and its gradients.

    Parameters
    ----------
    values
        Of leaves, by index; others keep their first values.
    """

    reserved: Collection[str]
    """Names that the program calls something else."""
    known: Collection[str]
    """Operations that are there; the program brings the rules of others along."""

    def __init__(self, graph: ComputationGraph, values: Mapping[int, float]) -> None:
        self.program = Program(graph, values)
        named = (*self.program.leaves, *self.program.lines)
        uses = ((node.operation, len(node.operands)) for node in graph.nodes)
        own = list(dict.fromkeys((name, count) for name, count in uses if self._is_own(name)))
        titles = identifiers((title_of(name) for name, _ in own), self.reserved)
        self.own = dict(zip(own, titles, strict=True))
        """How operations are called whose rules come along, by name and number of operands."""
        found = identifiers((node.name for node in named), {*self.reserved, *self.own.values()})
        self.names = {node.index: name for node, name in zip(named, found, strict=True)}
        """By index of the node."""

    def text(self) -> str:
        """Return the program."""
        leaves = [
            f"{self.names[node.index]} = {self.leaf(self.program.values[node.index], node.name)}"
            for node in self.program.leaves
        ]
        written = {index: Written(name) for index, name in self.names.items()}
        formulas = self.program.formulas(written, _number, self._written)
        lines = [_wrapped(self.names[node.index], formula) for node, formula in formulas]
        last = [f"{self.names[self.program.output.index]}.backward()", *self.tail()]
        return "\n".join([*self.head(), "", *leaves, "", *lines, "", *last, ""])

    @abstractmethod
    def head(self) -> Sequence[str]:
        """Return the lines before the leaves."""

    @abstractmethod
    def tail(self) -> Sequence[str]:
        """Return the lines that tell the result."""

    @abstractmethod
    def leaf(self, value: float, label: str) -> str:
        """Return how a leaf is made."""

    @abstractmethod
    def constant(self, value: float) -> str:
        """Return a constant where a plain number is not taken."""

    @abstractmethod
    def call(self, operation: str, operands: Sequence[Written]) -> str:
        """Return an operation that is none of Python's own."""

    def as_operand(self, part: Written) -> str:
        """Return an operand of a function, which takes no plain numbers."""
        return self.constant(float(part.text)) if part.is_number else part.text

    def _is_own(self, operation: str) -> bool:
        is_sign = operation in (*OPERATORS, SUM, "neg") or operation.startswith("**")
        return bool(operation) and not is_sign and operation not in self.known

    def _written(self, operation: str, parts: Sequence[Written]) -> Written:
        if all(part.is_number for part in parts):
            parts = [Written(self.constant(float(parts[0].text))), *parts[1:]]
        if operation == SUM:
            first, *rest = parts
            return Written(" + ".join([first.text, *(part.within(PRODUCT) for part in rest)]), SUM_LEVEL)
        if operation in OPERATORS:
            level, left, right = OPERATORS[operation]
            if operation == "**" and parts[1].is_number:
                # A plain number as exponent is an operation of its own.
                parts = [parts[0], Written(self.constant(float(parts[1].text)))]
            return Written(f"{parts[0].within(left)} {operation} {parts[1].within(right)}", level)
        if operation == "neg":
            return Written(f"-{parts[0].within(SIGN)}", SIGN)
        if operation.startswith("**"):
            return Written(f"{parts[0].within(ATOM)} ** {_number(float(operation[2:])).text}", POWER)
        own = self.own.get((operation, len(parts)))
        if own is not None:
            return Written(f"{own}({', '.join(map(self.as_operand, parts))})")
        return Written(self.call(operation, parts))


def literal(text: str) -> str:
    """Return a text as Python writes it, in double quotes where it can."""
    written = repr(text)
    return written if '"' in written else f'"{written[1:-1]}"'


def _number(value: float) -> Written:
    text = number_in_full(value)
    return Written(text, SIGN if text.startswith("-") else ATOM, is_number=True)


def _wrapped(name: str, text: str) -> str:
    line = f"{name} = {text}"
    if len(line) <= WIDTH:
        return line
    return f"{name} = {in_rows(text)}"


def in_rows(text: str) -> str:
    """Return what is too long for a line, in brackets on lines of their own."""
    rows = textwrap.wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return "\n".join(["(", *(f"    {row}" for row in rows), ")"])
