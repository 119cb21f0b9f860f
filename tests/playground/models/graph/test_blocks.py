from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.graph.blocks import BlockGraph, _grid
from playground.models.graph.drawing import draw_network
from playground.models.graph.network_graph import network_graph
from tests.playground.models.graph.networks import drawing_of, run_of, walk_on

RUN = run_of(dataset="blobs", hidden=(3, 2), loss="cross_entropy")
NETWORK = network_graph(RUN.network, RUN.network.split.train_indices[:3].tolist())
KEYS = sorted(NETWORK.grouping.levels[-1])


@given(st.sets(st.sampled_from(KEYS)))
def test_that_steps_make_the_right_gradients_whatever_is_open(opened) -> None:
    walk = walk_on(draw_network(NETWORK, opened), RUN)
    done = walk.gradients_after(len(walk.backward) - 1)
    shares = np.zeros(len(done))
    move = walk.move(len(walk.backward) - 1)
    shares[list(move.child.outputs)] = move.share
    for block in walk.graph.nodes:
        if not block.is_constant:
            outputs = list(block.outputs)
            assert (done + shares)[outputs] == pytest.approx(walk.gradients[outputs], rel=1e-9, abs=1e-12)


@given(st.sets(st.sampled_from(KEYS)))
def test_that_every_scalar_is_in_one_block_or_a_detail_of_closed_ones(opened) -> None:
    graph = draw_network(NETWORK, opened).blocks
    members = [scalar for block in graph.nodes for scalar in block.members]
    assert len(members) == len(set(members))
    for node in NETWORK.graph.nodes:
        if node.index not in set(members):
            assert not node.operation
            assert all(graph.nodes[graph.block_of[user]].group for user in NETWORK.graph.uses[node.index])


@given(st.sets(st.sampled_from(KEYS)))
def test_that_operands_come_before_what_is_made_of_them(opened) -> None:
    graph = draw_network(NETWORK, opened).blocks
    assert all(operand < block.index for block in graph.nodes for operand in block.operands)
    assert graph.nodes[-1].outputs[-1] == NETWORK.graph.output


def test_that_a_local_derivative_of_a_neuron_is_the_product_of_weight_and_slope() -> None:
    run = run_of(dataset="circle", hidden=(2, 2))
    walk = walk_on(drawing_of(run, level=1), run)
    names = {block.name: block for block in walk.graph.nodes}
    neuron = names["h2,1"]
    place = [walk.graph.nodes[index].name for index in neuron.operands].index("h1,2")
    weights = run.trainer.parameters[6:9]
    slope = 1.0 - walk.value_of(neuron) ** 2
    step = next(s for s in walk.backward if s.node == neuron.index and s.operand == place)
    assert walk.local(step) == pytest.approx(weights[1] * slope)


def test_that_levels_go_from_layers_to_scalars() -> None:
    run = run_of(dataset="circle", hidden=(2,), loss="binary_cross_entropy")
    layers, neurons, scalars = (drawing_of(run, level=level).blocks for level in range(3))
    assert [block.name for block in layers.nodes] == ["Inputs", "Hidden 1", "y1", "L"]
    assert [block.name for block in neurons.nodes] == ["x₁", "x₂", "h1,1", "h1,2", "y1", "t", "L"]
    assert len(scalars.nodes) == len(scalars.scalars.nodes)


def test_that_the_numbers_of_a_layer_stand_sample_by_sample() -> None:
    graph = drawing_of(run_of(dataset="circle", hidden=(3,)), count=2, level=0).blocks
    hidden = next(block for block in graph.nodes if block.name == "Hidden 1")
    assert hidden.shape == (2, 3)
    names = [graph.scalars.nodes[scalar].name for scalar in hidden.outputs]
    assert names == [f"h1,{unit} #{sample}" for sample in (1, 2) for unit in (1, 2, 3)]


def test_that_nodes_are_found_by_the_beginning_of_their_names_exact_ones_first() -> None:
    graph = drawing_of(run_of(dataset="circle", hidden=(12,)), level=1).blocks
    found = [graph.scalars.nodes[index].name for index in graph.matches("H1,1")]
    assert found[0] == "h1,1"
    assert sorted(found) == ["h1,1", "h1,10", "h1,11", "h1,12"]
    assert graph.matches("  ") == ()
    assert graph.matches("nothing") == ()


def test_that_weights_appear_beside_the_neuron_that_is_open() -> None:
    run = run_of(dataset="circle", hidden=(2,))
    network = network_graph(run.network, [0])
    opened = network.grouping.levels[1] | {"h1,1"}
    names = {block.name for block in BlockGraph(network.graph, network.grouping, opened).nodes}
    assert {"w1,1,1", "w1,1,2", "b1,1", "h1,1", "h1,2"} <= names
    assert "w1,2,1" not in names


def test_that_of_a_large_network_only_the_last_layer_is_open_at_first() -> None:
    run = run_of(dataset="iris", hidden=(6, 6))
    network = network_graph(run.network, [0])
    count = len(network.graph.nodes)
    blocks = draw_network(network, network.grouping.first_opened(2, count)).blocks
    names = {block.name for block in blocks.nodes}
    assert {"w3,1,1", "b3,3", "h1,1", "h2,6", "L"} <= names
    assert not {"w1,1,1", "w2,1,1"} & names
    assert network.grouping.first_opened(2, 20) == network.grouping.levels[-1]


def test_that_opening_a_neuron_closes_those_of_other_layers() -> None:
    run = run_of(dataset="iris", hidden=(3, 3))
    network = network_graph(run.network, [0])
    grouping, place = network.grouping, {node.name: node.index for node in network.graph.nodes}
    opened = grouping.levels[1]
    for name, open_ones in (
        ("h1,1", {"h1,1"}), ("h1,3", {"h1,1", "h1,3"}), ("h2,2", {"h2,2"}),
    ):  # fmt: skip
        opened = grouping.opened_with(opened, place[name], name)
        assert opened - grouping.levels[1] == open_ones
        assert opened >= grouping.levels[1]


@given(st.integers(13, 400))
def test_that_a_grid_has_room_for_all_units_and_is_nearly_square(count: int) -> None:
    rows, columns = _grid(count)
    assert (rows - 1) * columns < count <= rows * columns
    assert rows <= columns <= 2 * rows
