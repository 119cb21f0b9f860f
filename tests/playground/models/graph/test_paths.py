from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from playground.models.graph.paths import path_sum
from tests.playground.models.graph.networks import place_of, walk_of_network
from tests.playground.models.graph.test_steps import formulas, walk_of


@given(formulas)
def test_that_the_sum_over_all_paths_is_the_gradient(text: str) -> None:
    walk = walk_of(text)
    for block in walk.graph.nodes:
        found = path_sum(walk, block.index, most=10_000)
        assert found is not None
        assert len(found.paths) == found.count
        assert sum(path.product for path in found.paths) == pytest.approx(
            walk.gradients[block.outputs[0]], rel=1e-9, abs=1e-12
        )


def test_that_a_node_used_twice_has_a_path_for_each_use() -> None:
    walk = walk_of("y = a*a")
    found = path_sum(walk, 0)
    assert found is not None
    assert [path.product for path in found.paths] == [0.3, 0.3]
    assert {path.edges for path in found.paths} == {(0,), (1,)}


def test_that_only_the_strongest_paths_are_listed_and_the_rest_is_summed() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(6, 6), loss="binary_cross_entropy")
    node = place_of(walk, "x₁")
    few, every = path_sum(walk, node), path_sum(walk, node, most=100)
    assert few is not None
    assert every is not None
    assert (len(few.paths), few.count, len(every.paths)) == (20, 36, 36)
    sizes = [abs(path.product) for path in every.paths]
    assert sizes == sorted(sizes, reverse=True)
    assert [path.product for path in few.paths] == pytest.approx([path.product for path in every.paths[:20]])
    assert few.rest == pytest.approx(sum(path.product for path in every.paths[20:]))
    assert few.total == pytest.approx(walk.gradients[walk.graph.nodes[node].outputs[0]])


def test_that_nodes_and_edges_of_a_path_belong_together() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(3,))
    found = path_sum(walk, 0)
    assert found is not None
    graph = walk.graph
    assert found.count == 3 * 2  # three hidden neurons, two logits
    assert found.total == pytest.approx(walk.gradients[graph.nodes[0].outputs[0]])
    for path in found.paths:
        for child, parent, edge in zip(path.scalars, path.scalars[1:], path.edges, strict=False):
            block = int(graph.block_of[parent])
            assert graph.nodes[block].operands[edge - graph.first_edge[block]] == graph.block_of[child]


def test_that_layers_have_no_paths_of_numbers() -> None:
    walk = walk_of_network(level=0, dataset="circle", hidden=(3,))
    assert path_sum(walk, 0) is None


def test_that_the_output_is_its_own_path() -> None:
    walk = walk_of("y = a*b")
    found = path_sum(walk, walk.graph.output)
    assert found is not None
    assert (found.total, found.count, np.size(found.paths[0].factors)) == (1.0, 1, 0)
