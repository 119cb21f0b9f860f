"""Draws the links of a computation graph: curves between neurons, orthogonal ways between scalars."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.models.graph.placing.edge_tracks import CIRCLE
from playground.models.graph.placing.layout import GraphLayout
from playground.style.theme import Theme, color
from playground.views.graph.picture.graph_view import GraphView, Marks
from playground.views.graph.picture.link_looks import LinkLooks, opacity_of, width_of
from playground.views.graph.picture.way_shapes import CORNER, arrival, bent, curve

Array = NDArray[np.float64]
Places = NDArray[np.intp]

MOST_SMOOTH = 400
"""More edges than these are drawn without smoothing."""
SMOOTH_AT_ONCE = 8
STEP_WIDTH, HALO_WIDTH = 3.0, 7.0
BEYOND = 20.0
"""How far from the visible part a link is drawn, for its width."""


class EdgePainter:
    """Draws the visible links, highlighted ones on top.

    Parameters
    ----------
    seen
        The visible part, in pixels of the layout.
    detailed
        Whether cards are legible; otherwise thin lines.
    """

    def __init__(self, painter: QPainter, theme: Theme, seen: QRectF, *, detailed: bool) -> None:
        self._painter, self._theme, self._seen, self._detailed = painter, theme, seen, detailed

    def draw(self, layout: GraphLayout, view: GraphView, looks: LinkLooks, near: Marks) -> None:
        """Draw all links.

        Parameters
        ----------
        near
            What is pointed at: a link, or those of a card.
        """
        theme, now = self._theme, edges_of_this_step(layout, view)
        on_path = np.zeros(len(layout.edges), bool)
        on_path[list(view.paths)] = True
        plain = ~now & ~on_path
        if layout.is_curved:
            lit = near | on_path
            self._draw_curves(layout, view, looks, plain, lit)
        else:
            plain &= ~near
            smooth = self._detailed and len(self._pieces_of(layout, plain)) <= MOST_SMOOTH
            self._stroke(layout, plain & ~view.reached, theme.ctl, 1.5, smooth)
            self._stroke(layout, plain & view.reached, theme.train_curve, 1.75, smooth)
            self._stroke(layout, near & ~now, theme.ink2, 2.0, smooth=True)
        self._stroke(layout, on_path & ~now, theme.accent, 2.5, smooth=True)
        if layout.is_curved:
            self._stroke(layout, now, theme.bg, HALO_WIDTH, smooth=True)
        self._stroke(layout, now, theme.accent, STEP_WIDTH, smooth=True)
        if self._detailed:
            self._draw_arrows(layout, np.flatnonzero(now), is_backward=view.is_backward)

    def _draw_curves(
        self, layout: GraphLayout, view: GraphView, looks: LinkLooks, which: Marks, lit: Marks
    ) -> None:
        """Draw links in the colour of their sign, weak ones first; those without a size are grey."""
        theme, painter = self._theme, self._painter
        grey = which & (looks.is_drawn | lit) & (looks.shades < 0)
        self._stroke(layout, grey & ~view.reached, theme.ctl, 1.0, smooth=True)
        self._stroke(layout, grey & view.reached, theme.train_curve, 1.75, smooth=True)
        trunks = {
            piece for edge in np.flatnonzero(which).tolist() for piece in layout.lanes.pieces_of(edge)[:-1]
        }
        self._stroke_pieces(layout, np.array(sorted(trunks), np.intp), theme.ctl, 1.5, smooth=True)
        touched = lit if lit.any() else self._of_the_cards(layout, view)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edges = np.flatnonzero(which & (looks.is_drawn | lit) & (looks.shades >= 0))
        inside = set(pieces_in_sight(layout, edges, self._seen, BEYOND).tolist())
        fades = bool(touched.any()) and (view.fades or bool(lit.any()))
        for edge in edges[np.argsort(looks.shades[edges], kind="stable")].tolist():
            if edge in inside:
                is_faded = fades and not bool(touched[edge])
                ink = theme.positive if looks.is_positive[edge] else theme.negative
                painter.setPen(_pen(ink, int(looks.shades[edge]), is_faded))
                painter.drawPath(curve(layout, edge))

    def _of_the_cards(self, layout: GraphLayout, view: GraphView) -> Marks:
        """Return which links touch the cards of this step."""
        if view.now is None:
            return np.zeros(len(layout.edges), bool)
        node, operand = view.now
        cards = [node] if operand is None else [node, layout.edges[layout.first_edge[node] + operand, 1]]
        return np.asarray(np.isin(layout.edges, cards).any(1), bool)

    def _pieces_of(self, layout: GraphLayout, which: Marks) -> Places:
        """Return the pieces of some edges that are in sight, each once."""
        edges = np.flatnonzero(which)
        first, after = layout.lanes.trunks[edges].T
        used = np.zeros(len(layout.lanes.pieces) + 1, np.intp)
        np.add.at(used, first, 1)
        np.add.at(used, after, -1)
        pieces = np.cumsum(used)[:-1] > 0
        pieces[edges] = True
        return pieces_in_sight(layout, np.flatnonzero(pieces), self._seen, BEYOND)

    def _stroke(self, layout: GraphLayout, which: Marks, ink: str, width: float, smooth: bool) -> None:
        if which.any():
            self._stroke_pieces(layout, self._pieces_of(layout, which), ink, width, smooth)

    def _stroke_pieces(
        self, layout: GraphLayout, pieces: Places, ink: str, width: float, smooth: bool
    ) -> None:
        if not len(pieces):
            return
        pen = QPen(QColor(ink), width if smooth else 1.0)
        pen.setCosmetic(not smooth)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        if layout.is_curved:
            for piece in pieces.tolist():
                self._painter.drawPath(curve(layout, piece))
            return
        corners = self._clipped(layout, pieces)
        # The cost of a smooth path grows faster than its length.
        size = SMOOTH_AT_ONCE if smooth else len(corners)
        for start in range(0, len(corners), size):
            x, y, joined = bent(corners[start : start + size], rounded=smooth)
            self._painter.drawPath(arrayToQPath(x, y, joined, finiteCheck=False))

    def _clipped(self, layout: GraphLayout, pieces: Places) -> Array:
        """Return the corners of some pieces, clipped to the visible part with a margin, each way once.

        A column of a large graph is many screens high, and what lies beyond costs as much to draw.
        """
        seen, beyond = self._seen, 3 * CORNER
        corners = np.stack([corner[pieces] for corner in layout.corners], 1)
        corners[:, [1, 4]] = np.clip(corners[:, [1, 4]], seen.top() - beyond, seen.bottom() + beyond)
        corners[:, 0] = np.maximum(corners[:, 0], np.minimum(seen.left() - beyond, corners[:, 2]))
        return np.unique(corners, axis=0)

    def _draw_arrows(self, layout: GraphLayout, edges: Places, *, is_backward: bool) -> None:
        _, _, _, end_x, end_y = layout.corners
        if layout.is_curved:
            edges = edges[:1]  # curves into a card all end at one point
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(QColor(self._theme.accent), STEP_WIDTH))
        for edge in edges.tolist():
            if is_backward:
                first = layout.lanes.pieces_of(edge)[0]
                tip, way = QPointF(layout.corners[0][first], layout.corners[1][first]), QPointF(-1.0, 0.0)
            else:
                radius = CIRCLE / 2 if layout.circled[layout.edges[edge, 0]] else 0.0
                if layout.is_curved:
                    tip, way = QPointF(end_x[edge] - radius, end_y[edge]), QPointF(1.0, 0.0)
                else:
                    tip, way = arrival(layout, edge, radius)
            across = QPointF(-way.y(), way.x())
            for rise in (-6.0, 6.0):
                self._painter.drawLine(tip, tip - way * 8.0 + across * rise)


@lru_cache(maxsize=256)
def _pen(ink: str, shade: int, is_faded: bool) -> QPen:
    return QPen(color(ink, opacity_of(shade, is_faded=is_faded)), width_of(shade))


def pieces_in_sight(layout: GraphLayout, pieces: Places, seen: QRectF, beyond: float = 0.0) -> Places:
    """Return those of some pieces that are in the visible part, or so near to it."""
    start_x, start_y, _, end_x, end_y = (corner[pieces] for corner in layout.corners)
    across = (end_x >= seen.left() - beyond) & (start_x <= seen.right() + beyond)
    low, high = np.minimum(start_y, end_y), np.maximum(start_y, end_y)
    found: Places = pieces[across & (high >= seen.top() - beyond) & (low <= seen.bottom() + beyond)]
    return found


def edges_of_this_step(layout: GraphLayout, view: GraphView) -> Marks:
    """Return which edges this step is about."""
    found = np.zeros(len(layout.edges), bool)
    if view.now is not None:
        node, operand = view.now
        first, last = layout.first_edge[node], layout.first_edge[node + 1]
        found[first:last] = operand is None
        if operand is not None:
            found[first + operand] = True
    return found


def edges_near(layout: GraphLayout, node: int | None, link: int | None = None) -> Marks:
    """Return which edges are pointed at: those that begin or end at a node, or one of them."""
    found: Marks = (layout.edges == (-1 if node is None else node)).any(1)
    if link is not None:
        found[link] = True
    return found
