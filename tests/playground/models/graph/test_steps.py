from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import Scalar
from engine.scalar import apply
from playground.models.graph.drawing import draw_network
from playground.models.graph.formulas import EXAMPLES
from playground.models.graph.graph_node import SUM
from playground.models.graph.mistakes.mistakes import BACKWARD_TWICE, NO_ZERO_GRAD, OVERWRITING, WRONG_ORDER
from playground.models.graph.network_graph import network_graph
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import run_of, walk_of_formulas, walk_on

operand = st.recursive(
    st.sampled_from("abc"),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["tanh", "sigmoid", "sin"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
    ),
    max_leaves=8,
)
formulas = operand.map(lambda text: f"y = tanh({text})")


def walk_of(text: str, mistake: str = "") -> Walk:
    return walk_of_formulas(text, mistake, a=0.3, b=-0.7, c=1.1)


@given(formulas)
def test_that_all_backward_steps_together_make_all_gradients(text: str) -> None:
    walk = walk_of(text)
    assert walk.gradients_after(len(walk.backward)) == pytest.approx(walk.gradients, rel=1e-12, abs=1e-15)


@given(formulas)
def test_that_gradients_are_slopes(text: str) -> None:
    walk = walk_of(text)
    for scalar in range(len(walk.values)):
        found = walk.difference(scalar)
        assert found is not None
        assert found.value == pytest.approx(walk.gradients[scalar], rel=1e-5, abs=1e-7)


@given(formulas)
def test_that_a_gradient_is_complete_before_it_is_passed_on(text: str) -> None:
    walk = walk_of(text)
    for number, step in enumerate(walk.backward):
        before, scalar = walk.gradients_after(number), walk.graph.nodes[step.node].outputs[0]
        assert before[scalar] == pytest.approx(walk.gradients[scalar], rel=1e-12, abs=1e-15)


@given(formulas)
def test_that_forward_steps_find_operands_before_results(text: str) -> None:
    walk = walk_of(text)
    known = {block.index for block in walk.graph.nodes if not block.is_computed}
    for step in walk.forward:
        assert set(walk.graph.nodes[step.node].operands) <= known
        known.add(step.node)
    assert len(known) == len(walk.graph.nodes)


def gradients_by_name(walk: Walk, count: int) -> dict[str, float]:
    found = walk.gradients_after(count)
    return {block.name: found[block.outputs[0]] for block in walk.graph.nodes}


def test_that_the_wrong_order_counts_a_share_twice() -> None:
    text = "b = a + a\nc = b + b"
    right, wrong = walk_of(text), walk_of(text, WRONG_ORDER)
    assert gradients_by_name(right, len(right.backward)) == {"a": 4.0, "b": 2.0, "c": 1.0}
    assert gradients_by_name(wrong, len(wrong.backward)) == {"a": 6.0, "b": 2.0, "c": 1.0}


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
@example([12, 12, 3, 40, 0, 41])
def test_that_wrong_gradients_do_not_depend_on_what_was_asked_before(counts: list[int]) -> None:
    run = run_of(dataset="circle", hidden=(3, 2))
    network = network_graph(run.network, run.network.split.train_indices[:1].tolist())
    drawing = draw_network(network, {"layer 2"}, mistake=WRONG_ORDER)
    walk = walk_on(drawing, run)
    for count in counts:
        assert walk.gradients_after(count).tolist() == walk_on(drawing, run).gradients_after(count).tolist()


def test_that_the_wrong_order_does_no_harm_where_nothing_is_used_twice() -> None:
    walk = walk_of(EXAMPLES[0].text, WRONG_ORDER)
    assert walk.gradients_after(len(walk.backward)) == pytest.approx(walk.gradients)


def test_that_shares_of_a_node_used_twice_add_up() -> None:
    walk = walk_of("y = a*a")
    move = walk.move(1)
    assert (move.before[0], move.after[0]) == pytest.approx((0.3, 0.6))
    assert walk.move(0).left == 1
    assert move.left == 0


def test_that_constants_get_no_gradient() -> None:
    walk = walk_of("y = 2*a + 3")
    assert not any(walk.graph.nodes[walk.child_of(step)].is_constant for step in walk.backward)
    assert len(walk.backward) == 2


def test_that_a_slope_lost_in_rounding_cannot_be_told() -> None:
    """1e8 + a is rounded to 1.5e-8, so that a slope of 1e-9 is lost in steps of 1e-6."""
    walk = walk_of("y = 100000000 + a * 0.000000001")
    found = walk.difference(next(n.index for n in walk.graph.scalars.nodes if n.name == "a"))
    assert found is not None
    assert found.resolution > 1e-3
    assert found.verdict(1e-9) == "too small to tell"


def test_that_a_step_knows_which_operand_it_goes_through() -> None:
    walk = walk_of("y = a*a + b")
    slots = [walk.move(number).slot for number in range(len(walk.backward))]
    assert slots == [(1, 1), (1, 1), (1, 2), (2, 2)]


@given(formulas)
def test_that_overwriting_leaves_the_share_of_the_last_use(text: str) -> None:
    """As the loop of a student does on the engine's Scalars: each node keeps what came last."""
    walk = walk_of(text, OVERWRITING)
    expected = np.zeros(len(walk.values))
    expected[walk.graph.scalars.output] = 1.0
    for step in walk.backward:
        local = walk.local(step)
        assert local is not None
        child, parent = walk.graph.nodes[walk.child_of(step)], walk.graph.nodes[step.node]
        expected[child.outputs[0]] = local * expected[parent.outputs[0]]
    assert walk.gradients_after(len(walk.backward)).tolist() == expected.tolist()


def test_that_overwriting_is_right_where_nothing_is_used_twice() -> None:
    walk = walk_of(EXAMPLES[0].text, OVERWRITING)
    assert walk.gradients_after(len(walk.backward)) == pytest.approx(walk.gradients)


def scalars_of(walk: Walk, leaves: dict[int, Scalar]) -> Scalar:
    """Compute a graph on the engine's Scalars; leaves are those given."""
    made: list[Scalar] = []
    for node in walk.graph.scalars.nodes:
        parts = [made[index] for index in node.operands]
        if not node.operation:
            made.append(leaves[node.index])
        elif node.operation == SUM:
            made.append(sum(parts[1:], start=parts[0]))
        else:
            made.append(apply(node.operation, *parts))
    return made[-1]


@given(formulas)
def test_that_backward_twice_leaves_what_it_leaves_on_scalars(text: str) -> None:
    walk = walk_of(text, BACKWARD_TWICE)
    leaves = {leaf.index: Scalar(float(walk.values[leaf.index])) for leaf in walk.graph.scalars.leaves}
    output = scalars_of(walk, leaves)
    output.backward()
    output.backward()
    found = walk.gradients_after(len(walk.backward))
    shown = [leaf for leaf in walk.graph.scalars.leaves if not leaf.is_constant]
    for leaf in shown:
        assert found[leaf.index] == pytest.approx(leaves[leaf.index].grad, rel=1e-9, abs=1e-12)
    # Inner nodes are cleared by the second call: their gradients are right.
    inner = [node.index for node in walk.graph.scalars.nodes if node.operation]
    assert found[inner] == pytest.approx(walk.gradients[inner], rel=1e-9, abs=1e-12)


@given(formulas)
def test_that_gradients_nobody_cleared_are_added_to_as_on_scalars(text: str) -> None:
    walk = walk_of(text, NO_ZERO_GRAD)
    carried = {leaf.index: 0.25 + leaf.index for leaf in walk.graph.scalars.leaves if not leaf.is_constant}
    leaves = {leaf.index: Scalar(float(walk.values[leaf.index])) for leaf in walk.graph.scalars.leaves}
    for index, value in carried.items():
        leaves[index].grad = value
    scalars_of(walk, leaves).backward()
    later = Walk(walk.route, walk.leaves, carried)
    found = later.gradients_after(len(later.backward))
    assert later.gradients_after(0)[list(carried)].tolist() == list(carried.values())
    for index in carried:
        assert found[index] == pytest.approx(leaves[index].grad, rel=1e-9, abs=1e-12)


def test_that_every_step_of_two_passes_adds_up_to_the_next_one() -> None:
    walk = walk_of(EXAMPLES[0].text, BACKWARD_TWICE)
    assert len(walk.backward) == 2 * walk.route.pass_length
    for number in range(len(walk.backward)):
        move = walk.move(number)
        after = walk.gradients_after(number + 1)[list(move.child.outputs)]
        assert after == pytest.approx(move.after)
    first = walk.move(0)
    again = walk.move(walk.route.pass_length)
    assert again.before.tolist() == first.before.tolist() == [0.0]  # an inner node begins again
    assert {walk.move(number).left for number in range(walk.route.pass_length)} == {0, 1}
