from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given

from engine import Scalar
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.drawing import draw_network
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.placing.layout import CARD, COLUMN_GAP, GraphLayout, lay_out_graph
from playground.models.graph.tracing import graph_of
from tests.playground.models.graph.networks import drawing_of, run_of
from tests.playground.models.graph.test_steps import formulas


@given(formulas)
def test_that_no_two_cards_overlap_and_operands_stand_left_of_results(text: str) -> None:
    graph = BlockGraph(graph_of_formulas(text, {}))
    layout = lay_out_graph(graph)
    for node in graph.nodes:
        for operand in node.operands:
            assert layout.x[operand] <= layout.x[node.index] - CARD[0] - COLUMN_GAP
    for first in range(len(graph.nodes)):
        for second in range(first):
            apart_x = abs(layout.x[first] - layout.x[second]) >= CARD[0]
            assert apart_x or abs(layout.y[first] - layout.y[second]) >= CARD[1]


@given(formulas)
def test_that_every_card_is_found_at_its_centre(text: str) -> None:
    graph = BlockGraph(graph_of_formulas(text, {}))
    layout = lay_out_graph(graph)
    for node in graph.nodes:
        assert layout.node_at(layout.x[node.index], layout.y[node.index]) == node.index
    assert layout.node_at(-50.0, -50.0) is None


def test_that_a_formula_without_shared_nodes_has_no_crossing() -> None:
    graph = BlockGraph(graph_of_formulas("y = sigmoid(w1*x1 + w2*x2 + b)\nL = (y - t)**2", {}))
    layout = lay_out_graph(graph)
    heights = [layout.y[index] for name in ("w1", "x1", "w2", "x2") for index in [names(graph)[name]]]
    assert heights == sorted(heights)
    assert layout.width > layout.x.max()


def names(graph) -> dict[str, int]:
    return {node.name: node.index for node in graph.nodes}


def test_that_thousands_of_nodes_find_their_places() -> None:
    leaves = [Scalar(float(n)) for n in range(40)]
    row = leaves
    for _ in range(60):
        row = [(first * second).tanh() for first, second in zip(row, row[1:] + row[:1], strict=True)]
    total = row[0]
    for node in row[1:]:
        total = total + node
    graph, _ = graph_of(total, {leaf: f"x{index}" for index, leaf in enumerate(leaves)})
    assert len(graph.nodes) > 4000
    layout = lay_out_graph(BlockGraph(graph))
    assert np.isfinite(layout.x).all()
    assert np.isfinite(layout.y).all()


@given(formulas)
def test_that_no_link_of_a_formula_runs_behind_a_card(text: str) -> None:
    graph = BlockGraph(graph_of_formulas(text, {}))
    assert_ways_are_clear(lay_out_graph(graph))


@pytest.mark.parametrize("text", ["s = a + b + c + d\nL = s*s - s", "u = a*b\nv = u + a\nL = v*u - a*b + a"])
def test_that_no_link_that_skips_columns_runs_behind_a_card(text: str) -> None:
    layout = lay_out_graph(BlockGraph(graph_of_formulas(text, {})))
    assert len(layout.points_x) > len(layout.x)  # there are lanes
    assert_ways_are_clear(layout)


@pytest.mark.parametrize("name", ["h1,1", "h1,3", "h2,2", "L"])
def test_that_no_link_runs_behind_a_card_where_a_neuron_is_open(name: str) -> None:
    run = run_of(dataset="circle", hidden=(4, 3), loss="squared_error")
    drawing = drawing_of(run, level=1)
    assert drawing.network is not None
    opened = draw_network(drawing.network, drawing.blocks.opened | {name})
    assert_ways_are_clear(opened.layout)


def test_that_the_neurons_of_a_layer_keep_their_order_when_one_is_opened() -> None:
    run = run_of(dataset="circle", hidden=(6, 4))
    drawing = drawing_of(run, level=1)
    assert drawing.network is not None
    for key in ("h1,1", "h1,4", "h2,2"):
        opened = draw_network(drawing.network, drawing.blocks.opened | {key})
        place, y = names(opened.blocks), opened.layout.y
        for layer in ([f"h1,{n}" for n in range(1, 7)], [f"h2,{n}" for n in range(1, 5)]):
            heights = [y[place[name]] for name in layer]
            assert heights == sorted(heights)


def assert_ways_are_clear(layout: GraphLayout) -> None:
    """Follow every link in small steps: no point of it is on a card but at its own ends."""
    for edge, ends in enumerate(layout.edges.tolist()):
        for piece in layout.lanes.pieces_of(edge):
            for x, y in points_of(layout, piece):
                inside = (np.abs(layout.x - x) < layout.widths / 2 - 0.5) & (
                    np.abs(layout.y - y) < layout.heights / 2 - 0.5
                )
                assert not [node for node in np.flatnonzero(inside).tolist() if node not in ends]


def points_of(layout: GraphLayout, piece: int) -> list[tuple[float, float]]:
    start_x, start_y, track_x, end_x, end_y = (float(corner[piece]) for corner in layout.corners)
    shares = np.linspace(0.0, 1.0, 40)
    if not layout.is_curved:
        corners = [(start_x, start_y), (track_x, start_y), (track_x, end_y), (end_x, end_y)]
        return [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            for a, b in pairwise(corners)
            for share in shares
        ]
    bend = float(layout.bends[piece])
    half = (end_x - bend) / 2
    # Bernstein's polynomials of a cubic.
    weights = [((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3) for t in shares]
    xs, ys = (bend, bend + half, end_x - half, end_x), (start_y, start_y, end_y, end_y)
    return [(start_x + (bend - start_x) * share, start_y) for share in shares] + [
        (float(np.dot(weight, xs)), float(np.dot(weight, ys))) for weight in weights
    ]


@pytest.mark.parametrize("level", [1, 2])
def test_that_every_link_is_found_on_its_own_way(level: int) -> None:
    layout = drawing_of(run_of(dataset="circle", hidden=(4, 3), loss="squared_error"), level=level).layout
    assert layout.is_curved == (level == 1)
    for edge, (node, operand) in enumerate(layout.edges.tolist()):
        for x, y in points_of(layout, edge)[45:75:10]:
            found = layout.link_at(x, y, 3.0)
            assert found is not None
            near = min(np.hypot(x - a, y - b) for a, b in points_of(layout, found))
            assert found == edge or near < 8.0 or layout.edges[found].tolist() == [node, operand]
    assert layout.link_at(-100.0, -100.0, 5.0) is None
