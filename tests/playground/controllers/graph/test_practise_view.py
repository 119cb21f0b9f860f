from __future__ import annotations

import numpy as np

from playground.controllers.graph.practise_view import practise_view
from playground.models.graph.route import Step
from tests.playground.models.graph.networks import walk_of_formulas, walk_of_network


def test_that_only_the_gradients_of_known_nodes_are_in_the_view() -> None:
    walk = walk_of_formulas("a = 2\nb = -3\nc = a*b\nL = c**2")
    nodes = {block.name: block.index for block in walk.graph.nodes}
    view = practise_view(walk, {nodes["a"]}, {nodes["a"], nodes["b"]})
    assert view.asked is not None
    assert [name for name, node in nodes.items() if view.asked[node]] == ["a"]
    assert [name for name, node in nodes.items() if view.has_gradient[node]] == ["c", "L"]
    assert set(view.gradients.tolist()) == {0.0, -12.0, 1.0}
    first = walk.graph.first_edge
    is_told = view.reached.tolist()
    assert is_told[first[nodes["c"]] : first[nodes["c"] + 1]] == [False, False]
    assert is_told[first[nodes["L"]]]
    assert view.flow is not None
    assert np.isfinite(view.flow).tolist() == is_told


def test_that_only_closed_neurons_tell_their_derivatives_and_not_the_loss() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(2,), loss="squared_error")
    view = practise_view(walk, (), ())
    names = {block.name: block.index for block in walk.graph.nodes}
    assert view.local is not None
    assert view.local(Step(names["y1"], 0)) == walk.local(Step(names["y1"], 0))
    assert view.local(Step(names["L"], 0)) is None
    formula = walk_of_formulas("y = x*x")
    told = practise_view(formula, (), ()).local
    assert told is not None
    assert told(Step(1, 0)) is None
