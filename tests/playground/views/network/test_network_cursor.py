from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.picture.network_layout import NetworkLayout, lay_out_network
from playground.views.network.network_cursor import moved_cursor, next_link

Node = tuple[int, int]

STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1))


@st.composite
def layouts(draw: st.DrawFn) -> NetworkLayout:
    """Crowded and roomy canvases, with some candidates that are no inputs."""
    count = draw(st.integers(1, 20))
    inputs = draw(st.sets(st.integers(0, count - 1)).map(sorted))
    hidden = draw(st.lists(st.integers(1, 30), max_size=4))
    return lay_out_network(
        (count, *hidden, draw(st.integers(1, 10))),
        draw(st.integers(560, 1600)),
        draw(st.integers(240, 1200)),
        compact=draw(st.booleans()),
        inputs=inputs,
        presenting=draw(st.booleans()),
    )


def shown(layout: NetworkLayout) -> set[Node]:
    return {(node.column, node.index) for column in layout.columns for node in column.nodes}


def height_of(layout: NetworkLayout, node: Node) -> float:
    return next(box.center_y for box in layout.columns[node[0]].nodes if box.index == node[1])


@settings(max_examples=50)
@given(layouts(), st.lists(st.sampled_from(STEPS), max_size=20))
def test_that_the_cursor_never_leaves_the_nodes_that_are_shown(
    layout: NetworkLayout, steps: list[tuple[int, int]]
) -> None:
    cursor, nodes = None, shown(layout)
    for columns, rows in [(0, 0), *steps]:
        cursor = moved_cursor(layout, cursor, columns, rows)
        assert cursor in nodes


@settings(max_examples=50)
@given(layouts(), layouts(), st.lists(st.sampled_from(STEPS), min_size=1, max_size=8), st.data())
def test_that_the_cursor_finds_back_where_its_node_is_gone(
    before: NetworkLayout, after: NetworkLayout, steps: list[tuple[int, int]], data: st.DataObject
) -> None:
    cursor = data.draw(st.sampled_from(sorted(shown(before))))
    for columns, rows in steps:
        cursor = moved_cursor(after, cursor, columns, rows)
        assert cursor in shown(after)


@settings(max_examples=50)
@given(layouts())
def test_that_the_cursor_begins_at_the_first_neuron_after_the_inputs(layout: NetworkLayout) -> None:
    assert moved_cursor(layout, None, 1, 1) == (1, 0)


@settings(max_examples=50)
@given(layouts())
def test_that_down_goes_through_a_whole_column_and_up_goes_back(layout: NetworkLayout) -> None:
    for column in layout.columns:
        places = [(node.column, node.index) for node in column.nodes]
        walked = [places[0]]
        for _ in places[1:]:
            walked.append(moved_cursor(layout, walked[-1], 0, 1))
        assert walked == places
        assert moved_cursor(layout, places[-1], 0, 1) == places[-1]
        back = [places[-1]]
        for _ in places[1:]:
            back.append(moved_cursor(layout, back[-1], 0, -1))
        assert back == places[::-1]
        assert moved_cursor(layout, places[0], 0, -1) == places[0]


@settings(max_examples=50)
@given(layouts(), st.data(), st.sampled_from([-1, 1]))
def test_that_sideways_goes_to_the_node_at_the_nearest_height(
    layout: NetworkLayout, data: st.DataObject, step: int
) -> None:
    cursor = data.draw(st.sampled_from(sorted(shown(layout))))
    moved = moved_cursor(layout, cursor, step, 0)
    if not 0 <= cursor[0] + step < len(layout.columns):
        assert moved == cursor
        return
    assert moved[0] == cursor[0] + step
    here = height_of(layout, cursor)
    distances = [abs(node.center_y - here) for node in layout.columns[moved[0]].nodes]
    assert abs(height_of(layout, moved) - here) == min(distances)


@settings(max_examples=50)
@given(layouts(), st.data(), st.sampled_from([-1, 1]))
def test_that_links_of_a_neuron_come_round_once_each(
    layout: NetworkLayout, data: st.DataObject, step: int
) -> None:
    neurons = [node for node in sorted(shown(layout)) if node[0] > 0]
    cursor = data.draw(st.sampled_from(neurons))
    gap = cursor[0] - 1
    expected = {(gap, source, cursor[1]) for source in range(len(layout.gaps[gap].source_y))}
    first = link = next_link(layout, cursor, None, step)
    assert link == ((gap, 0, cursor[1]) if expected else None)
    seen = []
    for _ in expected:
        seen.append(link)
        link = next_link(layout, cursor, link, step)
    assert set(seen) == expected
    assert len(seen) == len(expected)
    assert link == first


@settings(max_examples=50)
@given(layouts(), st.data())
def test_that_one_back_undoes_one_on(layout: NetworkLayout, data: st.DataObject) -> None:
    cursor = data.draw(st.sampled_from([node for node in sorted(shown(layout)) if node[0] > 0]))
    link = next_link(layout, cursor, None, 1)
    on = next_link(layout, cursor, link, 1)
    assert next_link(layout, cursor, on, -1) == link
    assert on != link or len(layout.gaps[cursor[0] - 1].source_y) <= 1


def test_that_a_link_of_another_neuron_counts_as_none() -> None:
    layout = lay_out_network((3, 4, 2), 900, 600)
    assert next_link(layout, (1, 2), (0, 2, 1), 1) == (0, 0, 2)
    assert next_link(layout, (2, 1), (0, 2, 1), 1) == (1, 0, 1)


def test_that_inputs_have_no_links_to_go_through() -> None:
    layout = lay_out_network((3, 4, 2), 900, 600)
    assert next_link(layout, (0, 1), None, 1) is None


def test_that_a_neuron_that_is_folded_away_has_no_links_to_go_through() -> None:
    layout = lay_out_network((3, 60, 2), 900, 400)
    assert layout.columns[1].folded > 0
    assert next_link(layout, (1, 59), None, 1) is None
