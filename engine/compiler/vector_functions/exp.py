"""The exponential function on lanes, without branches.

``x = n ln 2 + r`` with a whole n and ``|r| <= ln(2)/2``, so ``exp(x) = 2^n (1 + expm1(r))``. (W. J. Cody and
W. Waite, Software Manual for the Elementary Functions, 1980, chapter 6.)
"""

from __future__ import annotations

import math
import re

from engine.compiler.ir import VECTOR, Function, Value, int_vector, vector
from engine.compiler.vector_functions.arithmetic import at_least, at_most, bits, fma, from_bits

# Beyond these exp is 0 or infinite whatever x is, and the powers of 2 made here still are right.
LOWEST, HIGHEST = -745.2, 710.0
EXTRA = 54
# Added to a number, it leaves the nearest whole number in the low bits of the sum.
ROUNDING = 1.5 * 2.0**52
BIAS = 1023  # of the exponent in a double
MANTISSA_BITS = 52
# ln 2 in two parts: the first has so few bits that its product with n is exact.
LN2_HIGH = float.fromhex("0x1.62e42fefa3p-1")
LN2_LOW = float.fromhex("0x1.3de6af278ece6p-42")
# (expm1(r) - r) / r^2 on |r| <= ln(2)/2: minimax fit by which expm1(r) is off by 1.9e-17 of itself at most.
COEFFICIENTS = (
    0.5000000000000006,
    0.1666666666666665,
    0.041666666666576264,
    0.008333333333359987,
    0.0013888888931378857,
    0.00019841269770705725,
    2.4801505636898618e-05,
    2.7557369097751153e-06,
    2.762587398246896e-07,
    2.5064130805931756e-08,
)
# Instructions that make numbers which are never above 0: -a, or a negative constant times a, with a = |b|
# or b b.
_MINUS = re.compile(rf"(?:fneg|fmul) {VECTOR} (?:<double 0x[89A-F][^>]*>, )?(%\w+)")
_NEVER_NEGATIVE = re.compile(rf"call {VECTOR} @llvm\.fabs\..*|fmul {VECTOR} (%\w+), \1")


def exp(f: Function, x: Value) -> Value:
    """Write e to the power x."""
    if is_never_positive(f, x):
        fraction, power = decaying(f, x)
        return fma(f, fraction, power, power)
    x = at_least(f, at_most(f, x, HIGHEST), LOWEST)
    # 2^n as 2^h * 2^(n-h), h about n/2: neither overflows or vanishes where the result does not.
    n_bias, half_bias = vector(ROUNDING + 2 * BIAS), vector(ROUNDING + BIAS)
    rounded = fma(f, x, vector(1.0 / math.log(2.0)), n_bias)
    half = bits(f, fma(f, x, vector(0.5 / math.log(2.0)), half_bias))
    first = _power_of_two(f, half)
    second = _power_of_two(f, f.binary("sub", bits(f, rounded), half))
    fraction = _fraction(f, x, f.subtract(rounded, n_bias))
    return f.multiply(fma(f, fraction, first, first), second)


def decaying(f: Function, x: Value) -> tuple[Value, Value]:
    """Write expm1(r) and 2^n, of which ``exp(x) = 2^n (1 + expm1(r))`` is made, for x <= 0."""
    x = at_least(f, x, LOWEST)
    # The power is made 2^54 too large first: so it never is too small for the bits of a normal number.
    bias = vector(ROUNDING + BIAS + EXTRA)
    rounded = fma(f, x, vector(1.0 / math.log(2.0)), bias)
    power = f.multiply(_power_of_two(f, bits(f, rounded)), vector(2.0**-EXTRA))
    return _fraction(f, x, f.subtract(rounded, bias)), power


def is_never_positive(f: Function, x: Value) -> bool:
    """Whether the instructions that made x show that it is not above 0."""
    made = _MINUS.fullmatch(f.definition(x))
    return bool(made and _NEVER_NEGATIVE.fullmatch(f.definition(Value(made[1], VECTOR))))


def _fraction(f: Function, x: Value, n: Value) -> Value:
    """Write expm1(r), r = x - n ln 2."""
    r = fma(f, n, vector(-LN2_HIGH), x)
    r = fma(f, n, vector(-LN2_LOW), r)
    c = [vector(coefficient) for coefficient in COEFFICIENTS]
    # Estrin's scheme: products that do not wait for one another.
    r2 = f.multiply(r, r)
    pairs = [fma(f, r, c[k + 1], c[k]) for k in range(0, len(c), 2)]
    r4 = f.multiply(r2, r2)
    high = fma(f, r4, pairs[4], fma(f, r2, pairs[3], pairs[2]))
    quotient = fma(f, r4, high, fma(f, r2, pairs[1], pairs[0]))
    return fma(f, r2, quotient, r)


def _power_of_two(f: Function, biased: Value) -> Value:
    """Write the number whose exponent is in the lowest bits."""
    return from_bits(f, f.binary("shl", biased, int_vector(MANTISSA_BITS)))
