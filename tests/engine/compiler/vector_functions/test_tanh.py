"""The hyperbolic tangent on lanes, and the rules that share its exponential."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.compiler import ir
from engine.compiler.kernels.expressions import LaneWriter
from engine.compiler.vector_functions.tanh import tanh
from engine.operations import OPERATIONS
from tests.engine.compiler.vector_functions.measured import Run, compiled, same


@pytest.fixture(scope="module")
def run() -> Run:
    return compiled(tanh)


@given(st.floats(-20, 20))
def test_that_tanh_is_odd_to_the_last_bit(run: Run, x: float) -> None:
    both = run([x, -x])[0]
    assert same(both[:1], -both[1:])


def test_that_tanh_shares_one_exponential_and_one_division_with_its_derivative() -> None:
    x = ir.Value("%x", ir.VECTOR)
    alone, both = ir.Function("f", [x], ir.VECTOR), ir.Function("f", [x], ir.VECTOR)
    rule = OPERATIONS["tanh"].expression(1)
    tanh(alone, x)
    writer = LaneWriter(both, [x])
    writer.write(rule.value)
    writer.write(rule.derivatives[0])
    assert both.text().count("fdiv") == 1
    assert both.size == alone.size + 3  # the derivative adds the products of 4, e and r twice
