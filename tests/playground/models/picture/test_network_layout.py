from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.picture.link_curve import rise
from playground.models.picture.network_layout import NetworkLayout, NodeBox, lay_out_network

structures = st.builds(
    lambda inputs, hidden, outputs: (inputs, *hidden, outputs),
    st.integers(1, 64),
    st.lists(st.integers(1, 64), max_size=10),
    st.integers(1, 10),
)
layouts = st.builds(
    lay_out_network,
    structures,
    st.integers(560, 1600),
    st.integers(420, 1200),
    compact=st.booleans(),
    input_label_width=st.floats(0.0, 200.0),
    output_label_width=st.floats(0.0, 150.0),
)


# Any window that can be made, and any choice of inputs, none of them included.
any_layouts = st.builds(
    lambda structure, chosen, width, height, **modes: lay_out_network(
        structure, width, height, inputs=sorted(chosen & set(range(structure[0]))), **modes
    ),
    structures,
    st.sets(st.integers(0, 8), max_size=4),
    st.integers(0, 2600),
    st.integers(0, 1400),
    compact=st.booleans(),
    spacious=st.booleans(),
    presenting=st.booleans(),
    input_label_width=st.floats(0.0, 200.0),
    output_label_width=st.floats(0.0, 150.0),
)
shares = st.floats(-0.1, 1.1)


def nodes_of(layout: NetworkLayout) -> list[NodeBox]:
    return [node for column in layout.columns for node in column.nodes]


@given(layouts)
def test_that_no_two_nodes_overlap(layout: NetworkLayout) -> None:
    for column in layout.columns:
        assert all(upper.bottom + 4.0 <= lower.y for upper, lower in pairwise(column.nodes))
    for left, right in pairwise(layout.columns):
        assert left.nodes[0].right + 4.0 <= right.nodes[0].x


@given(layouts)
def test_that_every_node_stands_between_the_steppers_and_the_legend(layout: NetworkLayout) -> None:
    headers = [column.stepper_y or column.title_y for column in layout.columns]
    for node in nodes_of(layout):
        assert node.x >= 0.0
        assert node.right <= layout.width
        assert max(headers) < node.y
        assert node.bottom < layout.legend_y


@given(layouts)
def test_that_labels_have_the_room_they_are_promised(layout: NetworkLayout) -> None:
    if layout.input_label_width > 0.0:
        assert layout.input_label_right - layout.input_label_width >= 0.0
        assert layout.input_label_right < layout.columns[0].nodes[0].x
    if layout.output_label_width > 0.0:
        assert layout.output_label_left + layout.output_label_width <= layout.width
        assert layout.output_label_left > layout.columns[-1].nodes[0].right


@given(layouts)
def test_that_every_neuron_is_shown_or_counted_as_folded(layout: NetworkLayout) -> None:
    for index, column in enumerate(layout.columns):
        assert len(column.nodes) + column.folded == column.size
        assert [(node.column, node.index) for node in column.nodes] == [
            (index, row) for row in range(len(column.nodes))
        ]
        if column.folded:
            assert column.fold_text_y is not None
            assert column.nodes[-1].bottom < column.fold_text_y < layout.legend_y
        else:
            assert column.fold_text_y is None


@given(layouts)
def test_that_links_run_from_right_edges_to_left_edges_monotone_in_x(layout: NetworkLayout) -> None:
    for gap, (left, right) in zip(layout.gaps, pairwise(layout.columns), strict=True):
        assert gap.x0 < gap.x1
        assert {node.right for node in left.nodes} == {gap.x0}
        assert {node.x for node in right.nodes} == {gap.x1}
        assert gap.source_y == tuple(node.center_y for node in left.nodes)
        assert gap.target_y == tuple(node.center_y for node in right.nodes)


@given(layouts)
def test_that_columns_stand_at_equal_distances(layout: NetworkLayout) -> None:
    distances = np.diff([column.x for column in layout.columns])
    assert np.allclose(distances, distances[0])


@given(layouts)
def test_that_every_node_is_found_at_its_centre(layout: NetworkLayout) -> None:
    for node in nodes_of(layout):
        assert layout.node_at(node.center_x, node.center_y) == (node.column, node.index)


@pytest.mark.parametrize(
    ("compact", "sides"), [(False, (36.0, 44.0, 44.0, 64.0)), (True, (32.0, 34.0, 34.0, 56.0))]
)
def test_that_nodes_have_the_sizes_of_the_design(compact: bool, sides: tuple[float, ...]) -> None:
    layout = lay_out_network((7, 8, 6, 1), 760, 674, compact=compact)
    assert tuple(column.side for column in layout.columns) == sides


def test_that_several_outputs_are_smaller_than_one() -> None:
    assert lay_out_network((4, 6, 3), 760, 674).columns[-1].side == 56.0


def test_that_rows_stand_at_most_68_apart_in_hidden_layers() -> None:
    layout = lay_out_network((2, 3, 2), 1600, 1200)
    hidden = layout.columns[1].nodes
    assert [lower.y - upper.y for upper, lower in pairwise(hidden)] == [68.0, 68.0]


def test_that_crowded_nodes_shrink_to_ten_less_than_their_pitch() -> None:
    column = lay_out_network((2, 12, 1), 760, 674).columns[1]
    assert column.folded == 0
    assert column.pitch < 54.0
    assert column.side == int(column.pitch - 10.0)


def test_that_layers_too_tall_are_folded_at_the_least_pitch() -> None:
    column = lay_out_network((64, 32, 10), 760, 674).columns[0]
    assert column.folded > 0
    assert 34.0 <= column.pitch < 37.0


def test_that_columns_are_centred_vertically() -> None:
    layout = lay_out_network((7, 8, 6, 1), 760, 674)
    for column in layout.columns:
        assert (column.nodes[0].y + column.nodes[-1].bottom) / 2 == pytest.approx(column.y, abs=1.0)


def test_that_the_presenter_shows_inputs_alone_and_all_titles_in_one_line() -> None:
    layout = lay_out_network((9, 8, 6, 1), 500.0, 400.0, inputs=(0, 1, 5, 6), presenting=True)
    first = layout.columns[0]
    assert [node.index for node in first.nodes] == [0, 1, 5, 6]
    assert layout.gaps[0].source_y == tuple(node.center_y for node in first.nodes)
    assert layout.structure == (9, 8, 6, 1)
    assert len({column.title_y for column in layout.columns}) == 1
    assert all(column.stepper_y is None for column in layout.columns)


def test_that_a_presenter_without_any_input_shows_all_that_could_be() -> None:
    layout = lay_out_network((3, 4, 1), 500.0, 400.0, inputs=(), presenting=True)
    assert [node.index for node in layout.columns[0].nodes] == [0, 1, 2]
    assert layout.gaps[0].source_y == ()


def test_that_labels_give_way_before_nodes_do() -> None:
    layout = lay_out_network((4, *[8] * 10, 3), 560, 420, input_label_width=120.0, output_label_width=80.0)
    assert layout.input_label_width < 120.0
    assert min(column.side for column in layout.columns) >= 20.0


def test_that_there_is_no_node_between_columns() -> None:
    layout = lay_out_network((2, 3, 1), 760, 674)
    gap = layout.gaps[0]
    assert layout.node_at((gap.x0 + gap.x1) / 2, layout.columns[0].y) is None


def test_that_small_nodes_are_hit_within_32_pixels() -> None:
    layout = lay_out_network((64, 10), 760, 674)
    node = layout.columns[0].nodes[3]
    assert node.side < 32.0
    assert layout.node_at(node.center_x - 15.5, node.center_y) == (0, 3)
    assert layout.node_at(node.center_x - 17.0, node.center_y) is None


@given(st.integers(0, 5), st.integers(0, 4), st.sampled_from([0.04, 0.96]))
def test_that_a_link_is_found_on_its_curve(source: int, target: int, share: float) -> None:
    layout = lay_out_network((4, 6, 5, 3), 760, 674)
    gap = layout.gaps[1]
    x = gap.x0 + share * (gap.x1 - gap.x0)
    y = gap.source_y[source] + (gap.target_y[target] - gap.source_y[source]) * float(rise(share))
    assert layout.link_at(x, y, tolerance=0.5) == (1, source, target)


def test_that_no_link_is_found_away_from_all() -> None:
    layout = lay_out_network((2, 2), 760, 674)
    gap = layout.gaps[0]
    assert layout.link_at((gap.x0 + gap.x1) / 2, 5.0) is None
    assert layout.link_at(gap.x0 - 5.0, gap.source_y[0]) is None


@given(any_layouts, shares, shares)
def test_that_what_is_found_at_any_place_is_in_the_picture(
    layout: NetworkLayout, across: float, down: float
) -> None:
    x, y = across * layout.width, down * layout.height
    node, link = layout.node_at(x, y), layout.link_at(x, y)
    assert node is None or layout.has_node(node)
    assert link is None or layout.has_link(link)


@given(any_layouts)
def test_that_links_have_room_between_any_columns(layout: NetworkLayout) -> None:
    assert all(gap.x0 < gap.x1 for gap in layout.gaps)
    assert len(layout.gaps[0].source_y) == len(
        set(layout.inputs) & {n.index for n in layout.columns[0].nodes}
    )


def test_that_nothing_is_found_between_a_layer_and_inputs_that_are_all_off() -> None:
    layout = lay_out_network((2, 4, 1), 760, 674, inputs=())
    gap = layout.gaps[0]
    for y in gap.target_y:
        assert layout.link_at((gap.x0 + gap.x1) / 2, y) is None


def test_that_only_what_is_there_counts_as_there() -> None:
    layout = lay_out_network((3, 64, 1), 760, 674, inputs=(0, 2))
    shown = len(layout.columns[1].nodes)
    assert layout.has_node((0, 1))
    assert layout.has_node((1, shown - 1))
    assert not any(map(layout.has_node, [(1, shown), (3, 0), (-1, 0), (2, 1)]))
    assert layout.has_link((0, 1, 0))
    assert not any(map(layout.has_link, [(0, 2, 0), (0, 0, shown), (2, 0, 0), (-1, 0, 0)]))


@pytest.mark.parametrize("structure", [(), (3,), (2, 0, 1)])
def test_that_a_network_without_two_filled_columns_is_refused(structure: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="inputs and outputs"):
        lay_out_network(structure, 760, 674)


def test_that_a_canvas_not_yet_shown_does_no_harm() -> None:
    assert lay_out_network((64, 64, 64, 10), 1, 1).columns[0].nodes
