from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.views.graph.card_words import card_words
from tests.playground.views.graph.graphs import formula_walk, network_walk, place_of, view_of


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
