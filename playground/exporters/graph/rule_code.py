"""The rule of an operation as lines of Python, for programs that do not have it."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from engine.operations import OPERATIONS
from engine.source_code import FLOAT_NAMES
from engine.symbols import ARITHMETIC, COMPARISONS, Symbol, parts_first

_OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


class RuleCode(ABC):
    """Writes what a rule computes, one line for each part.

    Attributes
    ----------
    value, derivatives
        Texts of the results.
    """

    def __init__(self, operation: str, count: int) -> None:
        expression = OPERATIONS[operation].expression(count)
        self.operands = [f"x{place}" for place in range(count)]
        self.lines: list[str] = []
        self._texts: dict[Symbol, str] = {}
        self._numbers: dict[Symbol, float] = {}
        self.value, *self.derivatives = (
            self._write(symbol) for symbol in (expression.value, *expression.derivatives)
        )

    @abstractmethod
    def call(self, function: str, operands: Sequence[str]) -> str:
        """Return a primitive of `engine.symbols`; constants among the operands are texts of numbers."""

    @abstractmethod
    def equals(self, left: str, right: str) -> str:
        """Return whether two numbers are the same."""

    def _write(self, symbol: Symbol) -> str:
        for part in parts_first(symbol, self._texts):
            number = self._number_of(part)
            if number is not None:
                self._numbers[part], self._texts[part] = number, repr(number)
            elif part.kind == "operand":
                self._texts[part] = self.operands[int(part.detail)]
            else:
                name = f"t{len(self.lines)}"
                self.lines.append(f"{name} = {self._text(part.kind, [self._texts[p] for p in part.parts])}")
                self._texts[part] = name
        return self._texts[symbol]

    def _number_of(self, part: Symbol) -> float | None:
        """Return the value of a part in which there is no operand."""
        if part.number is not None:
            return part.number
        numbers = [self._numbers[smaller] for smaller in part.parts if smaller in self._numbers]
        if not numbers or len(numbers) < len(part.parts):
            return None
        function = _OPERATORS.get(part.kind) or FLOAT_NAMES.get(part.kind)
        return None if function is None else float(function(*numbers))

    def _text(self, kind: str, parts: Sequence[str]) -> str:
        if kind == "-" and parts[0] == "-0.0":
            return f"-{parts[1]}"
        if kind == "==":
            return self.equals(*parts)
        if kind in ARITHMETIC or kind in COMPARISONS:
            return f"{parts[0]} {kind} {parts[1]}"
        return self.call(kind, parts)
