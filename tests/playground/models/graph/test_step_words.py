from __future__ import annotations

import math

import numpy as np
import pytest

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.formulas import read_formulas
from playground.models.graph.mistakes.mistakes import BACKWARD_TWICE, NO_ZERO_GRAD, OVERWRITING, WRONG_ORDER
from playground.models.graph.paths import path_sum
from playground.models.graph.route import Route
from playground.models.graph.step_words import (
    formula_of,
    norm,
    say_backward,
    say_forward,
    say_path,
    say_sum,
    written,
)
from playground.models.graph.steps import Walk
from playground.models.operations.definition import install
from playground.models.operations.own_operation import OwnOperation
from tests.playground.models.graph.networks import place_of, walk_of_formulas, walk_of_network


def test_that_a_step_says_what_it_does_in_numbers() -> None:
    walk = walk_of_formulas("y = w*x", w=2.0, x=-3.0)
    assert say_forward(walk, 0) == "y = w × x = 2 × (−3) = −6."
    assert say_backward(walk, 0, walk.move(0)) == (
        "w.grad += y.grad × ∂y/∂w = 1 × (−3) = −3. ∂y/∂w = x = −3. Raise w by 0.01 and y falls by about 0.03."
    )


def test_that_a_node_used_again_is_announced() -> None:
    walk = walk_of_formulas("y = a*a", a=0.3)
    assert "a is used once more" in say_backward(walk, 0, walk.move(0))
    assert "Raise a by 0.01" in say_backward(walk, 1, walk.move(1))


def test_that_a_flat_place_is_called_so() -> None:
    walk = walk_of_formulas("y = relu(a) + b", a=-1.0, b=0.0)
    words = [say_backward(walk, number, walk.move(number)) for number in range(len(walk.backward))]
    assert any(text.endswith("Raise a a little and y stays as it is.") for text in words)


def test_that_a_layer_speaks_of_many_numbers() -> None:
    walk = walk_of_network(level=0, dataset="circle", hidden=(3,))
    assert "3 numbers from" in say_forward(walk, 0)
    move = walk.move(len(walk.backward) - 1)
    assert say_backward(walk, len(walk.backward) - 1, move).startswith(
        "2 gradients reach Inputs from Hidden 1: each is a sum over what 3 numbers pass on."
    )
    assert norm(move.after) == pytest.approx(float(np.hypot(*move.after)))


def test_that_a_closed_neuron_tells_its_formula_and_that_it_opens() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(3,))
    text = say_forward(walk, 0)
    assert text.startswith("h₁,₁ = tanh(w · inputs + b) = ")
    assert "double click" in text
    assert formula_of(walk.graph.nodes[walk.forward[0].node]) == "tanh(w · inputs + b)"


@pytest.mark.parametrize(
    ("operation", "parts", "text"),
    [
        ("*", ("a", "−2"), "a × (−2)"), ("sum", ("a", "b", "c"), "a + b + c"), ("neg", ("a",), "−a"),
        ("**2", ("−3",), "(−3)^2"), ("**", ("a", "b"), "a^b"), ("tanh", ("z",), "tanh(z)"),
        ("sum", tuple("abcdefgh"), "a + b + c + d + … + h"),
    ],
)  # fmt: skip
def test_that_operations_are_written_as_people_do(operation: str, parts: tuple[str, ...], text: str) -> None:
    assert written(operation, parts) == text


def test_that_one_operand_of_two_is_not_called_the_derivative() -> None:
    walk = walk_of_formulas("b = a + a\nc = b + 1", a=1.0)
    number = next(n for n, _ in enumerate(walk.backward) if walk.move(n).slot == (1, 2))
    words = say_backward(walk, number, walk.move(number))
    assert "through the first operand alone: 1 of 2. ∂b/∂a = 2 is the sum over both." in words
    assert "second operand alone: 2 of 2" in say_backward(walk, number + 1, walk.move(number + 1))


def test_that_a_gradient_too_small_to_matter_says_so() -> None:
    walk = walk_of_formulas("y = sigmoid(a)", a=30.0)
    assert "practically not at all" in say_backward(walk, 0, walk.move(0))


def wrong_walk(text: str, **leaves: float) -> Walk:
    return walk_of_formulas(text, WRONG_ORDER, **leaves)


def test_that_no_sentence_computes_with_a_wrong_gradient() -> None:
    """c = 2b = 4a: raising a by 0.01 raises c by 0.04, whatever the wrong order gathers."""
    walk = wrong_walk("b = a + a\nc = b + b", a=1.0)
    last = len(walk.backward) - 1
    assert walk.move(last).after[0] == 6.0
    texts = [say_backward(walk, number, walk.move(number)) for number in range(last + 1)]
    assert all(
        "rises by" not in text or "rises by about 0.04" in text or "b by 0.01" in text for text in texts
    )
    assert not any("rises by about 0.06" in text for text in texts)


def test_that_the_wrong_order_is_blamed_from_the_first_step_that_differs() -> None:
    walk = wrong_walk("b = a + a\nc = b + b", a=1.0)
    steps = range(len(walk.backward))
    blamed = ["Wrong:" in say_backward(walk, number, walk.move(number)) for number in steps]
    # b gets 1, hands it on twice, gets another 1, and hands 2 on twice.
    assert blamed == [False, True, True, False, False, False]
    right = walk_of_formulas("b = a + a\nc = b + b", a=1.0)
    assert not any("Wrong:" in say_backward(right, n, right.move(n)) for n in range(len(right.backward)))


def test_that_a_path_names_its_operands_and_its_factors_in_the_order_of_the_names() -> None:
    walk = walk_of_formulas("m = a*b\ny = tanh(m)*3", a=0.5, b=2.0)
    found = path_sum(walk, 0)
    assert found is not None
    names, numbers = say_path(walk, found.paths[0])
    assert names == "a → m → f₁ → y"
    factors = [float(part.strip("()").replace("−", "-")) for part in numbers.split(" = ")[0].split(" × ")]
    assert factors == pytest.approx([2.0, 1.0 - math.tanh(1.0) ** 2, 3.0], rel=1e-3)
    twice = walk_of_formulas("y = a*a", a=0.3)
    two = path_sum(twice, 0)
    assert two is not None
    assert {say_path(twice, path)[0] for path in two.paths} == {"a (first) → y", "a (second) → y"}


def test_that_what_rounding_leaves_of_a_sum_is_no_fact() -> None:
    walk = walk_of_formulas("y = 0.1*a + 0.2*a - 0.3*a", a=1.0)
    index = place_of(walk, "a")
    found = path_sum(walk, index)
    assert found is not None
    assert found.total != 0.0
    assert say_sum(found) == "0"


def test_that_overwriting_says_what_it_throws_away() -> None:
    walk = walk_of_formulas("y = a*b + a*c", OVERWRITING, a=2.0, b=3.0, c=5.0)
    texts = [say_backward(walk, number, walk.move(number)) for number in range(len(walk.backward))]
    (wrong,) = [text for text in texts if "Wrong:" in text]
    assert wrong.startswith("a.grad = m₁.grad × ∂m₁/∂a = 1 × 3 = 3.")
    assert "= throws away the 5 in a.grad; += would make it 8." in wrong


def test_that_a_second_pass_says_what_the_first_one_left_in_a_leaf() -> None:
    walk = walk_of_formulas("y = w*x", BACKWARD_TWICE, w=2.0, x=-3.0)
    assert "Wrong" not in say_backward(walk, 0, walk.move(0))
    text = say_backward(walk, 2, walk.move(2))
    assert text.startswith("w.grad += y.grad × ∂y/∂w = 1 × (−3) = −3.")
    assert text.endswith("Wrong: −3 of w.grad is left from the first backward(); nobody cleared it.")


def test_that_what_earlier_updates_left_is_named() -> None:
    before = walk_of_formulas("y = w*x", NO_ZERO_GRAD, w=2.0, x=-3.0)
    walk = Walk(before.route, before.leaves, {0: 0.5})
    assert "Wrong: 0.5 of w.grad is left from earlier updates" in say_backward(walk, 0, walk.move(0))
    assert "Wrong" not in say_backward(walk, 1, walk.move(1))


def test_that_no_sentence_computes_with_the_gradient_of_a_wrong_rule() -> None:
    own = install([OwnOperation("cubed", "x^3", ("2 x^2",))])
    graph = read_formulas("y = cubed(a)", {"a": 0.9}, own=own).graph
    walk = Walk(Route(BlockGraph(graph)), {})
    text = say_backward(walk, 0, walk.move(0))
    assert "Raise a by 0.01 and y rises by about 0.0243." in text
    assert text.endswith("an operation on the way has a wrong derivative.")
