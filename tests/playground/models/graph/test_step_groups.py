from __future__ import annotations

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.route import Route
from playground.models.graph.step_groups import step_groups
from tests.playground.models.graph.networks import walk_of_network


def test_that_steps_through_a_network_are_grouped_by_layers() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(4, 3), loss="squared_error")
    found = [(group.title, group.count) for group in step_groups(walk.graph, walk.backward)]
    assert found == [("into loss", 2), ("into hidden 2", 3), ("into hidden 1", 12), ("into inputs", 8)]
    forward = [(group.title, group.count) for group in step_groups(walk.graph, walk.forward)]
    assert forward == [("hidden 1", 4), ("hidden 2", 3), ("output", 1), ("loss", 1)]


def test_that_all_steps_belong_to_a_group_at_every_level() -> None:
    for level in (0, 1, 2):
        walk = walk_of_network(level=level, count=2, dataset="circle", hidden=(2,))
        for steps in (walk.forward, walk.backward):
            assert sum(group.count for group in step_groups(walk.graph, steps)) == len(steps)


def test_that_a_formula_has_no_groups() -> None:
    route = Route(BlockGraph(graph_of_formulas("y = a*b", {})))
    assert step_groups(route.graph, route.backward) == ()
