from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.models.graph.placing.lanes import lanes_of


@st.composite
def layered(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Draw edges and columns in which each operand stands left of the nodes that use it."""
    columns = np.array(draw(st.lists(st.integers(0, 6), min_size=2, max_size=12)))
    pairs = [(node, operand) for node in range(len(columns)) for operand in range(len(columns))
             if columns[operand] < columns[node]]  # fmt: skip
    if not pairs:
        columns[0], columns[1] = 0, 1
        pairs = [(1, 0)]
    edges = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=20))
    return np.array(edges), columns


@given(layered())
def test_that_every_edge_goes_from_its_operand_to_its_node_column_by_column(graph) -> None:
    edges, columns = graph
    lanes = lanes_of(edges, columns)
    for edge, (node, operand) in enumerate(edges.tolist()):
        at = operand
        for piece in lanes.pieces_of(edge):
            to, come = lanes.pieces[piece].tolist()
            assert come == at
            assert lanes.columns[to] == lanes.columns[come] + 1
            at = to
        assert at == node


@given(layered())
def test_that_the_edges_of_an_operand_share_its_lanes_and_nothing_else_runs_there(graph) -> None:
    edges, columns = graph
    lanes = lanes_of(edges, columns)
    users: dict[int, set[int]] = {}
    for edge, (_, operand) in enumerate(edges.tolist()):
        for piece in lanes.pieces_of(edge)[:-1]:
            users.setdefault(int(lanes.pieces[piece, 0]), set()).add(operand)
    assert set(users) == set(range(len(columns), len(lanes.columns)))
    assert all(len(operands) == 1 for operands in users.values())
