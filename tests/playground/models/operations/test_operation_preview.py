from __future__ import annotations

import numpy as np
import pytest

from playground.models.operations.definition import define
from playground.models.operations.operation_preview import REACH, SECOND, operation_preview
from playground.models.operations.own_operation import OwnOperation


def preview(formula: str):
    return operation_preview(define(OwnOperation("own_one", formula)))


def test_that_both_curves_are_those_of_the_formula() -> None:
    found = preview("sin(x)")
    np.testing.assert_allclose(found.value, np.sin(found.x), atol=1e-15)
    np.testing.assert_allclose(found.slope, np.cos(found.x), atol=1e-15)
    assert found.low < -1.0 < 1.0 < found.high


def test_that_a_second_operand_stands_still() -> None:
    found = preview("x y + y")
    assert found.has_second
    np.testing.assert_allclose(found.value, SECOND * (found.x + 1.0))
    assert (found.slope == SECOND).all()


def test_that_what_has_no_value_or_goes_far_away_is_left_out() -> None:
    assert np.isnan(preview("log(x)").value[0])
    steep = preview("exp(5 x)")
    assert np.nanmax(np.abs(steep.value)) <= 2.0 * REACH
    assert steep.high < 10.0 * REACH


@pytest.mark.parametrize("formula", ["sqrt(-1 - x^2)", "x"])
def test_that_there_is_always_an_axis(formula: str) -> None:
    found = preview(formula)
    assert found.low < 0.0 < found.high
