from __future__ import annotations

import numpy as np
import pytest

from playground.rendering.point_colours import VALUE_LEVELS, mark_colours, point_colours
from playground.style.theme import DARK, LIGHT


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_classes_have_the_colours_of_the_palette(theme) -> None:
    assert point_colours(np.array([2, 0, 1]), theme) == [theme.classes[2], theme.classes[0], theme.classes[1]]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_numbers_go_from_negative_over_the_middle_to_positive(theme) -> None:
    low, middle, high = point_colours(np.array([-3.0, 1.0, 5.0]), theme)
    assert (low, high) == (theme.negative.upper(), theme.positive.upper())
    assert middle == theme.diverging[len(theme.diverging) // 2].upper()


def test_that_equal_numbers_have_the_colour_of_the_middle_and_no_numbers_none() -> None:
    _, numbers = mark_colours(np.full(3, 7.0), LIGHT)
    assert numbers.tolist() == [VALUE_LEVELS // 2] * 3
    assert point_colours(np.zeros(0), LIGHT) == []
