"""Keyboard navigation on the picture of the network."""

from __future__ import annotations

from playground.models.picture.network_layout import NetworkLayout


def moved_cursor(
    layout: NetworkLayout, cursor: tuple[int, int] | None, columns: int, rows: int
) -> tuple[int, int]:
    """Return the node that many columns and rows away, or the nearest one.

    Without a cursor, navigation starts at the first neuron after the inputs.
    """
    if cursor is None or cursor[0] >= len(layout.columns):
        return 1, layout.columns[1].nodes[0].index
    column = min(max(cursor[0] + columns, 0), len(layout.columns) - 1)
    nodes = layout.columns[column].nodes
    if column == cursor[0]:
        places = [node.index for node in nodes]
        at = places.index(cursor[1]) if cursor[1] in places else 0
        return column, places[min(max(at + rows, 0), len(places) - 1)]
    here = next((node for node in layout.columns[cursor[0]].nodes if node.index == cursor[1]), None)
    height = 0.0 if here is None else here.center_y
    return column, min(nodes, key=lambda node: abs(node.center_y - height)).index


def next_link(
    layout: NetworkLayout, cursor: tuple[int, int], link: tuple[int, int, int] | None, step: int
) -> tuple[int, int, int] | None:
    """Return the next or previous link into a neuron; the first if `link` is not one of them."""
    column, target = cursor
    if column == 0:
        return None
    gap = column - 1
    count = len(layout.gaps[gap].source_y)
    if count == 0 or target >= len(layout.gaps[gap].target_y):
        return None
    if link is None or (link[0], link[2]) != (gap, target):
        return gap, 0, target
    return gap, (link[1] + (step or 1)) % count, target
