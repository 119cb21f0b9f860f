"""Sine and cosine on lanes: a quarter turn's remainder, two polynomials, and the right one of them.

Numbers beyond `LARGEST` are left to the C library, in a block that runs only where there are some.
"""

from __future__ import annotations

import math

from engine.compiler import native
from engine.compiler.ir import BOOL, Function, Value, int_vector, vector
from engine.compiler.vector_functions.arithmetic import SIGN, absolute, bits, fma, from_bits
from engine.compiler.vector_functions.exp import ROUNDING
from engine.compiler.vector_functions.lanes import each_lane

LARGEST = 2.0**20
# pi/2 in three parts of 53 bits.
QUARTER = tuple(
    float.fromhex(part)
    for part in ("0x1.921fb54442d18p+0", "0x1.1a62633145c07p-54", "-0x1.f1976b7ed8fbcp-110")
)
# (sin(r) - r) / r^3 and (cos(r) - 1 + r^2/2) / r^4 as polynomials in r^2, |r| <= pi/4: minimax fits, off by
# 3.8e-18 of sin(r) and 5.7e-20 of cos(r).
SINE = (
    -0.1666666666666663,
    0.00833333333332184,
    -0.00019841269829358528,
    2.755731353851119e-06,
    -2.5050734388121437e-08,
    1.5895433186480852e-10,
)
COSINE = (
    0.041666666666666595,
    -0.0013888888888873342,
    2.4801587289002062e-05,
    -2.755731421702807e-07,
    2.087570539375611e-09,
    -1.1358749082767395e-11,
)


def sin(f: Function, x: Value) -> Value:
    """Write the sine of an angle in radians."""
    return _quarters(f, x, "sin")


def cos(f: Function, x: Value) -> Value:
    """Write the cosine of an angle in radians."""
    return _quarters(f, x, "cos")


def _quarters(f: Function, x: Value, name: str) -> Value:
    if not native.has_fma():  # the parts of pi/2 are too long for rounded products
        return each_lane(f, name, x)
    size = absolute(f, x)
    rounded = fma(f, size, vector(2.0 / math.pi), vector(ROUNDING))
    minus_n = f.subtract(vector(ROUNDING), rounded)
    first = fma(f, minus_n, vector(QUARTER[0]), size)  # exact
    second = f.multiply(minus_n, vector(QUARTER[1]))
    r = f.add(first, second)
    # What the sum and the products lost: near a multiple of pi/2 the two parts cancel, and that remains.
    kept = f.subtract(r, first)
    lost = f.add(f.subtract(first, f.subtract(r, kept)), f.subtract(second, kept))
    lost = f.add(lost, fma(f, minus_n, vector(QUARTER[1]), f.negate(second)))
    lost = fma(f, minus_n, vector(QUARTER[2]), lost)
    sine, cosine = _kernels(f, r, lost)

    quarter = bits(f, rounded)
    if name == "cos":
        quarter = f.binary("add", quarter, int_vector(1))
    odd = f.binary("shl", quarter, int_vector(63))
    is_odd = f.compare("slt", odd, int_vector(0))
    value = f.select(is_odd, cosine, sine)
    sign = f.binary("and", f.binary("shl", quarter, int_vector(62)), int_vector(SIGN))
    if name == "sin":
        sign = f.binary("xor", sign, f.binary("and", bits(f, x), int_vector(SIGN)))
    value = from_bits(f, f.binary("xor", bits(f, value), sign))

    beyond = f.compare("ogt", size, vector(LARGEST))
    some = f.pure(f"icmp ne i4 {f.convert('bitcast', beyond, 'i4').text}, 0", BOOL)
    return f.replaced_when(some, value, lambda: f.select(beyond, each_lane(f, name, x), value))


def _kernels(f: Function, r: Value, lost: Value) -> tuple[Value, Value]:
    """Write sine and cosine of ``r + lost``, r within a quarter turn around 0 and lost below its last bit."""
    z = f.multiply(r, r)
    z2 = f.multiply(z, z)
    sums = []
    for coefficients in (SINE, COSINE):
        c = [vector(coefficient) for coefficient in coefficients]
        pairs = [fma(f, z, c[k + 1], c[k]) for k in (0, 2, 4)]
        sums.append(fma(f, z2, fma(f, z2, pairs[2], pairs[1]), pairs[0]))
    sine = f.add(r, fma(f, f.multiply(r, z), sums[0], lost))
    half = f.multiply(vector(0.5), z)
    near = f.subtract(vector(1.0), half)
    rounding = f.subtract(f.subtract(vector(1.0), near), half)
    small = fma(f, z2, sums[1], fma(f, f.negate(r), lost, rounding))
    return sine, f.add(near, small)
