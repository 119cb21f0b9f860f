"""What the functions on lanes are made of: polynomials, fused products, bounds, bits and signs."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from engine.compiler import native
from engine.compiler.ir import INT_VECTOR, VECTOR, Function, Value, int_vector, vector

SIGN = -(2**63)


def fma(f: Function, left: Value, right: Value, addend: Value) -> Value:
    """Return ``left * right + addend``, rounded once where the processor can."""
    if native.has_fma():
        return f.fma(left, right, addend)
    return f.add(f.multiply(left, right), addend)


def polynomial(f: Function, x: Value, coefficients: Sequence[float]) -> Value:
    """Return ``c[0] + c[1] x + c[2] x^2 + ...`` by Estrin's scheme: pairs do not wait for one another."""
    terms = [vector(coefficient) for coefficient in coefficients]
    while len(terms) > 1:
        pairs = [fma(f, x, high, low) for low, high in zip(terms[::2], terms[1::2], strict=False)]
        terms = pairs + terms[2 * len(pairs) :]
        if len(terms) > 1:
            x = f.multiply(x, x)
    return terms[0]


def at_most(f: Function, x: Value, bound: float) -> Value:
    """Return the smaller one of x and a bound; NaN stays NaN (one instruction on x86)."""
    limit = vector(bound)
    return f.select(f.compare("olt", limit, x), limit, x)


def at_least(f: Function, x: Value, bound: float) -> Value:
    """Return the larger one of x and a bound; NaN stays NaN (one instruction on x86)."""
    limit = vector(bound)
    return f.select(f.compare("ogt", limit, x), limit, x)


def bits(f: Function, x: Value) -> Value:
    """Return the numbers' bit patterns as integers."""
    return f.convert("bitcast", x, INT_VECTOR)


def bits_of(value: float) -> int:
    """Return the bit pattern of one number."""
    pattern: int = struct.unpack("<q", struct.pack("<d", value))[0]
    return pattern


def from_bits(f: Function, x: Value) -> Value:
    """Return the numbers with the given bit patterns."""
    return f.convert("bitcast", x, VECTOR)


def absolute(f: Function, x: Value) -> Value:
    """Return the number without its sign."""
    return f.intrinsic("llvm.fabs", VECTOR, x)


def copy_sign(f: Function, magnitude: Value, sign: Value) -> Value:
    """Return a number that has no sign with the sign of another."""
    negative = f.binary("and", bits(f, sign), int_vector(SIGN))
    return from_bits(f, f.binary("or", bits(f, magnitude), negative))
