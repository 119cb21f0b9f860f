from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given

from engine.operation_table import make_operation
from engine.operations import OPERATIONS
from playground.models.graph.checking.differences import AGREES, DIFFERS
from playground.models.graph.checking.gradient_check import check_gradients, say_check, worst_first
from playground.models.graph.drawing import draw_network
from playground.models.graph.formulas import EXAMPLES
from playground.models.graph.mistakes.mistakes import OVERWRITING, WRONG_ORDER
from playground.models.graph.steps import Walk
from playground.models.ticket import CancelledError, Ticket
from tests.playground.models.graph.networks import (
    drawing_of,
    run_of,
    walk_of_formulas,
    walk_of_network,
    walk_on,
)
from tests.playground.models.graph.test_steps import formulas


def check_of(walk: Walk) -> str:
    return say_check(check_gradients(walk))


@pytest.fixture
def cubed() -> Iterator[None]:
    """An operation whose derivative is 3 x² but says 2 x²."""
    OPERATIONS.add(make_operation("cubed", lambda x: (x * x * x, (2.0 * x * x,)), "x³", "x³"))
    yield
    OPERATIONS.remove("cubed")


@given(formulas)
def test_that_right_gradients_never_differ(text: str) -> None:
    walk = walk_of_formulas(text, a=0.3, b=-0.7, c=1.1)
    assert not check_gradients(walk).wrong


def test_that_a_graph_whose_gradients_agree_says_how_many() -> None:
    walk = walk_of_formulas(EXAMPLES[0].text, "", **dict(EXAMPLES[0].leaves))
    assert check_of(walk) == "Checked by finite differences, to 0.01 %: all 12 gradients agree."


@pytest.mark.parametrize(("mistake", "wrong"), [(WRONG_ORDER, "6"), (OVERWRITING, "1")])
def test_that_the_gradients_of_a_mistake_are_named_and_no_operation_is_blamed(
    mistake: str, wrong: str
) -> None:
    text = check_of(walk_of_formulas("b = a + a\nc = b + b", mistake, a=1.0))
    assert f"a.grad is {wrong}, the difference 4" in text
    assert "operation" not in text


@pytest.mark.usefixtures("cubed")
def test_that_an_operation_with_a_wrong_derivative_is_found_and_named() -> None:
    text = check_of(walk_of_formulas("y = cubed(a) + b", a=2.0, b=1.0))
    assert "1 of 4 gradients differs: a.grad is 8, the difference 12" in text
    assert text.endswith(
        "The operation cubed has a wrong derivative: at x = 2 (in f₁) it says 8, the difference is 12."
    )


@pytest.mark.usefixtures("cubed")
def test_that_the_operation_is_told_from_all_through_which_its_fault_passes() -> None:
    check = check_gradients(walk_of_formulas("u = tanh(a*b)\ny = sin(cubed(u))**2", a=0.8, b=0.5))
    assert {gradient.name for gradient in check.wrong} == {"a", "b", "m₁", "u"}
    assert [rule.operation for rule in check.wrong_rules] == ["cubed"]
    assert check.wrong_rules[0].analytic == pytest.approx(2.0 * check.wrong_rules[0].operands[0] ** 2)


def test_that_the_operand_by_which_a_derivative_is_wrong_is_named() -> None:
    OPERATIONS.add(make_operation("hypot", lambda x, y: (x * x + y * y, (2.0 * x, y))))
    try:
        text = check_of(walk_of_formulas("y = hypot(a, b)", a=2.0, b=1.5))
    finally:
        OPERATIONS.remove("hypot")
    assert "has a wrong derivative by y: at x = 2, y = 1.5 (in y) it says 1.5, the difference is 3" in text


def test_that_a_kink_and_what_cannot_be_told_are_counted_apart() -> None:
    text = check_of(walk_of_formulas("y = relu(a) + (b * 0.00000000000001 + 3)", a=0.0, b=1.0))
    assert "1 at a kink" in text
    assert "1 too small to tell" in text
    assert "differ " not in text


def test_that_every_scalar_of_a_network_is_checked_whatever_is_open() -> None:
    walk = walk_of_network(dataset="circle", hidden=(3, 2), level=0)
    check = check_gradients(walk)
    assert len(check.gradients) == sum(not node.is_constant for node in walk.graph.scalars.nodes)
    assert not check.wrong
    assert sum(gradient.verdict == AGREES for gradient in check.gradients) > 20


def test_that_a_wrong_pass_through_a_network_is_checked_where_it_is_seen() -> None:
    run = run_of(dataset="circle", hidden=(2,))
    network = drawing_of(run).network
    assert network is not None
    walk = walk_on(draw_network(network, network.grouping.levels[1], mistake=WRONG_ORDER), run)
    seen = {scalar for block in walk.graph.nodes for scalar in block.outputs}
    check = check_gradients(walk)
    assert {gradient.scalar for gradient in check.gradients} <= seen


def test_that_those_that_differ_come_first() -> None:
    check = check_gradients(walk_of_formulas("b = a + a\nc = b + b", WRONG_ORDER, a=1.0))
    ranks = worst_first(check)
    assert [gradient.verdict == DIFFERS for gradient in check.gradients] == [rank == 0 for rank in ranks]


def test_that_it_can_be_given_up() -> None:
    ticket = Ticket()
    ticket.cancel()
    with pytest.raises(CancelledError):
        check_gradients(walk_of_network(dataset="circle", hidden=(3,)), ticket)


def test_that_an_output_without_a_value_is_refused() -> None:
    walk = walk_of_formulas("y = a*a", a=1.0)
    walk.values[walk.graph.scalars.output] = np.inf
    with pytest.raises(ValueError, match="the output has no value here"):
        check_gradients(walk)
