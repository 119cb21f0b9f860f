"""Writes local derivatives beside the links they belong to, none across a card or another number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.placing.edge_tracks import CIRCLE
from playground.models.graph.placing.layout import GraphLayout
from playground.models.graph.route import Step
from playground.style.theme import Theme
from playground.style.words import number_text
from playground.views.graph.picture.card_painter import OVAL
from playground.views.graph.picture.edge_painter import edges_of_this_step, pieces_in_sight
from playground.views.graph.picture.graph_view import GraphView, Marks
from playground.views.graph.picture.reading import face, rounded_zoom
from playground.views.graph.picture.way_shapes import on_curve
from playground.views.kit.drawing import draw_box, draw_text

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
MOST_LABELLED = 4
"""Nodes with more operands, and crowded columns, label only edges of this step or of a chosen card."""
ROLE = "graph_gradient"
PADDING, LEADING = 3.0, 6.0
DIGITS = 3, 2, 1
SHARES = (0.5, 0.38, 0.62, 0.27, 0.73, 0.17, 0.83)
"""Where on a curve a number may stand, the best place first."""


class LabelPainter:
    """Writes the numbers of the visible links.

    Parameters
    ----------
    seen
        The visible part, in pixels of the layout.
    """

    def __init__(self, painter: QPainter, theme: Theme, seen: QRectF, zoom: float) -> None:
        self._painter, self._theme, self._seen = painter, theme, seen
        self._face = face(ROLE, rounded_zoom(zoom))
        metrics = QFontMetricsF(self._face)
        self._advance, self._height = metrics.horizontalAdvance("0"), metrics.capHeight() + 2 * LEADING - 2.0

    def draw(self, graph: BlockGraph, layout: GraphLayout, view: GraphView, near: Marks) -> None:
        """Write the numbers of this step and of the links pointed at, and of others where there is room."""
        if view.local is None:
            return
        now = edges_of_this_step(layout, view)
        wanted = now | near
        if not layout.is_curved:
            n_operands = np.diff(layout.first_edge)[layout.edges[:, 0]]
            wanted |= (n_operands <= MOST_LABELLED) & ~layout.crowded
        edges = pieces_in_sight(layout, np.flatnonzero(wanted), self._seen)
        taken = _Taken(layout, self._seen, graph.has_long_symbol)
        # This step's number has the first choice of a place, but is written last, on top of its line.
        written: list[tuple[Box, str, bool]] = []
        for edge in sorted(edges.tolist(), key=lambda edge: (not now[edge], not near[edge], edge)):
            node = int(layout.edges[edge, 0])
            local = view.local(Step(node, edge - int(layout.first_edge[node])))
            if local is None:
                continue
            # Forward, a step is about many links: those without room for their number have none.
            must = bool(now[edge]) and view.is_backward
            found = self._placed(local, _places(layout, edge), node, taken, must=must)
            if found is not None:
                taken.add(found[0])
                written.append((*found, bool(now[edge])))
        for box, text, is_now in reversed(written):
            self._write(text, box, is_now=is_now)

    def _placed(
        self, local: float, places: Sequence[tuple[float, float]], node: int, taken: _Taken, *, must: bool
    ) -> tuple[Box, str] | None:
        """Return a number and its box in the first free place, with fewer digits where all are too narrow."""
        for digits in DIGITS:
            text = number_text(local, digits)
            half, tall = (len(text) * self._advance) / 2 + PADDING, self._height / 2
            boxes = [(x - half, y - tall, x + half, y + tall) for x, y in places]
            free = next((box for box in boxes if not taken.meets(box, node)), None)
            if free is not None:
                return free, text
        return (boxes[0], text) if must else None

    def _write(self, text: str, box: Box, *, is_now: bool) -> None:
        theme, (left, top, right, bottom) = self._theme, box
        place = QRectF(left, top, right - left, bottom - top)
        draw_box(self._painter, place, 4.0, theme.accent if is_now else theme.bg)
        ink = theme.on_accent if is_now else theme.ink2
        draw_text(self._painter, place, text, self._face, ink, Qt.AlignmentFlag.AlignHCenter)


class _Taken:
    """Where no number may stand: cards, circles, links into other nodes, and numbers written before."""

    def __init__(self, layout: GraphLayout, seen: QRectF, is_oval: Marks) -> None:
        half_x, half_y, circles = layout.widths / 2, layout.heights / 2, layout.circled
        cards = np.stack([layout.x - half_x, layout.y - half_y, layout.x + half_x, layout.y + half_y], 1)
        x, y, half = layout.circle_x[circles], layout.y[circles], CIRCLE / 2
        wide = np.where(is_oval[circles], OVAL / 2, half)
        discs = np.stack([x - wide, y - half, x + wide, y + half], 1)
        self._boxes = _inside(np.concatenate([cards, discs]), seen)
        self._written: list[Box] = []
        _, start_y, at, _, end_y = layout.corners
        ways = np.stack([at, np.minimum(start_y, end_y), at, np.maximum(start_y, end_y)], 1)
        is_way = (start_y != end_y) & (not layout.is_curved)
        is_way &= (ways[:, 2] >= seen.left()) & (ways[:, 0] <= seen.right())
        self._ways, self._to = ways[is_way], layout.lanes.pieces[is_way, 0]

    def add(self, box: Box) -> None:
        """Take a place."""
        self._written.append(box)

    def meets(self, box: Box, node: int) -> bool:
        """Whether the number of a link into a node cannot stand there."""
        left, top, right, bottom = box
        if any(
            other[0] < right and other[2] > left and other[1] < bottom and other[3] > top
            for other in self._written
        ):
            return True
        if _met(self._boxes, box).any():
            return True
        return bool((_met(self._ways, box) & (self._to != node)).any())


def _met(boxes: Array, box: Box) -> Marks:
    left, top, right, bottom = box
    found: Marks = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)
    return found


def _inside(boxes: Array, seen: QRectF) -> Array:
    edges = seen.left() - 60.0, seen.top() - 60.0, seen.right() + 60.0, seen.bottom() + 60.0
    return boxes[_met(boxes, edges)]


def _places(layout: GraphLayout, edge: int) -> Sequence[tuple[float, float]]:
    """Return where the number of an edge may stand: on a part of its last piece that no other edge shares."""
    if layout.is_curved:
        return [on_curve(layout, edge, share) for share in SHARES]
    start_x, start_y, track_x, end_x, end_y = (float(corner[edge]) for corner in layout.corners)
    node = int(layout.edges[edge, 0])
    siblings = layout.corners[1][layout.first_edge[node] : layout.first_edge[node + 1]]
    rise = end_y - start_y
    if abs(rise) < CIRCLE:
        # Along its row: above it, then below; left of the circle if others come from there.
        is_between = bool((siblings < start_y - CIRCLE).any() and (siblings > start_y + CIRCLE).any())
        x = (start_x + end_x - CIRCLE / 2) / 2 if is_between else end_x
        shift = 11.0 if is_between else CIRCLE / 2 + 11.0
        has_room_above = not (siblings < start_y - CIRCLE).any()
        ways = (-1.0, 1.0) if has_room_above or is_between else (1.0, -1.0)
        return [(x, end_y + way * shift) for way in ways]
    # From its row to where the next edge from the same side joins it.
    same_side = siblings[
        (np.sign(end_y - siblings) == np.sign(rise)) & (np.abs(end_y - siblings) < abs(rise) - 1.0)
    ]
    joins = end_y if not len(same_side) else float(same_side[np.abs(same_side - start_y).argmin()])
    near_circle = np.sign(rise) * (CIRCLE / 2 if not len(same_side) else 0.0)
    middle = (start_y + joins - near_circle) / 2
    places = [(track_x, middle), (track_x, middle - 8.0), (track_x, middle + 8.0)]
    if not len(same_side):
        places.append((end_x, end_y - float(np.sign(rise)) * (CIRCLE / 2 + 11.0)))
    return places
