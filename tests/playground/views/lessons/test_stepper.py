from __future__ import annotations

from itertools import pairwise

import pytest

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.stepper import Stepper


@pytest.mark.parametrize(("count", "width"), [(6, 300), (8, 300), (3, 400)])
def test_that_all_steps_are_inside_however_many_there_are(qtbot, count, width):
    stepper = Stepper()
    qtbot.addWidget(stepper)
    apply_to_tree(stepper, LIGHT)
    stepper.resize(width, 32)
    stepper.set_steps(["Predict", "Explain", *["Try"] * (count - 2)], 1, count)
    places = stepper.rects()
    assert places[-1].right() <= width + 0.5
    assert all(before.right() < after.left() for before, after in pairwise(places))
