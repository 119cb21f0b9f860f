from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.graph.formulas import EXAMPLES, graph_of_formulas
from playground.models.graph.steps import Walk, written

operand = st.recursive(
    st.sampled_from("abc"),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["tanh", "sigmoid", "sin"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
    ),
    max_leaves=8,
)
formulas = operand.map(lambda text: f"y = tanh({text})")


def walk_of(text: str, *, is_wrong: bool = False) -> Walk:
    graph = graph_of_formulas(text, {"a": 0.3, "b": -0.7, "c": 1.1})
    return Walk(graph, {}, is_wrong=is_wrong)


@given(formulas)
def test_that_all_backward_steps_together_make_all_gradients(text: str) -> None:
    walk = walk_of(text)
    assert walk.gradients_after(len(walk.backward)) == pytest.approx(walk.gradients, rel=1e-12, abs=1e-15)


@given(formulas)
def test_that_gradients_are_slopes(text: str) -> None:
    walk = walk_of(text)
    for node in walk.graph.nodes:
        assert walk.difference(node.index) == pytest.approx(walk.gradients[node.index], rel=1e-5, abs=1e-7)


@given(formulas)
def test_that_a_gradient_is_complete_before_it_is_passed_on(text: str) -> None:
    walk = walk_of(text)
    for number, step in enumerate(walk.backward):
        before = walk.gradients_after(number)
        assert before[step.node] == pytest.approx(walk.gradients[step.node], rel=1e-12, abs=1e-15)


@given(formulas)
def test_that_forward_steps_find_operands_before_results(text: str) -> None:
    walk = walk_of(text)
    known = {leaf.index for leaf in walk.graph.leaves}
    for step in walk.forward:
        assert set(walk.graph.nodes[step.node].operands) <= known
        known.add(step.node)
    assert len(known) == len(walk.graph.nodes)


def test_that_the_wrong_order_counts_a_share_twice() -> None:
    text = "b = a + a\nc = b + b"
    right, wrong = walk_of(text), walk_of(text, is_wrong=True)
    assert right.gradients_after(len(right.backward)) == (4.0, 2.0, 1.0)
    assert wrong.gradients_after(len(wrong.backward)) == (6.0, 2.0, 1.0)


def test_that_the_wrong_order_does_no_harm_where_nothing_is_used_twice() -> None:
    walk = walk_of(EXAMPLES[0].text, is_wrong=True)
    assert walk.gradients_after(len(walk.backward)) == pytest.approx(walk.gradients)


def test_that_a_step_says_what_it_does_in_numbers() -> None:
    graph = graph_of_formulas("y = w*x", {"w": 2.0, "x": -3.0})
    walk = Walk(graph, {})
    assert walk.say_forward(0) == "y = w × x = 2 × (−3) = −6"
    assert walk.say_backward(0) == (
        "w.grad += y.grad × ∂y/∂w = 1 × −3 = −3. Raise w by 0.01 and y falls by about 0.03."
    )


def test_that_a_node_used_again_is_announced() -> None:
    walk = walk_of("y = a*a")
    assert "a is used once more" in walk.say_backward(0)
    move = walk.move(1)
    assert (move.before, move.after) == pytest.approx((0.3, 0.6))


def test_that_constants_get_no_gradient() -> None:
    walk = walk_of("y = 2*a + 3")
    names = {walk.graph.nodes[step.node].operands[step.operand or 0] for step in walk.backward}
    assert not any(walk.graph.nodes[index].is_constant for index in names)


@pytest.mark.parametrize(
    ("operation", "parts", "text"),
    [
        ("*", ("a", "−2"), "a × (−2)"), ("sum", ("a", "b", "c"), "a + b + c"), ("neg", ("a",), "−a"),
        ("**2", ("−3",), "(−3)^2"), ("**", ("a", "b"), "a^b"), ("tanh", ("z",), "tanh(z)"),
    ],
)  # fmt: skip
def test_that_operations_are_written_as_people_do(operation: str, parts: tuple[str, ...], text: str) -> None:
    assert written(operation, parts) == text
