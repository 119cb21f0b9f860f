"""The C library's functions on lanes against mpmath."""

from __future__ import annotations

import math

import numpy as np

from engine.compiler.vector_functions.lanes import power
from tests.engine.compiler.vector_functions.measured import compiled, same, worst

RANDOM = np.random.default_rng(0)


def test_that_powers_are_right_to_two_units_of_the_last_place() -> None:
    base, exponent = np.exp(RANDOM.uniform(-20, 20, 500)), RANDOM.uniform(-30, 30, 500)
    run = compiled(power, 2)
    assert worst(run, lambda x, y: x**y, base, exponent) <= 2
    assert same(run([-2.0, 0.0, -8.0, 2.0], [3.0, 0.0, 1 / 3, math.nan])[0], [-8, 1, math.nan, math.nan])
