"""The animation from one drawing of a graph to another: cards slide out of their groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QPointF, QVariantAnimation

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.placing.layout import GraphLayout
from playground.views.kit import motion

MILLISECONDS = 280


class Morph(QObject):
    """Slides cards and the part of the graph in sight; `on_change` is called for every picture.

    Attributes
    ----------
    share
        Progress, from 0 to 1.
    """

    def __init__(self, on_change: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(MILLISECONDS)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.valueChanged.connect(self._on_value_changed)
        self.share = 1.0
        self._x = self._y = np.zeros(0)
        self._zoom, self._origin = 1.0, QPointF()

    def start(
        self, before: BlockGraph, old: GraphLayout, after: BlockGraph, zoom: float, origin: QPointF
    ) -> None:
        """Start from a layout, a zoom and an origin; without animation, go to the end at once."""
        if motion.is_motion_reduced():
            return
        places = [_place_before(before, after, index) for index in range(len(after.nodes))]
        self._x, self._y = old.x[places], old.y[places]
        self._zoom, self._origin = zoom, QPointF(origin)
        self.share = 0.0
        self._animation.start()

    def stop(self) -> None:
        """Go to the end at once."""
        self._animation.stop()
        self.share = 1.0

    def layout(self, end: GraphLayout) -> GraphLayout:
        """Return the current layout on the way to another one."""
        if self.share >= 1.0:
            return end
        return end.moved(self._x + (end.x - self._x) * self.share, self._y + (end.y - self._y) * self.share)

    def look(self, zoom: float, origin: QPointF) -> tuple[float, QPointF]:
        """Return the current zoom and origin on the way to others."""
        if self.share >= 1.0:
            return zoom, origin
        # Zooming by a constant factor per frame looks smooth.
        now = self._zoom * (zoom / self._zoom) ** self.share
        return now, self._origin + (origin - self._origin) * self.share

    def _on_value_changed(self, share: float) -> None:
        self.share = float(share)
        self._on_change()


def _place_before(before: BlockGraph, after: BlockGraph, index: int) -> int:
    """Return which block of the drawing before shows what a block of the new one shows, or holds it."""
    scalar = after.nodes[index].outputs[0]
    place = int(before.block_of[scalar])
    if place >= 0:
        return place
    users = before.scalars.uses[scalar]
    return max((int(before.block_of[user]) for user in users), default=before.output)
