from __future__ import annotations

import numpy as np
import pytest

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.route import Route
from playground.models.graph.step_words import formula_of, length, say_backward, say_forward, written
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import walk_of_network


def walk_of(text: str, **leaves: float) -> Walk:
    return Walk(Route(BlockGraph(graph_of_formulas(text, leaves))), {})


def test_that_a_step_says_what_it_does_in_numbers() -> None:
    walk = walk_of("y = w*x", w=2.0, x=-3.0)
    assert say_forward(walk, 0) == "y = w × x = 2 × (−3) = −6."
    assert say_backward(walk, walk.move(0)) == (
        "w.grad += y.grad × ∂y/∂w = 1 × −3 = −3. Raise w by 0.01 and y falls by about 0.03."
    )


def test_that_a_node_used_again_is_announced() -> None:
    walk = walk_of("y = a*a", a=0.3)
    assert "a is used once more" in say_backward(walk, walk.move(0))
    assert "Raise a by 0.01" in say_backward(walk, walk.move(1))


def test_that_a_flat_place_is_called_so() -> None:
    walk = walk_of("y = relu(a) + b", a=-1.0, b=0.0)
    words = [say_backward(walk, walk.move(number)) for number in range(len(walk.backward))]
    assert any(text.endswith("Raise a a little and y stays as it is.") for text in words)


def test_that_a_layer_speaks_of_many_numbers() -> None:
    walk = walk_of_network(level=0, dataset="circle", hidden=(3,))
    assert "3 numbers from" in say_forward(walk, 0)
    move = walk.move(len(walk.backward) - 1)
    assert say_backward(walk, move).startswith(
        "2 gradients reach Inputs from Hidden 1: each is a sum over what 3 numbers pass on."
    )
    assert length(move.after) == pytest.approx(float(np.hypot(*move.after)))


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
