"""Python source text for the expressions that rules produce: on floats, and on NumPy arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from engine.symbols import ARITHMETIC, COMPARISONS, Symbol, parts_first

FloatFunction = Callable[..., tuple[float, ...]]

FLOAT_NAMES: dict[str, Any] = {
    "exp": math.exp, "log": math.log, "sin": math.sin, "cos": math.cos, "sqrt": math.sqrt,
    "erf": math.erf, "tanh": math.tanh, "power": math.pow, "absolute": abs,
}  # fmt: skip


def array_names() -> dict[str, Any]:
    """Return the NumPy functions behind the primitives (SciPy's erf: NumPy has none)."""
    import numpy as np

    return {
        "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "sqrt": np.sqrt, "erf": _array_erf,
        "tanh": np.tanh, "power": np.power, "absolute": np.abs, "where": np.where,
    }  # fmt: skip


def _array_erf(x: Any) -> Any:
    from scipy.special import erf  # takes long to load, and few networks need it

    return erf(x)


class SourceWriter:
    """Writes symbols as assignments, each shared part once.

    Parameters
    ----------
    arrays
        True writes ``where(c, a, b)`` for `select`, False a conditional expression on floats.
    operand_names
        How the operands are called in the text.
    """

    def __init__(self, operand_names: Iterable[str], *, arrays: bool) -> None:
        self.lines: list[str] = []
        self._arrays = arrays
        self._operand_names = tuple(operand_names)
        self._known: dict[object, str] = {}
        self._texts: dict[Symbol, str] = {}

    def write(self, symbol: Symbol) -> str:
        """Return the text that stands for `symbol`, after adding the lines it needs."""
        for part in parts_first(symbol, self._texts):
            self._texts[part] = self._write_one(part)
        return self._texts[symbol]

    def _write_one(self, symbol: Symbol) -> str:
        if symbol.kind == "operand":
            return self._operand_names[int(symbol.detail)]
        if symbol.kind == "number":
            return _number_text(symbol.detail)
        parts = [self._texts[part] for part in symbol.parts]
        key = (symbol.kind, *parts)
        if key not in self._known:
            name = f"t{len(self._known)}"
            self._known[key] = name
            self.lines.append(f"{name} = {self._text(symbol.kind, parts)}")
        return self._known[key]

    def _text(self, kind: str, parts: list[str]) -> str:
        if kind == "-" and parts[0] == "-0.0":
            return f"-{parts[1]}" if not parts[1].startswith("-") else f"-({parts[1]})"
        if kind in ARITHMETIC or kind in COMPARISONS:
            return f"{parts[0]} {kind} {parts[1]}"
        if kind == "select":
            if self._arrays:
                return f"where({', '.join(parts)})"
            return f"{parts[1]} if {parts[0]} else {parts[2]}"
        return f"{kind}({', '.join(parts)})"


def _number_text(value: float) -> str:
    return repr(value) if math.isfinite(value) else f"float('{value!r}')"


def float_function(symbols: Iterable[Symbol], n_operands: int) -> FloatFunction:
    """Return ``f(*operands) -> (value, ...)`` on plain numbers, with one value for each expression."""
    return _function(symbols, n_operands, FLOAT_NAMES, arrays=False)


def array_function(symbols: Iterable[Symbol], n_operands: int) -> Callable[..., tuple[Any, ...]]:
    """Return ``f(*operands) -> (value, ...)`` on arrays (or numbers), with one value for each expression."""
    return _function(symbols, n_operands, array_names(), arrays=True)


def _function(
    symbols: Iterable[Symbol], n_operands: int, names: dict[str, Any], *, arrays: bool
) -> Callable[..., tuple[Any, ...]]:
    operands = [f"x{i}" for i in range(n_operands)]
    writer = SourceWriter(operands, arrays=arrays)
    results = "".join(f"{writer.write(symbol)}, " for symbol in symbols)
    lines = [f"def function({', '.join(operands)}):", *(f"    {line}" for line in writer.lines)]
    function: Callable[..., tuple[Any, ...]] = build_function(
        "\n".join([*lines, f"    return ({results})"]), "function", names
    )
    return function


def build_function(text: str, name: str, names: dict[str, Any]) -> Any:
    """Run generated source text and return the function it defines."""
    namespace = dict(names)
    # The text is written from symbols alone, whose kinds are a closed list and whose details are numbers:
    # nothing that a person or a file says is in it.
    exec(compile(text, f"<generated {name}>", "exec"), namespace)
    return namespace[name]
