from __future__ import annotations

import math

import pytest

from playground.models.graph.local_rule import in_line, say_local
from playground.style.words import read_number
from tests.playground.models.graph.networks import walk_of_formulas, walk_of_network


def rules_of(text: str, **leaves: float) -> list[str]:
    walk = walk_of_formulas(text, **leaves)
    return [say_local(walk, step) for step in walk.backward]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("y = sigmoid(z)", "∂y/∂z = y × (1 − y) = 0.5175 × 0.4825 = 0.2497"),
        ("y = z*w", "∂y/∂z = w = −3"), ("y = tanh(z)", "∂y/∂z = 1 − y² = 1 − 0.06989² = 0.9951"),
        ("y = z**2", "∂y/∂z = 2 × z = 2 × 0.07 = 0.14"), ("y = exp(z)", "∂y/∂z = y = 1.073"),
        ("y = z + w", "∂y/∂z = 1"), ("y = relu(z)", "∂y/∂z = (1 if z > 0, else 0) = 1"),
        ("y = z*z", "∂y/∂(first z) = z = 0.07"),
        ("y = sin(z)", "∂y/∂z = cos(z) = 0.9976"), ("y = z/w", "∂y/∂z = 1 ÷ w = 1 ÷ (−3) = −0.3333"),
    ],
)  # fmt: skip
def test_that_a_rule_stands_with_the_names_of_the_graph_and_their_numbers(text: str, rule: str) -> None:
    assert rules_of(text, z=0.07, w=-3.0)[0] == rule


def test_that_a_rule_too_long_to_explain_anything_is_left_out() -> None:
    assert rules_of("y = cross_entropy(z1, z2, z3, t1, t2, t3)", z1=0.5)[0] == ""


def test_that_the_derivative_of_a_closed_neuron_is_weight_times_slope() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(2, 2))
    values = {node.name: float(walk.values[node.index]) for node in walk.graph.scalars.nodes}
    names = {block.name: block.index for block in walk.graph.nodes}
    step = next(
        step for step in walk.backward
        if step.node == names["h2,1"] and walk.child_of(step) == names["h1,2"]
    )  # fmt: skip
    text = say_local(walk, step)
    assert text.startswith("∂h₂,₁/∂h₁,₂ = w₂,₁,₂ × tanh′ = ")
    weight, slope = (read_number(part.strip("()")) for part in text.split(" = ")[2].split(" × "))
    assert weight == pytest.approx(values["w2,1,2"], rel=1e-3)
    assert slope == pytest.approx(1.0 - values["h2,1"] ** 2, rel=1e-3)
    assert math.isclose(read_number(text.split(" = ")[-1]), weight * slope, rel_tol=2e-3)


def test_that_numbers_below_zero_stand_in_brackets_behind_a_sign() -> None:
    assert in_line(["−1", "×", "−2", "−", "3"]) == "−1 × (−2) − 3"
