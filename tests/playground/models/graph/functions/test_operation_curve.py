from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.graph.functions.operation_curve import operation_curve

SLOPES = {
    "tanh": lambda x: 1.0 / math.cosh(x) ** 2, "sin": math.cos, "exp": math.exp,
    "erf": lambda x: 2.0 / math.sqrt(math.pi) * math.exp(-x * x),
}  # fmt: skip


@given(st.sampled_from(sorted(SLOPES)), st.floats(-4.0, 4.0))
def test_that_the_tangent_has_the_slope_of_the_closed_form(operation: str, x: float) -> None:
    curve = operation_curve(operation, [x], 0)
    assert curve.slope == pytest.approx(SLOPES[operation](x), rel=1e-9, abs=1e-12)
    assert curve.value is not None
    assert curve.low <= curve.value <= curve.high
    assert curve.x[0] <= x <= curve.x[-1]


def test_that_the_curve_runs_along_the_chosen_operand() -> None:
    along_y = operation_curve("*", [3.0, 0.5], 1)
    assert np.allclose(along_y.y, np.where(np.isfinite(along_y.y), 3.0 * along_y.x, np.nan), equal_nan=True)
    assert (along_y.at, along_y.value, along_y.slope) == (0.5, 1.5, 3.0)


def test_that_no_line_crosses_a_pole() -> None:
    curve = operation_curve("/", [1.0, 0.5], 1)
    drawn = np.flatnonzero(np.isfinite(curve.y))
    neighbours = drawn[:-1][np.diff(drawn) == 1]
    assert (np.sign(curve.y[neighbours]) == np.sign(curve.y[neighbours + 1])).all()


def test_that_a_point_outside_the_domain_has_neither_value_nor_slope() -> None:
    curve = operation_curve("log", [-1.0], 0)
    assert (curve.value, curve.slope) == (None, None)
    assert np.isnan(curve.y[curve.x <= 0.0]).all()
    assert np.isfinite(curve.y[curve.x > 0.1]).all()


def test_that_a_slope_exists_where_that_along_the_other_operand_does_not() -> None:
    assert operation_curve("**", [-3.0, 2.0], 0).slope == -6.0
    assert operation_curve("**", [-3.0, 2.0], 1).slope is None
    root = operation_curve("sqrt", [0.0], 0)
    assert (root.value, root.slope) == (0.0, None)
