from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.style.words import number_text
from playground.views.graph.card_words import card_words, link_words
from tests.playground.models.graph.networks import place_of
from tests.playground.views.graph.graphs import formula_walk, network_walk, view_of


def test_that_a_scalar_tells_its_numbers_and_its_neighbours() -> None:
    _, walk = formula_walk()
    text = card_words(walk.graph, view_of(walk), place_of(walk, "y"))
    assert "y = " in text
    assert "0.5175, gradient −0.965" in text
    assert "Made of s₁" in text
    assert "Used by d₁" in text
    assert "Double-click" not in text


def test_that_what_is_not_known_yet_is_not_told() -> None:
    _, walk = formula_walk()
    view = replace(view_of(walk, 0), has_value=np.zeros(len(walk.graph.nodes), bool))
    text = card_words(walk.graph, view, place_of(walk, "y"))
    assert "0.5175" not in text
    assert "gradient" not in text


def test_that_a_layer_tells_its_first_numbers_and_that_it_opens() -> None:
    _, walk = network_walk(level=0, hidden=(12,))
    text = card_words(walk.graph, view_of(walk), place_of(walk, "Hidden 1"))
    assert "h₁,₁:" in text
    assert "… and 4 more" in text
    assert "Double-click to open it" in text


def test_that_a_part_of_an_open_neuron_tells_how_to_close_it() -> None:
    _, walk = network_walk(level=2)
    text = card_words(walk.graph, view_of(walk), place_of(walk, "h1,1"))
    assert "Double-click to close" in text


def test_that_a_link_tells_its_derivative_and_what_it_passes_back() -> None:
    _, walk = formula_walk()
    graph = walk.graph
    y = graph.nodes[place_of(walk, "y")]
    edge = int(graph.first_edge[y.index])
    local, upstream = float(walk.derivatives[edge]), float(walk.gradients[y.index])
    lines = link_words(graph, view_of(walk), edge).splitlines()
    assert lines[0] == "From s₁ to y"
    assert lines[1] == f"∂y/∂s₁ = {number_text(local)}"
    assert lines[2].endswith(f"= {number_text(upstream * local)}")
    assert lines[-1] == "Click to go to its step"
    before = replace(view_of(walk), has_gradient=np.zeros(len(graph.nodes), bool))
    assert "Passes back" not in link_words(graph, before, edge)


def test_that_a_link_tells_which_of_two_places_it_leads_to() -> None:
    _, walk = formula_walk("y = x1*x1")
    first, second = (link_words(walk.graph, view_of(walk), edge) for edge in (0, 1))
    assert first.startswith("From x₁ to y, operand 1 of 2\n∂y/∂x₁ through this operand = 0.5\n")
    assert second.startswith("From x₁ to y, operand 2 of 2\n")


def test_that_a_link_between_layers_tells_its_ends_alone() -> None:
    _, walk = network_walk(level=0)
    assert link_words(walk.graph, view_of(walk), 0).startswith("From Inputs to Hidden 1\nClick")
