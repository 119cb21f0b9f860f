"""Where the losses of a run, and of the runs beside it, stand on the axis of the time-travel strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from playground.models.picture.timeline import (
    Array,
    Ghost,
    Scale,
    Timeline,
    heights,
    loss_range,
    smoothed,
    thinned,
)

TOP, BOTTOM = 5.0, 28.0
REACH = 8.0


@dataclass(frozen=True, eq=False)
class Line:
    """The losses of a run where they are drawn."""

    xs: Array
    ys: Array

    @staticmethod
    def of(epochs: Array, losses: Array, scale: Scale, range_: tuple[float, float]) -> Line:
        xs, ys = thinned(scale.x_of(epochs), heights(smoothed(epochs, losses), *range_))
        return Line(xs, BOTTOM - (BOTTOM - TOP) * ys)

    def height_at(self, x: float) -> float:
        return float(np.interp(x, self.xs, self.ys)) if len(self.xs) else BOTTOM

    def polygon(self) -> QPolygonF:
        return QPolygonF(list(map(QPointF, self.xs.tolist(), self.ys.tolist())))


class RunLines:
    """The line of a run, and those of its ghosts in their order; cursor and pointer leave them as they are.

    Attributes
    ----------
    scale
        Where epochs stand.
    drawn, ghosts_drawn
        What the lines are painted as.
    """

    def __init__(self, timeline: Timeline, ghosts: Sequence[Ghost], scale: Scale) -> None:
        self.scale = scale
        # All runs are to be seen, so the range is that of all.
        range_ = loss_range(np.concatenate([timeline.losses, *(ghost.losses for ghost in ghosts)]))
        line = Line.of(timeline.epochs, timeline.losses, scale, range_)
        if len(line.xs):  # nothing is known of epoch 0
            line = Line(np.append(scale.left, line.xs), np.append(line.ys[0], line.ys))
        self.run = line
        self.ghosts = tuple(Line.of(ghost.epochs, ghost.losses, scale, range_) for ghost in ghosts)
        self.drawn = line.polygon()
        self.ghosts_drawn = tuple(ghost.polygon() for ghost in self.ghosts)

    def height_at(self, epoch: float) -> float:
        """Return how high the run stands at an epoch."""
        return self.run.height_at(float(self.scale.x_of(epoch)))

    def ghost_at(self, place: QPointF) -> int | None:
        """Return the index of the ghost at a place, or None where the run itself is nearer."""
        x, y = place.x(), place.y()
        for index, line in enumerate(self.ghosts):
            if len(line.xs) and line.xs[0] - 2 <= x <= line.xs[-1] + 2:
                off = abs(line.height_at(x) - y)
                on_main = abs(self.height_at(self.scale.epoch_at(x)) - y)
                if off <= REACH and off < on_main:
                    return index
        return None
