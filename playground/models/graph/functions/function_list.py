"""All functions and operators of formulas, each with its formula and derivatives, read from the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.language.parser import NO_FUNCTIONS, functions
from engine.operation_table import VERSION_SIGN, Operation, fixed_exponent, title_of
from engine.operations import OPERATIONS
from engine.symbols import operands
from playground.models.graph.functions.derivative_rules import derivative
from playground.models.graph.update.formula import FormulaWriter, Quantity
from playground.style.words import shortened

NEGATION = "neg"
OTHER_SIGNS = {"**": ("^",)}
LETTERS = "xyzuvw"
PAIRS = ("z1", "z2", "t1", "t2")
"""Operands of an operation in pairs: what the network says, then what is right."""
ANY_NUMBER = 2
"""Operands that stand for any number of them."""
PLAIN_NUMBER = 0.5
LONGEST = 160
"""Letters of a derivative: those of long formulas are longer than anybody reads."""


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
        return (self.title, *self.others)

    @property
    def title(self) -> str:
        """What people call it."""
        return title_of(self.operation)

    @property
    def is_own(self) -> bool:
        """Whether the user has defined it."""
        return VERSION_SIGN in self.operation

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
        return self.title if self.title.isidentifier() and self.title != NEGATION else self.typed


def function_list(own: Mapping[str, str] = NO_FUNCTIONS) -> tuple[FunctionEntry, ...]:
    """Return those that the user has defined, the operators, then the functions by name.

    Parameters
    ----------
    own
        Operations of the user by name, each with its name in the engine.
    """
    names: dict[str, list[str]] = {}
    for name, operation in functions().items():
        names.setdefault(operation, []).append(name)
    # Powers with a fixed exponent enter the table once they are used: they are x ** y.
    signs = [
        name
        for name in OPERATIONS
        if not (name.isidentifier() or VERSION_SIGN in name or fixed_exponent(name) is not None)
    ]
    operators = [_entry(OPERATIONS[name], ()) for name in (*signs, NEGATION)]
    called = [_entry(OPERATIONS[operation], tuple(names[operation])) for operation in sorted(names)]
    defined = [_entry(OPERATIONS[operation], ()) for operation in own.values()]
    return (*defined, *operators, *called)


def found(entries: Sequence[FunctionEntry], text: str) -> list[FunctionEntry]:
    """Return what a search finds, names that begin with the text first; all of them for no text."""
    if not text.strip():
        return list(entries)
    return sorted((entry for entry in entries if entry.is_found_by(text)), key=lambda entry: entry.rank(text))


@lru_cache(maxsize=256)
def _entry(operation: Operation, names: tuple[str, ...]) -> FunctionEntry:
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
        derivative_texts(operation, called),
        "" if operation.domain == "finite numbers" or VERSION_SIGN in operation.name else operation.domain,
    )


def _typed(operation: str, parts: Sequence[str]) -> str:
    title = title_of(operation)
    if title == NEGATION:
        return f"-{parts[0]}"
    if not title.isidentifier():
        return f" {title} ".join(parts)
    return f"{title}({', '.join(parts)})"


def derivative_texts(operation: Operation, called: Sequence[str]) -> tuple[str, ...]:
    """Return the derivative by each operand, with these names for the operands."""
    return tuple(_derivative(operation, called, place) for place in range(len(called)))


def _derivative(operation: Operation, called: Sequence[str], place: int) -> str:
    *given, out = operands(len(called) + 1)
    known = {operand: Quantity(name, PLAIN_NUMBER) for operand, name in zip(given, called, strict=True)}
    title = title_of(operation.name)
    value = f"{title}({', '.join(called)})" if title.isidentifier() else operation.formula
    known[out] = Quantity(value, PLAIN_NUMBER)
    made = derivative(operation, given, out, place)
    _, _, *terms = FormulaWriter(known).write(Quantity("", 0.0), made, "=")[-1]
    text = " ".join(term.name for term in terms)
    return shortened(text[1:-1] if made.kind == "select" else text, LONGEST)
