"""The layout of a computation graph's cards, circles and links: inputs left, the output right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.blocks import Block, BlockGraph
from playground.models.graph.placing.edge_tracks import CIRCLE, TRACK, edge_tracks
from playground.models.graph.placing.lanes import Lanes, lanes_of
from playground.models.graph.placing.rows import Rows
from playground.models.ticket import UNWATCHED, Ticket

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Marks = NDArray[np.bool_]

CARD, NEURON_CARD = (84.0, 70.0), (90.0, 66.0)
"""Width and height of the card of a number: between orthogonal links, and between curved ones."""
NAME_HEIGHT, FOOT_HEIGHT = 24.0, 21.0
COLUMN_GAP, ROW_GAP = 58.0, 30.0
CLOSE_ROW_GAP = 16.0
"""Between the cards of a layer."""
CIRCLE_BEFORE_CARD = 27.0
"""From the centre of a circle to its card."""
LABEL_ROOM = 40.0
"""What a column needs where numbers stand beside its circles."""
LANE_HEIGHT = 10.0
NARROWEST_FAN, WIDEST_FAN, LARGEST_FAN, WIDENING = 60.0, 76.0, 140.0, 0.8
"""Gaps for curved links: without any, with many, with the most of the graph, and what one link adds."""
FULL_FAN = 12
NARROWEST_TABLE = 48.0
MARGIN = 24.0
SWEEPS = 9
CURVE_POINTS = 15
MOST_TRACKS_WITH_LABELS = 7
TABLE_CARD_WIDTH, LARGEST_CELL, TABLE_WIDTH, TABLE_GAP = 124.0, 12.0, 150.0, 6.0


@dataclass(frozen=True, eq=False)
class GraphLayout:
    """Centres of all cards, and the ways of the links between them.

    Points are the cards, then the lanes on which links pass columns. A scalar that is computed has a circle
    with its operation left of its card; what stands for several scalars has none.

    Attributes
    ----------
    points_x, points_y, points_width
        Of the points, in pixels at 100 % zoom; a lane is as wide as its column.
    heights
        Of the cards, shape (n_nodes,).
    edges
        A node and its operand, shape (n_edges, 2), node by node.
    lanes
        The pieces of the edges.
    tracks
        How far left of the circle at its end a piece goes up or down, shape (n_pieces,).
    twins
        How many edges of the same pair of nodes precede an edge, shape (n_edges,).
    crowded
        Which edges end in a column with several tracks, shape (n_edges,).
    circled
        Which nodes have a circle, shape (n_nodes,).
    is_curved
        Whether links are curves from card to card, as between the neurons of a network.
    """

    points_x: Array
    points_y: Array
    points_width: Array
    heights: Array
    edges: Places
    lanes: Lanes
    tracks: Array
    twins: Array
    crowded: Marks
    circled: Marks
    is_curved: bool

    @cached_property
    def x(self) -> Array:
        """Centres of the cards."""
        return self.points_x[: len(self.heights)]

    @cached_property
    def y(self) -> Array:
        """Centres of the cards."""
        return self.points_y[: len(self.heights)]

    @cached_property
    def widths(self) -> Array:
        """Of the cards."""
        return self.points_width[: len(self.heights)]

    @cached_property
    def width(self) -> float:
        """Total width, margins included."""
        return float((self.x + self.widths / 2).max()) + MARGIN

    @cached_property
    def height(self) -> float:
        """Total height, margins included."""
        return max(float((self.y + self.heights / 2).max()), float(self.points_y.max())) + MARGIN

    @cached_property
    def circle_x(self) -> Array:
        """Centres of the circles, or where there would be one."""
        return self.x - self.widths / 2 - CIRCLE_BEFORE_CARD

    @cached_property
    def first_edge(self) -> Places:
        """Where the edges of each node start in `edges`, shape (n_nodes + 1,)."""
        return np.searchsorted(self.edges[:, 0], np.arange(len(self.x) + 1))

    @cached_property
    def gaps(self) -> Places:
        """The column left of which each edge ends, shape (n_edges,)."""
        return self.lanes.columns[self.edges[:, 0]]

    @cached_property
    def corners(self) -> tuple[Array, Array, Array, Array, Array]:
        """Of every piece: where it begins (x, y), the x of its track, and where it ends (x, y).

        What comes from a lane begins at its left end, what leads into one ends there.
        """
        to, come = self.lanes.pieces.T
        count = len(self.x)
        left, right = self.points_x - self.points_width / 2, self.points_x + self.points_width / 2
        shift = np.zeros(len(to))
        shift[: len(self.twins)] = 7.0 * self.twins
        start_x = np.where(come < count, right[come], left[come])
        is_circle = np.append(self.circled, np.zeros(len(left) - count, bool))[to]
        bend_x = left[to] - CIRCLE_BEFORE_CARD
        end_x = np.where(is_circle, bend_x + shift, left[to])
        from_card = come < count
        start_y = self.points_y[come] + np.where(from_card, shift, 0.0)
        return start_x, start_y, bend_x + shift - self.tracks, end_x, self.points_y[to]

    @cached_property
    def bends(self) -> Array:
        """Where a curved piece leaves the row of its beginning: the right end of a card or lane."""
        come = self.lanes.pieces[:, 1]
        right: Array = (self.points_x + self.points_width / 2)[come]
        return right

    def node_at(self, x: float, y: float) -> int | None:
        """Return the node whose card or circle covers a point."""
        in_card = (np.abs(self.x - x) <= self.widths / 2) & (np.abs(self.y - y) <= self.heights / 2)
        in_circle = self.circled & (np.hypot(self.circle_x - x, self.y - y) <= CIRCLE / 2)
        found = np.flatnonzero(in_card | in_circle)
        return int(found[0]) if len(found) else None

    def link_at(self, x: float, y: float, reach: float) -> int | None:
        """Return the edge that ends its way nearest to a point, not farther than that."""
        lines = self._lines
        near = (lines[:, :, 0].min(1) <= x + reach) & (lines[:, :, 0].max(1) >= x - reach)
        near &= (lines[:, :, 1].min(1) <= y + reach) & (lines[:, :, 1].max(1) >= y - reach)
        edges = np.flatnonzero(near)
        if not len(edges):
            return None
        start, way = lines[edges, :-1], np.diff(lines[edges], axis=1)
        to = np.array([x, y]) - start
        square = np.maximum((way * way).sum(2), 1e-12)
        share = np.clip((to * way).sum(2) / square, 0.0, 1.0)
        distances = np.linalg.norm(to - way * share[:, :, None], axis=2).min(1)
        nearest = int(distances.argmin())
        return int(edges[nearest]) if distances[nearest] <= reach else None

    @cached_property
    def _lines(self) -> Array:
        """The last piece of every edge as points joined by lines, shape (n_edges, n_points, 2)."""
        start_x, start_y, track_x, end_x, end_y = (corner[: len(self.edges), None] for corner in self.corners)
        if not self.is_curved:
            xs = np.concatenate([start_x, track_x, track_x, end_x], 1)
            ys = np.concatenate([start_y, start_y, end_y, end_y], 1)
            return np.stack([xs, ys], 2)
        share = np.linspace(0.0, 1.0, CURVE_POINTS)
        bend = self.bends[: len(self.edges), None]
        # A cubic with handles half the gap long.
        y = start_y + (end_y - start_y) * (3.0 * share**2 - 2.0 * share**3)
        x = bend + (end_x - bend) * (1.5 * (1 - share) ** 2 * share + 1.5 * (1 - share) * share**2 + share**3)
        return np.stack([x, y], 2)

    def moved(self, x: Array, y: Array) -> GraphLayout:
        """Return the layout with its cards moved, for animating between two layouts."""
        count = len(self.heights)
        return replace(
            self,
            points_x=np.append(x, self.points_x[count:]),
            points_y=np.append(y, self.points_y[count:]),
        )


def card_size(block: Block, *, is_curved: bool) -> tuple[float, float]:
    """Return width and height of a card: name, value and gradient, or two tables of cells."""
    if block.is_single:
        return NEURON_CARD if is_curved else CARD
    rows, columns = block.shape
    wide, high = cell_size(block)
    width = max(TABLE_CARD_WIDTH if columns > 1 else NEURON_CARD[0], columns * wide + 20.0)
    return width, NAME_HEIGHT + 2 * (rows * high + TABLE_GAP) + TABLE_GAP


def cell_size(block: Block) -> tuple[float, float]:
    """Return width and height of a cell in the tables of a card: squares, but for narrow tables."""
    side = min(LARGEST_CELL, TABLE_WIDTH / block.shape[1])
    return max(side, NARROWEST_TABLE / block.shape[1]), side


def lay_out_graph(graph: BlockGraph, ticket: Ticket = UNWATCHED) -> GraphLayout:
    """Place the nodes: each as far right as its users allow, without overlaps in a column.

    Rows follow the order in which a walk from the output first reaches the nodes, so that a tree has no
    crossings; then cards and lanes move towards the middle of their neighbours. The neurons of a layer keep
    their order. Linear in nodes and edges except for sorting the columns.
    """
    pairs = [(block.index, operand) for block in graph.nodes for operand in block.operands]
    edges = np.array(pairs, np.intp).reshape(-1, 2)
    is_curved = graph.has_groups
    sizes = np.array([card_size(block, is_curved=is_curved) for block in graph.nodes])
    widths, heights = sizes.T
    circled = np.array([block.is_computed and block.group is None for block in graph.nodes])
    lanes = lanes_of(edges, _columns(graph))
    n_lanes = len(lanes.columns) - len(heights)
    all_heights = np.append(heights, np.full(n_lanes, LANE_HEIGHT))
    gap = CLOSE_ROW_GAP if is_curved else ROW_GAP
    rows = Rows(graph, lanes, np.append(heights + gap, np.full(n_lanes, LANE_HEIGHT)))
    for sweep in range(SWEEPS):
        ticket.check()
        rows.settle(downwards=sweep % 2 == 0)
    ticket.check()
    y = rows.y + MARGIN - (rows.y - all_heights / 2).min()
    if is_curved:
        tracks, counts = np.zeros(len(lanes.pieces)), np.zeros(lanes.columns.max() + 1)
        gaps = _fans(lanes, circled)
    else:
        is_circle = np.append(circled, np.zeros(n_lanes, bool))
        tracks, counts = edge_tracks(lanes.pieces, lanes.columns, y, is_circle)
        gaps = COLUMN_GAP + TRACK * counts + _label_room(lanes, len(edges), y)
    column_widths = np.zeros(len(counts))
    np.maximum.at(column_widths, lanes.columns[: len(widths)], widths)
    gaps[0] = MARGIN
    right = np.cumsum(column_widths + gaps)
    x = (right - column_widths / 2)[lanes.columns]
    points_width = np.append(widths, column_widths[lanes.columns[len(widths) :]])
    crowded = counts[lanes.columns[edges[:, 0]]] > MOST_TRACKS_WITH_LABELS
    return GraphLayout(
        x, y, points_width, heights, edges, lanes, tracks, _twins(pairs), crowded, circled, is_curved
    )


def _columns(graph: BlockGraph) -> Places:
    """Return the column of every node: one left of its leftmost user."""
    depth = [0] * len(graph.nodes)
    for node in reversed(graph.nodes):
        for operand in node.operands:
            depth[operand] = max(depth[operand], depth[node.index] + 1)
    return max(depth) - np.array(depth, np.intp)


def _fans(lanes: Lanes, circled: Marks) -> Array:
    """Return the gap left of each column that its curved links need."""
    to = lanes.pieces[:, 0]
    links = np.bincount(lanes.columns[to], minlength=lanes.columns.max() + 1)
    gaps = np.minimum(NARROWEST_FAN + WIDENING * links, WIDEST_FAN)
    if links.max() >= FULL_FAN:
        gaps[int(links.argmax())] = LARGEST_FAN
    has_circle = np.bincount(lanes.columns[: len(circled)], circled, len(gaps)) > 0
    found: Array = np.where(has_circle, np.maximum(gaps, COLUMN_GAP + CIRCLE), gaps)
    return found


def _label_room(lanes: Lanes, n_edges: int, y: Array) -> Array:
    """Return what is added left of columns in which a straight link meets others from above and below."""
    node, come = lanes.pieces[:n_edges].T
    rise = y[node] - y[come]
    count = len(y)
    above = np.bincount(node, rise > CIRCLE, count) > 0
    below = np.bincount(node, rise < -CIRCLE, count) > 0
    straight = np.bincount(node, np.abs(rise) <= CIRCLE, count) > 0
    needing = np.flatnonzero(above & below & straight)
    room = np.zeros(int(lanes.columns.max()) + 1)
    room[lanes.columns[needing]] = LABEL_ROOM
    return room


def _twins(pairs: Sequence[tuple[int, int]]) -> Array:
    seen: dict[tuple[int, int], int] = {}
    twins = np.zeros(len(pairs))
    for edge, pair in enumerate(pairs):
        twins[edge] = seen[pair] = seen.get(pair, -1) + 1
    return twins
