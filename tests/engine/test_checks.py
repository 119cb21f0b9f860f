from __future__ import annotations

import numpy as np
import pytest

from engine.checks import positive_integer


@pytest.mark.parametrize("value", [1, 7, np.int64(3)])
def test_that_whole_numbers_from_one_up_pass_as_ints(value: object) -> None:
    number = positive_integer(value, "it")
    assert number == value
    assert type(number) is int


@pytest.mark.parametrize("value", [0, -1, 1.0, True, "3", None])
def test_that_anything_else_is_refused_by_name(value: object) -> None:
    with pytest.raises(ValueError, match="the size must be a positive integer"):
        positive_integer(value, "the size")
