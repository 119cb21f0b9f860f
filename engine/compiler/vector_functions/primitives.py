"""The primitives of rules on lanes: one writer of instructions for each of `engine.symbols.PRIMITIVES`."""

from __future__ import annotations

from collections.abc import Callable

from engine.compiler.ir import VECTOR, Function, Value
from engine.compiler.vector_functions.arithmetic import absolute
from engine.compiler.vector_functions.erf import erf
from engine.compiler.vector_functions.exp import exp
from engine.compiler.vector_functions.lanes import power
from engine.compiler.vector_functions.log import log
from engine.compiler.vector_functions.tanh import tanh
from engine.compiler.vector_functions.trigonometry import cos, sin


def sqrt(f: Function, x: Value) -> Value:
    """Write the square root (an instruction of its own, correctly rounded)."""
    return f.intrinsic("llvm.sqrt", VECTOR, x)


PRIMITIVES: dict[str, Callable[..., Value]] = {
    "exp": exp,
    "log": log,
    "sin": sin,
    "cos": cos,
    "sqrt": sqrt,
    "erf": erf,
    "tanh": tanh,
    "power": power,
    "absolute": absolute,
}


def shared_name(primitive: str) -> str:
    """Return the name of the function that holds a primitive's code once for many calls."""
    return f"lanes_{primitive}"


def as_function(primitive: str) -> Function:
    """Return that function: vectors in, a vector out."""
    operands = [Value(f"%x{i}", VECTOR) for i in range(2 if primitive == "power" else 1)]
    f = Function(shared_name(primitive), operands, VECTOR, "nounwind noinline memory(none)")
    f.result(PRIMITIVES[primitive](f, *operands))
    return f
