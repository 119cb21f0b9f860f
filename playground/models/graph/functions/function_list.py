"""All functions and operators of formulas, each with its formula and derivatives, read from the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.language.parser import functions
from engine.operation_table import Operation
from engine.operations import OPERATIONS
from engine.symbols import operands
from playground.models.graph.functions.derivative_rules import derivative
from playground.models.graph.update.formula import FormulaWriter, Quantity

NEGATION = "neg"
OTHER_SIGNS = {"**": ("^",)}
LETTERS = "xyzuvw"
PAIRS = ("z1", "z2", "t1", "t2")
"""Operands of an operation in pairs: what the network says, then what is right."""
ANY_NUMBER = 2
"""Operands that stand for any number of them."""
PLAIN_NUMBER = 0.5


@dataclass(frozen=True)
class FunctionEntry:
    """One function or operator.

    Attributes
    ----------
    operation
        Its name in the engine's table.
    typed
        How it is typed, with operands x, y: ``tanh(x)``, ``x * y``.
    others
        Other names it goes by in formulas.
    operands
        What its operands are called here: where it takes any number, the first ones.
    formula, derivatives
        Its value, and the derivative by each operand.
    domain
        What it needs, if anything but finite numbers.
    """

    operation: str
    typed: str
    others: tuple[str, ...]
    operands: tuple[str, ...]
    formula: str
    derivatives: tuple[str, ...]
    domain: str

    @property
    def names(self) -> tuple[str, ...]:
        """All names of it."""
        return (self.operation, *self.others)

    def is_found_by(self, text: str) -> bool:
        """Whether a search for a text finds it: by a name, as it is typed, or in its formula."""
        wanted = text.strip().lower()
        is_named = any(wanted in name.lower() for name in self.names)
        return is_named or wanted in self.typed.lower() or wanted in self.formula.lower()

    def rank(self, text: str) -> int:
        """How far from the top of what a search finds it stands."""
        wanted = text.strip().lower()
        if wanted in self.names:
            return 0
        return 1 if any(name.startswith(wanted) for name in self.names) else 2

    def called(self, parts: Sequence[str]) -> str:
        """Return it as typed with other operands."""
        return _typed(self.operation, parts)

    @property
    def symbol(self) -> str:
        """What it is called in a sentence: its name, or an operator with its operands."""
        return self.operation if self.operation.isidentifier() and self.operation != NEGATION else self.typed


def function_list() -> tuple[FunctionEntry, ...]:
    """Return the operators, then the functions by name; with those that users have defined."""
    names: dict[str, list[str]] = {}
    for name, operation in functions().items():
        names.setdefault(operation, []).append(name)
    # Powers with a fixed exponent enter the table once they are used: they are x ** y.
    signs = [
        name
        for name in OPERATIONS
        if not name.isidentifier() and not (name.startswith("**") and name != "**")
    ]
    operators = [_entry(OPERATIONS[name], ()) for name in (*signs, NEGATION)]
    called = [_entry(OPERATIONS[operation], names[operation]) for operation in sorted(names)]
    return (*operators, *called)


def found(entries: Sequence[FunctionEntry], text: str) -> list[FunctionEntry]:
    """Return what a search finds, names that begin with the text first; all of them for no text."""
    if not text.strip():
        return list(entries)
    return sorted((entry for entry in entries if entry.is_found_by(text)), key=lambda entry: entry.rank(text))


def _entry(operation: Operation, names: Sequence[str]) -> FunctionEntry:
    called = PAIRS if operation.in_pairs else tuple(LETTERS[: operation.arity or ANY_NUMBER])
    parts = [*called]
    if operation.arity is None:
        parts.append("…")
    if operation.in_pairs:
        parts.insert(len(called) // 2, "…")
    return FunctionEntry(
        operation.name,
        _typed(operation.name, parts),
        OTHER_SIGNS.get(operation.name, tuple(name for name in names if name != operation.name)),
        called,
        operation.formula,
        tuple(_derivative(operation, called, place) for place in range(len(called))),
        "" if operation.domain == "finite numbers" else operation.domain,
    )


def _typed(operation: str, parts: Sequence[str]) -> str:
    if operation == NEGATION:
        return f"-{parts[0]}"
    if not operation.isidentifier():
        return f" {operation} ".join(parts)
    return f"{operation}({', '.join(parts)})"


def _derivative(operation: Operation, called: Sequence[str], place: int) -> str:
    *given, out = operands(len(called) + 1)
    known = {operand: Quantity(name, PLAIN_NUMBER) for operand, name in zip(given, called, strict=True)}
    value = f"{operation.name}({', '.join(called)})" if operation.name.isidentifier() else operation.formula
    known[out] = Quantity(value, PLAIN_NUMBER)
    made = derivative(operation, given, out, place)
    _, _, *terms = FormulaWriter(known).write(Quantity("", 0.0), made, "=")[-1]
    text = " ".join(term.name for term in terms)
    return text[1:-1] if made.kind == "select" else text
