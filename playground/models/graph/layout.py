"""The layout of a computation graph's cards and circles: inputs left, the output right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.blocks import Block, BlockGraph
from playground.models.graph.edge_tracks import TRACK, edge_tracks
from playground.models.ticket import UNWATCHED, Ticket

Array = NDArray[np.float64]
Places = NDArray[np.intp]

CARD_WIDTH, CARD_HEIGHT = 84.0, 70.0
NAME_HEIGHT = 24.0
CIRCLE = 28.0
COLUMN_GAP, ROW_GAP = 54.0, 30.0
CIRCLE_BEFORE_CARD = 25.0
"""From the centre of a circle to its card."""
MARGIN = 24.0
SWEEPS = 7
LARGEST_CELL, TABLE_WIDTH, TABLE_GAP = 12.0, 150.0, 6.0


@dataclass(frozen=True, eq=False)
class GraphLayout:
    """Centres of all cards; a node's circle is left of its card, at the same height.

    Attributes
    ----------
    x, y, widths, heights
        Of the cards, shape (n_nodes,), in pixels at 100 % zoom.
    edges
        A node and its operand, shape (n_edges, 2), node by node.
    tracks
        How far left of the node's circle an edge goes up or down, shape (n_edges,).
    twins
        How many edges of the same pair of nodes precede an edge, shape (n_edges,).
    crowded
        Which edges end in a column with several tracks, shape (n_edges,).
    """

    x: Array
    y: Array
    widths: Array
    heights: Array
    edges: Places
    tracks: Array
    twins: Array
    crowded: NDArray[np.bool_]

    @cached_property
    def width(self) -> float:
        """Total width, margins included."""
        return float((self.x + self.widths / 2).max()) + MARGIN

    @cached_property
    def height(self) -> float:
        """Total height, margins included."""
        return float((self.y + self.heights / 2).max()) + MARGIN

    @cached_property
    def circle_x(self) -> Array:
        """Centres of the circles."""
        return self.x - self.widths / 2 - CIRCLE_BEFORE_CARD

    @cached_property
    def first_edge(self) -> Places:
        """Where the edges of each node start in `edges`, shape (n_nodes + 1,)."""
        return np.searchsorted(self.edges[:, 0], np.arange(len(self.x) + 1))

    @cached_property
    def corners(self) -> tuple[Array, Array, Array, Array, Array]:
        """Of every edge: where it leaves its operand (x, y), the x of its track, and where it ends (x, y)."""
        node, operand = self.edges.T
        start_x = self.x[operand] + self.widths[operand] / 2
        shift = 7.0 * self.twins
        end_x = self.circle_x[node] + shift
        return start_x, self.y[operand] + shift, end_x - self.tracks, end_x, self.y[node]

    def node_at(self, x: float, y: float) -> int | None:
        """Return the node whose card or circle covers a point."""
        in_card = (np.abs(self.x - x) <= self.widths / 2) & (np.abs(self.y - y) <= self.heights / 2)
        in_circle = np.hypot(self.circle_x - x, self.y - y) <= CIRCLE / 2
        found = np.flatnonzero(in_card | in_circle)
        return int(found[0]) if len(found) else None

    def moved(self, x: Array, y: Array) -> GraphLayout:
        """Return the layout with its cards moved, for animating between two layouts."""
        return replace(self, x=x, y=y)


def card_size(block: Block) -> tuple[float, float]:
    """Return width and height of a card: name, value and gradient, or two tables of cells."""
    if block.is_single:
        return CARD_WIDTH, CARD_HEIGHT
    rows, columns = block.shape
    cell = cell_size(block)
    width = max(CARD_WIDTH, columns * cell + 20.0)
    return width, NAME_HEIGHT + 2 * (rows * cell + TABLE_GAP) + TABLE_GAP


def cell_size(block: Block) -> float:
    """Return the side of a cell in the tables of a card."""
    return min(LARGEST_CELL, TABLE_WIDTH / block.shape[1])


def lay_out_graph(graph: BlockGraph, ticket: Ticket = UNWATCHED) -> GraphLayout:
    """Place the nodes: each as far right as its users allow, without overlaps in a column.

    Rows follow the order in which a walk from the output first reaches the nodes, so that a tree has no
    crossings; then cards move towards the middle of their neighbours. Linear in nodes and edges except
    for sorting the columns.
    """
    pairs = [(block.index, operand) for block in graph.nodes for operand in block.operands]
    edges = np.array(pairs, np.intp).reshape(-1, 2)
    sizes = np.array([card_size(block) for block in graph.nodes])
    widths, heights = sizes.T
    columns = _columns(graph)
    y = _rows(graph, heights)
    by_column = [np.flatnonzero(columns == column) for column in range(columns.max() + 1)]
    by_column = [members[np.argsort(y[members], kind="stable")] for members in by_column]
    for sweep in range(SWEEPS):
        ticket.check()
        for column in sorted(range(len(by_column)), reverse=sweep % 2 == 1):
            wanted = _middles(edges, y)
            members = by_column[column]
            members = by_column[column] = members[np.argsort(wanted[members], kind="stable")]
            y[members] = _apart(wanted[members], heights[members])
    ticket.check()
    y += MARGIN - (y - heights / 2).min()
    tracks, counts = edge_tracks(edges, columns, y)
    gaps = COLUMN_GAP + TRACK * counts
    column_widths = np.array([widths[members].max() for members in by_column])
    gaps[0] = MARGIN
    right = np.cumsum(column_widths + gaps)
    x = (right - column_widths / 2)[columns]
    crowded = counts[columns[edges[:, 0]]] > 0
    return GraphLayout(x, y, widths, heights, edges, tracks, _twins(pairs), crowded)


def _columns(graph: BlockGraph) -> Places:
    """Return the column of every node: one left of its leftmost user."""
    depth = [0] * len(graph.nodes)
    for node in reversed(graph.nodes):
        for operand in node.operands:
            depth[operand] = max(depth[operand], depth[node.index] + 1)
    return max(depth) - np.array(depth, np.intp)


def _rows(graph: BlockGraph, heights: Array) -> Array:
    """Return initial heights: leaves one below the other in walk order, other nodes between theirs."""
    y = np.full(len(graph.nodes), np.nan)
    next_row = 0.0
    waiting: list[tuple[int, bool]] = [(graph.output, False)]
    seen: set[int] = set()
    while waiting:
        index, are_operands_done = waiting.pop()
        operands = graph.nodes[index].operands
        if are_operands_done:
            y[index] = sum(float(y[operand]) for operand in operands) / len(operands)
        elif index not in seen:
            seen.add(index)
            if operands:
                waiting.append((index, True))
                waiting += [(operand, False) for operand in reversed(operands)]
            else:
                y[index] = next_row
                next_row += heights[index] + ROW_GAP
    return y


def _middles(edges: Places, y: Array) -> Array:
    """Return the preferred heights of nodes: between their operands and their users.

    An operand with many users pulls each of them little, and so does a node with many operands: a
    product ends up between its factors, a neuron of a dense layer near its users.
    """
    node, operand = edges.T
    count = len(y)
    n_uses, n_operands = np.bincount(operand, minlength=count), np.bincount(node, minlength=count)
    down, up = 1.0 / n_uses[operand] ** 2, 1.0 / n_operands[node] ** 2
    weight = np.bincount(node, down, count) + np.bincount(operand, up, count)
    pull = np.bincount(node, down * y[operand], count) + np.bincount(operand, up * y[node], count)
    return np.where(weight > 0, pull / np.maximum(weight, 1e-300), y)


def _apart(wanted: Array, heights: Array) -> Array:
    """Return the heights nearest to the preferred ones, in the given order, without overlaps.

    Pool adjacent violators: heights minus row offsets must not decrease; violating blocks take their mean.
    """
    steps = (heights[1:] + heights[:-1]) / 2 + ROW_GAP
    rows = np.concatenate([[0.0], np.cumsum(steps)])
    blocks: list[tuple[float, int]] = []
    for value in (wanted - rows).tolist():
        mean, count = value, 1
        while blocks and blocks[-1][0] > mean:
            before, size = blocks.pop()
            mean, count = (before * size + mean * count) / (size + count), size + count
        blocks.append((mean, count))
    found: Array = np.repeat([mean for mean, _ in blocks], [count for _, count in blocks]) + rows
    return found


def _twins(pairs: list[tuple[int, int]]) -> Array:
    seen: dict[tuple[int, int], int] = {}
    twins = np.zeros(len(pairs))
    for edge, pair in enumerate(pairs):
        twins[edge] = seen[pair] = seen.get(pair, -1) + 1
    return twins
