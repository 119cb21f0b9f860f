"""The hyperbolic tangent on lanes, sharing its exponential and division with its derivative."""

from __future__ import annotations

from engine.compiler.ir import Function, Value, vector
from engine.compiler.vector_functions.arithmetic import absolute, copy_sign, fma
from engine.compiler.vector_functions.exp import decaying


def tanh(f: Function, x: Value) -> Value:
    """Write the hyperbolic tangent.

    With ``y = -2|x|`` it is ``-expm1(y) / (1 + exp(y))`` and a sign. The instructions for y, exp(y) and
    1 / (1 + exp(y)) are those of the rule in `engine.operations`, where the derivative needs them.
    """
    y = f.multiply(vector(-2.0), absolute(f, x))
    fraction, power = decaying(f, y)
    complement, minus_power = f.subtract(vector(1.0), power), f.negate(power)
    numerator = fma(f, minus_power, fraction, complement)
    denominator = f.add(vector(1.0), fma(f, fraction, power, power))
    reciprocal = f.divide(vector(1.0), denominator)
    quotient = f.multiply(numerator, reciprocal)
    # The numerator is N = complement - power * fraction and the denominator 2 - N. What the quotient Q misses
    # is N - 2 Q + Q N over the latter; the sums cancel, so the roundings of both parts drop out.
    remainder = fma(f, minus_power, fraction, fma(f, vector(-2.0), quotient, complement))
    remainder = fma(f, quotient, numerator, remainder)
    return copy_sign(f, fma(f, remainder, reciprocal, quotient), x)
