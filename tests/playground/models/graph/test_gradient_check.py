from __future__ import annotations

import pytest
from hypothesis import given

from engine.operation_table import make_operation
from engine.operations import OPERATIONS
from playground.models.graph.formulas import EXAMPLES
from playground.models.graph.gradient_check import MOST_CHECKED, checked_gradients, say_check
from playground.models.graph.mistakes.mistakes import OVERWRITING, WRONG_ORDER
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import walk_of_formulas, walk_of_network
from tests.playground.models.graph.test_steps import formulas


def check_of(walk: Walk) -> str:
    return say_check(checked_gradients(walk, walk.gradients_after(len(walk.backward))))


@given(formulas)
def test_that_right_gradients_never_differ(text: str) -> None:
    walk = walk_of_formulas(text, a=0.3, b=-0.7, c=1.1)
    assert all(found.verdict != "differs" for found in checked_gradients(walk, walk.gradients))


def test_that_a_graph_whose_gradients_agree_says_how_many() -> None:
    walk = walk_of_formulas(EXAMPLES[0].text, "", **dict(EXAMPLES[0].leaves))
    assert check_of(walk) == "Checked by finite differences, to 0.01 %: all 11 gradients agree."


@pytest.mark.parametrize(("mistake", "wrong"), [(WRONG_ORDER, "6"), (OVERWRITING, "1")])
def test_that_the_gradients_of_a_mistake_are_named(mistake: str, wrong: str) -> None:
    text = check_of(walk_of_formulas("b = a + a\nc = b + b", mistake, a=1.0))
    assert f"a.grad is {wrong}, the difference 4" in text


def test_that_an_operation_with_a_wrong_derivative_is_found_and_named() -> None:
    OPERATIONS.add(make_operation("cubed", lambda x: (x * x * x, (2.0 * x * x,)), "x³", "x³"))
    try:
        text = check_of(walk_of_formulas("y = cubed(a) + b", a=2.0, b=1.0))
    finally:
        OPERATIONS.remove("cubed")
    assert "1 of 3 gradients differs: a.grad is 8, the difference 12" in text


def test_that_a_large_graph_is_not_checked() -> None:
    walk = walk_of_network(dataset="circle", hidden=(8, 8))
    assert len(walk.values) > MOST_CHECKED
    assert checked_gradients(walk, walk.gradients) == ()
    assert say_check(()) == ""
