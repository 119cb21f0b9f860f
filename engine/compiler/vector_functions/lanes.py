"""The C library's functions, called for one lane after the other."""

from __future__ import annotations

from engine.compiler.ir import DOUBLE, LANES, Function, Value


def each_lane(f: Function, name: str, *operands: Value) -> Value:
    """Write calls of the function of that name."""
    result = operands[0]
    for lane in range(LANES):
        numbers = [f.extract(operand, lane) for operand in operands]
        result = f.insert(result, f.call(name, DOUBLE, *numbers, pure=True), lane)
    return result


def power(f: Function, base: Value, exponent: Value) -> Value:
    """Write `base` raised to `exponent`."""
    return each_lane(f, "pow", base, exponent)
