"""Which part of a graph to show: all of it, a node at reading size, or what has just been opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.models.graph.placing.layout import MARGIN, GraphLayout
from playground.views.graph.picture.reading import READABLE_ZOOM, is_readable

LEAST_ZOOM = 0.01
READING_ZOOM = 0.8
"""Where not all of a graph can be read at once, it opens at this size."""


@dataclass(frozen=True)
class Sight:
    """A zoom, and where the upper left corner of the layout is then on the canvas."""

    zoom: float
    origin: QPointF

    def place(self, x: float, y: float) -> QPointF:
        """Return where a point of the layout is on the canvas."""
        return self.origin + QPointF(x, y) * self.zoom

    def box(self, rect: QRectF) -> QRectF:
        """Return where a rectangle of the layout is on the canvas."""
        return QRectF(self.place(rect.left(), rect.top()), rect.size() * self.zoom)

    def seen(self, size: QSizeF) -> QRectF:
        """Return the part of the layout that is on a canvas of a size."""
        corner = self.origin * (-1.0 / self.zoom)
        return QRectF(corner.x(), corner.y(), size.width() / self.zoom, size.height() / self.zoom)

    def moved(self, by: QPointF) -> Sight:
        """Return the sight after the graph was moved by some pixels."""
        return Sight(self.zoom, self.origin + by)

    def zoomed(self, zoom: float, at: QPointF) -> Sight:
        """Return the sight at another zoom, with a place of the canvas where it is."""
        return Sight(zoom, at + (self.origin - at) * (zoom / self.zoom))


def whole(layout: GraphLayout, size: QSizeF, most: float = 1.0) -> Sight:
    """Return the sight of the whole graph, at a zoom of `most` at most."""
    zoom = max(min(most, size.width() / layout.width, size.height() / layout.height), LEAST_ZOOM)
    corner = QPointF((size.width() - zoom * layout.width) / 2, (size.height() - zoom * layout.height) / 2)
    return Sight(zoom, corner)


def first_sight(layout: GraphLayout, size: QSizeF, node: int, most: float = 1.0) -> Sight:
    """Return the whole graph where it can be read, else a node at reading size with what leads to it.

    Parameters
    ----------
    node
        Where reading begins: the output.
    most
        The largest zoom.
    """
    found = whole(layout, size, most)
    if is_readable(found.zoom):
        return found
    width, height = size.width() / READING_ZOOM, size.height() / READING_ZOOM
    card = card_of(layout, node)
    # As much as fits, with the node near the right edge.
    left = card.right() + MARGIN - width
    top = card.center().y() - height / 2
    left = (layout.width - width) / 2 if layout.width < width else min(max(left, 0.0), layout.width - width)
    top = (
        (layout.height - height) / 2 if layout.height < height else min(max(top, 0.0), layout.height - height)
    )
    return Sight(READING_ZOOM, QPointF(-left, -top) * READING_ZOOM)


def opened_sight(layout: GraphLayout, size: QSizeF, now: Sight, anchor: int, opened: Sequence[int]) -> Sight:
    """Return the sight after some nodes came out of one.

    Nothing moves if they are in sight. Else the graph moves, and is drawn smaller if that is not enough, but
    never too small to be read and never so far that the anchor is out of sight.
    """
    room = QRectF(QPointF(0.0, 0.0), size).adjusted(8.0, 8.0, -8.0, -8.0)
    box = card_of(layout, anchor)
    for node in opened:
        box = box.united(card_of(layout, node))
    needed = min(room.width() / box.width(), room.height() / box.height())
    if needed < now.zoom:
        zoom = max(needed, min(READABLE_ZOOM, now.zoom))
        now = now.zoomed(zoom, now.box(card_of(layout, anchor)).center())
    now = now.moved(_way_inside(now.box(box), room))
    return now.moved(_way_inside(now.box(card_of(layout, anchor)), room))


def card_of(layout: GraphLayout, node: int) -> QRectF:
    """Return the card of a node with its circle, in pixels of the layout."""
    width, height = float(layout.widths[node]), float(layout.heights[node])
    left = float(layout.x[node]) - width / 2
    if layout.circled[node]:
        circle = float(layout.circle_x[node]) - 16.0
        left, width = circle, width + left - circle
    return QRectF(left, float(layout.y[node]) - height / 2, width, height)


def _way_inside(box: QRectF, room: QRectF) -> QPointF:
    """Return how to move a box into a room; one that is too large is put in the middle."""

    def shift(low: float, high: float, least: float, most: float) -> float:
        if high - low > most - least:
            return (least + most) / 2 - (low + high) / 2
        return max(least - low, 0.0) or min(most - high, 0.0)

    return QPointF(
        shift(box.left(), box.right(), room.left(), room.right()),
        shift(box.top(), box.bottom(), room.top(), room.bottom()),
    )


def free_corner(
    layout: GraphLayout, now: Sight, canvas: QRectF, size: QSizeF, gap: float, taken: Sequence[QRectF] = ()
) -> QPointF | None:
    """Return where a small picture covers no card: a corner of the canvas, the lower right one first.

    Parameters
    ----------
    taken
        What else it must not cover.
    """
    seen = now.seen(canvas.size())
    near = np.flatnonzero(
        (np.abs(layout.x - seen.center().x()) < (layout.widths + seen.width()) / 2)
        & (np.abs(layout.y - seen.center().y()) < (layout.heights + seen.height()) / 2)
    )
    cards = [*taken, *(now.box(card_of(layout, node)) for node in near.tolist())]
    right, bottom = canvas.right() - size.width() - gap, canvas.bottom() - size.height() - gap
    corners = (right, bottom), (gap, bottom), (right, gap), (gap, gap)
    for x, y in corners:
        place = QRectF(QPointF(x, y), size)
        if not any(place.intersects(card) for card in cards):
            return place.topLeft()
    return None
