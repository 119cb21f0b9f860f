"""What is said of a pass is what it leaves."""

from __future__ import annotations

import pytest

from playground.controllers.lessons.formulas.pass_picture import ALL_RIGHT, say_ways, say_wrong_gradients
from playground.models.graph.paths import path_sum
from playground.models.lessons.stages.formula_stage import FormulaStage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\nb = a + a", ("a.grad is 1, not 2", True)),
        ("a = 1\nb = a + a\nc = b + b", ("a.grad is 1, not 4; b.grad is 1, not 2", True)),
        ("a = 1\nb = a + a\nc = b + b\nd = c + c", (
            "a.grad is 1, not 8; b.grad is 1, not 4 and 1 more", True,
        )),
        ("a = 1\nb = tanh(a)", (ALL_RIGHT, False)),
    ],
)  # fmt: skip
def test_that_wrong_gradients_are_named_with_the_right_ones(text, expected):
    passes = FormulaStage(text=text, mistake="overwriting").passes()
    assert passes.wrong is not None
    assert say_wrong_gradients(passes.wrong) == expected


def test_that_ways_are_multiplied_out_and_added_up():
    stage = FormulaStage(text="a = 2\nb = a*a\nc = b + 3*a")
    walk = stage.passes().right
    paths = path_sum(walk, stage.index_of("a"))
    assert paths is not None
    said = say_ways(walk, paths)
    assert said.count("→ c:") == 3
    assert said.endswith("Together 7.")  # 2 + 2 + 3
    stage = FormulaStage(text="a = 1\nb = a + a\nc = b + b\nd = c + c")
    walk = stage.passes().right
    paths = path_sum(walk, stage.index_of("a"))
    assert paths is not None
    assert say_ways(walk, paths).endswith(" and so on. Together 8.")
