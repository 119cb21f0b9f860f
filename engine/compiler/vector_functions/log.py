"""The natural logarithm on lanes, without branches.

``x = 2^k m`` with m between sqrt(1/2) and sqrt(2), f = m - 1 and ``s = f / (2 + f)``:
``log(m) = 2 artanh(s) = f - f^2/2 + s (f^2/2 + R(s^2))``, a sum in which f is exact and the rest is small.
(FDLIBM, e_log.c, Sun Microsystems 1993, describes the method; the coefficients are fitted anew.)
"""

from __future__ import annotations

import math

from engine.compiler.ir import Function, Value, int_vector, vector
from engine.compiler.vector_functions.arithmetic import bits, bits_of, fma, from_bits
from engine.compiler.vector_functions.exp import BIAS, LN2_HIGH, LN2_LOW, MANTISSA_BITS

SMALLEST_NORMAL = 2.0**-1022
EXTRA = 54
# (2 artanh(s) - 2 s) / s^3 as a polynomial in s^2, |s| <= 0.1716: minimax fit, off by 1.3e-18 of 2 artanh(s).
COEFFICIENTS = (
    0.6666666666666734,
    0.3999999999941663,
    0.2857142874203134,
    0.22222198604705495,
    0.18183562869521327,
    0.15314084391989446,
    0.1479563754919958,
)


def log(f: Function, x: Value) -> Value:
    """Write the natural logarithm: -inf at 0, NaN below."""
    k, m = _split(f, x)
    excess = f.subtract(m, vector(1.0))
    s = f.divide(excess, f.add(vector(2.0), excess))
    z = f.multiply(s, s)
    z2 = f.multiply(z, z)
    c = [vector(coefficient) for coefficient in COEFFICIENTS]
    middle, low = fma(f, z, c[4], c[3]), fma(f, z, c[2], c[1])
    high = fma(f, z2, fma(f, z, c[6], c[5]), middle)
    rest = f.multiply(z, fma(f, z, fma(f, z2, high, low), c[0]))
    half_square = f.multiply(f.multiply(vector(0.5), excess), excess)
    small = fma(f, s, f.add(half_square, rest), f.multiply(k, vector(LN2_LOW)))
    near_1 = f.subtract(f.subtract(half_square, small), excess)
    result = f.subtract(f.multiply(k, vector(LN2_HIGH)), near_1)
    return _at_the_ends(f, x, result)


def _split(f: Function, x: Value) -> tuple[Value, Value]:
    """Write k and m of ``x = 2^k m`` for x above 0."""
    tiny = f.compare("olt", x, vector(SMALLEST_NORMAL))
    x = f.select(tiny, f.multiply(x, vector(2.0**EXTRA)), x)
    bias = f.select(tiny, vector(2.0**MANTISSA_BITS + BIAS + EXTRA), vector(2.0**MANTISSA_BITS + BIAS))
    # Moved so that a carry into the exponent falls to the numbers from sqrt(1/2) on.
    lowest = bits_of(math.sqrt(0.5))
    moved = f.binary("add", bits(f, x), int_vector(bits_of(1.0) - lowest))
    exponent = f.binary("lshr", moved, int_vector(MANTISSA_BITS))
    # As the last bits of 2^52 a whole number needs no conversion.
    k = f.subtract(from_bits(f, f.binary("or", exponent, int_vector(bits_of(2.0**MANTISSA_BITS)))), bias)
    mantissa = f.binary("and", moved, int_vector(2**MANTISSA_BITS - 1))
    return k, from_bits(f, f.binary("add", mantissa, int_vector(lowest)))


def _at_the_ends(f: Function, x: Value, result: Value) -> Value:
    """Write the logarithms of 0, infinity, NaN and numbers below 0 over a result that holds elsewhere."""
    result = f.select(f.compare("olt", x, vector(math.inf)), result, x)  # infinity, NaN
    result = f.select(f.compare("olt", x, vector(0.0)), vector(math.nan), result)
    return f.select(f.compare("oeq", x, vector(0.0)), vector(-math.inf), result)
