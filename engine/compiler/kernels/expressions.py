"""The rules of operations as instructions on lanes: symbols in, IR values out."""

from __future__ import annotations

from collections.abc import Sequence

from engine.compiler.ir import VECTOR, Function, Value, vector
from engine.compiler.vector_functions import primitives
from engine.symbols import ARITHMETIC, COMPARISONS, Symbol, parts_first

_OPCODES = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
_PREDICATES = {"<": "olt", "<=": "ole", ">": "ogt", ">=": "oge", "==": "oeq"}
# With this many transcendental functions in one rule, each becomes a call to shared code.
MOST_INLINED = 4


class LaneWriter:
    """Writes expressions of symbols as instructions of `function`, each shared part once.

    Parameters
    ----------
    function
        Where the instructions go.
    operands
        The vectors that stand for the operands of the rule.
    called
        Names of primitives that are calls to shared functions instead of being written out.
    """

    def __init__(
        self, function: Function, operands: Sequence[Value], called: frozenset[str] = frozenset()
    ) -> None:
        self._function = function
        self._operands = operands
        self._called = called
        self._values: dict[Symbol, Value] = {}

    def write(self, symbol: Symbol) -> Value:
        """Return the vector that holds `symbol`."""
        for part in parts_first(symbol, self._values):
            self._values[part] = self._write_one(part)
        return self._values[symbol]

    def _write_one(self, symbol: Symbol) -> Value:
        f, kind = self._function, symbol.kind
        if kind == "operand":
            return self._operands[int(symbol.detail)]
        if kind == "number":
            return vector(symbol.detail)
        parts = [self._values[part] for part in symbol.parts]
        if kind == "-" and symbol.parts[0].number == 0.0:
            return f.negate(parts[1])
        if kind in ARITHMETIC:
            return f.binary(_OPCODES[kind], *parts)
        if kind in COMPARISONS:
            return f.compare(_PREDICATES[kind], *parts)
        if kind == "select":
            return f.select(*parts)
        if kind in self._called:
            return f.call(primitives.shared_name(kind), VECTOR, *parts, pure=True)
        return primitives.PRIMITIVES[kind](f, *parts)


def transcendentals(symbols: Sequence[Symbol]) -> list[str]:
    """Return the primitives that occur in the expressions, each occurrence once."""
    seen: set[Symbol] = set()
    found: list[str] = []
    stack = list(symbols)
    while stack:
        symbol = stack.pop()
        if symbol not in seen:
            seen.add(symbol)
            stack.extend(symbol.parts)
            if symbol.kind in primitives.PRIMITIVES and symbol.kind not in ("sqrt", "absolute"):
                found.append(symbol.kind)
    return found
