"""Draws the edges of a computation graph: along the row of the operand, round a corner, to the circle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.models.graph.layout import CIRCLE, GraphLayout
from playground.models.graph.route import Step
from playground.style.theme import Theme, font
from playground.style.words import number_text
from playground.views.graph.picture.graph_view import GraphView, Marks
from playground.views.kit.drawing import draw_box, draw_text

Array = NDArray[np.float64]
Places = NDArray[np.intp]

CORNER = 12.0
MOST_SMOOTH = 400
"""More edges than these are drawn without smoothing."""
SMOOTH_AT_ONCE = 8
MOST_LABELLED = 4
"""Nodes with more operands, and crowded columns, label only edges of this step or under the pointer."""


class EdgePainter:
    """Draws the visible edges, highlighted ones on top.

    Parameters
    ----------
    seen
        The visible part, in pixels of the layout.
    detailed
        Whether text is legible; otherwise thin lines without numbers.
    """

    def __init__(self, painter: QPainter, theme: Theme, seen: QRectF, *, detailed: bool) -> None:
        self._painter, self._theme, self._seen, self._detailed = painter, theme, seen, detailed

    def draw_ways(self, layout: GraphLayout, view: GraphView, hovered: int | None) -> None:
        """Draw all edges, without numbers."""
        theme, shown = self._theme, self._in_sight(layout)
        now, near = _edges_of_this_step(layout, view), _edges_near(layout, hovered)
        on_path = np.zeros(len(shown), bool)
        on_path[list(view.paths)] = True
        plain = shown & ~now & ~near & ~on_path
        smooth = self._detailed and int(plain.sum()) <= MOST_SMOOTH
        self._stroke(layout, plain & ~view.reached, theme.ctl, 1.5, smooth)
        self._stroke(layout, plain & view.reached, theme.train_curve, 1.75, smooth)
        self._stroke(layout, shown & near & ~now, theme.ink2, 2.0, smooth=True)
        self._stroke(layout, shown & on_path & ~now, theme.accent, 2.5, smooth=True)
        self._stroke(layout, shown & now, theme.accent, 3.0, smooth=True)
        if self._detailed:
            self._draw_arrows(layout, np.flatnonzero(shown & now)[:1], is_backward=view.is_backward)

    def _in_sight(self, layout: GraphLayout) -> Marks:
        start_x, start_y, _, end_x, end_y = layout.corners
        seen = self._seen
        across = (end_x >= seen.left() - 20) & (start_x <= seen.right() + 20)
        low, high = np.minimum(start_y, end_y), np.maximum(start_y, end_y)
        return across & (high >= seen.top() - 20) & (low <= seen.bottom() + 20)

    def _corners_in_sight(self, layout: GraphLayout, edges: Places) -> Array:
        """Return the corners of some edges, clipped to the visible part with a margin, each route once.

        A column of a large graph is many screens high, and what lies beyond costs as much to draw.
        """
        seen, beyond = self._seen, 3 * CORNER
        corners = np.stack([corner[edges] for corner in layout.corners], 1)
        corners[:, [1, 4]] = np.clip(corners[:, [1, 4]], seen.top() - beyond, seen.bottom() + beyond)
        corners[:, 0] = np.maximum(corners[:, 0], np.minimum(seen.left() - beyond, corners[:, 2]))
        return np.unique(corners, axis=0)

    def _stroke(self, layout: GraphLayout, which: Marks, ink: str, width: float, smooth: bool) -> None:
        edges = np.flatnonzero(which)
        if not len(edges):
            return
        corners = self._corners_in_sight(layout, edges)
        pen = QPen(QColor(ink), width if smooth else 1.0)
        pen.setCosmetic(not smooth)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        # The cost of a smooth path grows faster than its length.
        size = SMOOTH_AT_ONCE if smooth else len(corners)
        for start in range(0, len(corners), size):
            x, y, joined = _ways(corners[start : start + size], rounded=smooth)
            self._painter.drawPath(arrayToQPath(x, y, joined, finiteCheck=False))

    def _draw_arrows(self, layout: GraphLayout, edges: Places, *, is_backward: bool) -> None:
        start_x, start_y, _, end_x, end_y = layout.corners
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(QColor(self._theme.accent), 3.0))
        for edge in edges.tolist():
            if is_backward:
                tip, way = QPointF(start_x[edge], start_y[edge]), 1.0
            else:
                tip, way = QPointF(end_x[edge] - CIRCLE / 2, end_y[edge]), -1.0
            for rise in (-6.0, 6.0):
                self._painter.drawLine(tip, tip + QPointF(way * 8.0, rise))

    def draw_numbers(self, layout: GraphLayout, view: GraphView, hovered: int | None) -> None:
        """Write the local derivatives where there is room, and those of this step and below the pointer."""
        if view.local is None or not self._detailed:
            return
        now = _edges_of_this_step(layout, view)
        few = (np.diff(layout.first_edge)[layout.edges[:, 0]] <= MOST_LABELLED) & ~layout.crowded
        x, y = _label_places(layout)
        seen = self._seen.adjusted(-40, -20, 40, 20)
        inside = (x >= seen.left()) & (x <= seen.right()) & (y >= seen.top()) & (y <= seen.bottom())
        # The number of this step last, so that it is on top.
        edges = np.flatnonzero(inside & (few | now | _edges_near(layout, hovered)))
        for edge in sorted(edges.tolist(), key=lambda edge: bool(now[edge])):
            node = int(layout.edges[edge, 0])
            local = view.local(Step(node, edge - int(layout.first_edge[node])))
            if local is not None:
                place = QPointF(x[edge], y[edge])
                self._draw_number(number_text(local, 3), place, is_now=bool(now[edge]))

    def _draw_number(self, text: str, middle: QPointF, *, is_now: bool) -> None:
        painter, theme, face = self._painter, self._theme, font("graph_gradient")
        painter.setFont(face)
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        place = QRectF(middle.x() - width / 2, middle.y() - 9, width, 18)
        draw_box(painter, place, 4.0, theme.accent if is_now else theme.bg)
        ink = theme.on_accent if is_now else theme.ink2
        draw_text(painter, place, text, face, ink, Qt.AlignmentFlag.AlignHCenter)


def _edges_of_this_step(layout: GraphLayout, view: GraphView) -> Marks:
    found = np.zeros(len(layout.edges), bool)
    if view.now is not None:
        node, operand = view.now
        first, last = layout.first_edge[node], layout.first_edge[node + 1]
        found[first:last] = operand is None
        if operand is not None:
            found[first + operand] = True
    return found


def _edges_near(layout: GraphLayout, hovered: int | None) -> Marks:
    """Return which edges begin or end at a node."""
    found: Marks = (layout.edges == (-1 if hovered is None else hovered)).any(1)
    return found


def _label_places(layout: GraphLayout) -> tuple[Array, Array]:
    """Return where the local derivatives stand: in the middle of the way up or down."""
    _, start_y, track_x, end_x, end_y = layout.corners
    rise = end_y - start_y
    # Without room beside the circle: above it, or below where the edge comes from there.
    is_short = np.abs(rise) < CIRCLE * 1.5
    beside = end_y + np.where(rise < -1.0, 1.0, -1.0) * (CIRCLE / 2 + 11)
    return np.where(is_short, end_x, track_x), np.where(is_short, beside, (start_y + end_y) / 2)


def _ways(corners: Array, *, rounded: bool) -> tuple[Array, Array, NDArray[np.int32]]:
    """Return the points of some edges one after the other, and which of them are joined to the next."""
    start_x, start_y, track_x, end_x, end_y = corners.T
    rise = end_y - start_y
    if not rounded:
        x = np.stack([start_x, track_x, track_x, end_x], 1)
        y = np.stack([start_y, start_y, end_y, end_y], 1)
    else:
        way = np.sign(rise)
        first = np.clip(np.minimum(np.abs(rise) / 2, track_x - start_x), 0.0, CORNER)
        second = np.clip(np.minimum(np.abs(rise) / 2, end_x - track_x), 0.0, CORNER)
        # A quarter of a circle in three points: half way round it is 0.29 of the corner from both sides.
        bends = [track_x - first, track_x - 0.29 * first, track_x]
        falls = [start_y, start_y + 0.29 * way * first, start_y + way * first]
        leaves = [track_x, track_x + 0.29 * second, track_x + second]
        lands = [end_y - way * second, end_y - 0.29 * way * second, end_y]
        x = np.stack([start_x, *bends, *leaves, end_x], 1)
        y = np.stack([start_y, *falls, *lands, end_y], 1)
    joined = np.ones(x.shape, np.int32)
    joined[:, -1] = 0
    return x.ravel(), y.ravel(), joined.ravel()
