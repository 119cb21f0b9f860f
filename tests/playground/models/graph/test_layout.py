from __future__ import annotations

import numpy as np
from hypothesis import given

from engine import Scalar
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.layout import CARD_HEIGHT, CARD_WIDTH, COLUMN_GAP, lay_out_graph
from playground.models.graph.tracing import graph_of
from tests.playground.models.graph.test_steps import formulas


@given(formulas)
def test_that_no_two_cards_overlap_and_operands_stand_left_of_results(text: str) -> None:
    graph = BlockGraph(graph_of_formulas(text, {}))
    layout = lay_out_graph(graph)
    for node in graph.nodes:
        for operand in node.operands:
            assert layout.x[operand] <= layout.x[node.index] - CARD_WIDTH - COLUMN_GAP
    for first in range(len(graph.nodes)):
        for second in range(first):
            apart_x = abs(layout.x[first] - layout.x[second]) >= CARD_WIDTH
            assert apart_x or abs(layout.y[first] - layout.y[second]) >= CARD_HEIGHT


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
