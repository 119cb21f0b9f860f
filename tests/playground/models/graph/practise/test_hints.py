from __future__ import annotations

import pytest

from playground.models.graph.practise.hints import COUNT, hint
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import walk_of_formulas, walk_of_network

TEXT = "a = 2\nb = -3\nc = a*b\nd = c + a\nL = d**2"


def hints_for(walk: Walk, name: str, hidden: set[str]) -> list[str]:
    nodes = {block.name: block.index for block in walk.graph.nodes}
    return [
        hint(walk, nodes[name], number, {nodes[other] for other in hidden}) for number in range(1, COUNT + 1)
    ]


def test_that_hints_go_from_the_rule_over_names_and_numbers_to_the_answer() -> None:
    assert hints_for(walk_of_formulas(TEXT), "a", set()) == [
        "a is used 2 times, in d and c: each use adds upstream × local (+=). A sum passes its gradient on as "
        "it is. The derivative of a product by one factor is the other factor.",
        "∂L/∂a = ∂L/∂d × ∂d/∂a + ∂L/∂c × ∂c/∂a. ∂d/∂a = 1; ∂c/∂a = b.",
        "∂L/∂a = −8 × 1 + (−8 × (−3)).",
        "∂L/∂a = 16.",
    ]


def test_that_no_hint_tells_another_gradient_that_is_still_hidden() -> None:
    _, names, numbers, _ = hints_for(walk_of_formulas(TEXT), "a", {"a", "c", "d"})
    assert numbers == "∂L/∂a = ∂L/∂d × 1 + ∂L/∂c × (−3), with ∂L/∂d and ∂L/∂c still to be found."
    assert "8" not in names


@pytest.mark.parametrize(
    ("formula", "rule"),
    [
        ("y = x - 2*x", "A difference"), ("y = x/3", "a quotient"), ("y = x**3", "The exponent comes down"),
        ("y = -x", "turns the sign"), ("y = tanh(x)", "The derivative of tanh is in the list of functions"),
        ("y = x**x", "by its exponent, it is the power times"), ("y = x + x + x", "A sum passes"),
    ],
)  # fmt: skip
def test_that_the_first_hint_names_the_rule(formula: str, rule: str) -> None:
    assert rule.lower() in hints_for(walk_of_formulas(formula), "x", set())[0].lower()


def test_that_a_closed_neuron_is_explained_by_weight_and_slope() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(2,), loss="squared_error")
    first, names, *_ = hints_for(walk, "h1,1", set())
    assert "A neuron passes back weight × slope of its activation." in first
    assert names.endswith("∂y₁/∂h₁,₁ = w₂,₁,₁ × tanh′.")
    assert "L is the" in hints_for(walk, "y1", set())[0]
