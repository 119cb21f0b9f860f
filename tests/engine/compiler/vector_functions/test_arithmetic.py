"""Fused products, bounds, bits and signs on lanes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compiler import ir, native
from engine.compiler.vector_functions.arithmetic import at_least, at_most, bits_of, copy_sign, fma
from tests.engine.compiler.vector_functions.measured import ENDS, compiled, same


def test_that_bounds_hold_on_their_side_and_let_nan_pass() -> None:
    x = [-math.inf, -3.5, -3.0, 0.0, 7.0, math.inf, math.nan]
    assert same(compiled(lambda f, x: at_most(f, x, -3.0))(x)[0], [-math.inf, -3.5, *[-3.0] * 4, math.nan])
    assert same(compiled(lambda f, x: at_least(f, x, 2.0))(x)[0], [*[2.0] * 4, 7.0, math.inf, math.nan])


def test_that_a_sign_is_copied_bit_by_bit() -> None:
    sizes, signs = np.abs(ENDS), np.array(ENDS)
    assert same(compiled(copy_sign, 2)(sizes, signs)[0], np.copysign(sizes, signs).tolist())


@given(st.floats(allow_nan=False))
def test_that_bit_patterns_are_those_of_ieee_754(x: float) -> None:
    assert bits_of(x) == int(np.float64(x).view(np.int64))
    assert np.int64(bits_of(x)).view(np.float64) == x


@pytest.mark.parametrize("fused", [True, False])
def test_that_products_are_fused_only_where_the_processor_can(
    monkeypatch: pytest.MonkeyPatch, fused: bool
) -> None:
    monkeypatch.setattr(native, "has_fma", lambda: fused)
    x = ir.Value("%x", ir.VECTOR)
    f = ir.Function("f", [x], ir.VECTOR)
    fma(f, x, x, ir.vector(-1.0))
    assert ("@llvm.fma" in f.text()) == fused


@pytest.mark.skipif(
    not native.unavailable() and not native.has_fma(), reason="the processor has no fused product"
)
def test_that_a_fused_product_is_rounded_once() -> None:
    x = 1.0 + 2.0**-52
    got = compiled(lambda f, x: fma(f, x, x, f.negate(f.multiply(x, x))))([x])[0]
    assert got[0] == 2.0**-104
