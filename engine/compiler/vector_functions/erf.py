"""The error function on lanes, without branches: both formulas are computed, one is selected.

Below 1, ``erf(x) = x + x p(x^2)``. From 1 on ``erf(x) = 1 - exp(-(x^2 + q(x)))``, where x^2 is all of the
exponent that grows fast, so that q is a tame polynomial. (The split follows FDLIBM, s_erf.c, Sun Microsystems
1993; both polynomials are fitted anew.)
"""

from __future__ import annotations

from engine.compiler.ir import Function, Value, vector
from engine.compiler.vector_functions.arithmetic import absolute, at_most, copy_sign, fma, polynomial
from engine.compiler.vector_functions.exp import decaying

HIGHEST = 6.0  # from here on erf is 1 to all digits
# erf(x) / x - 1 as a polynomial in x^2 for x below 1: minimax fit, off by 1.4e-17 of erf.
NEAR = (
    0.12837916709551256,
    -0.37612638903183343,
    0.11283791670936948,
    -0.026866170641957687,
    0.005223977596709058,
    -0.0008548325482640684,
    0.00012055280384309088,
    -1.4924462533743822e-05,
    1.6444099199106108e-06,
    -1.6183490792953454e-07,
    1.361405284118177e-08,
    -7.601952028531873e-10,
)
# -log(erfc(x)) - x^2 as a polynomial in x - CENTRE for x from 1 to 6: weighted so that erf is off by 9.6e-18.
CENTRE = 2.25
FAR = (
    1.4649598963658217,
    0.38291381054452783,
    -0.0651324331223543,
    0.013312548393627607,
    -0.0027713368258300186,
    0.0005548409248223687,
    -0.0001026378066348584,
    1.6603820200101644e-05,
    -2.0482948855951253e-06,
    7.223904109195053e-08,
    6.170262438726162e-08,
    -2.6746751817530434e-08,
    7.247652497850644e-09,
    -1.5162526555140693e-09,
    3.021758629175417e-10,
    -3.357861132977813e-11,
    -1.5944924831434102e-11,
    4.863093974752374e-12,
)


def erf(f: Function, x: Value) -> Value:
    """Write the error function."""
    size = absolute(f, x)
    near = fma(f, size, polynomial(f, f.multiply(size, size), NEAR), size)
    bounded = at_most(f, size, HIGHEST)
    rest = polynomial(f, f.subtract(bounded, vector(CENTRE)), FAR)
    fraction, power = decaying(f, f.negate(fma(f, bounded, bounded, rest)))
    far = f.subtract(vector(1.0), fma(f, fraction, power, power))
    return copy_sign(f, f.select(f.compare("olt", size, vector(1.0)), near, far), x)
