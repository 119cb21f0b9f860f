"""The samples on the boundary plot, and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.rendering.point_colours import mark_colours
from playground.style.theme import Theme
from playground.views.kit.chart.point_glyphs import uses_shapes
from playground.views.kit.chart.stamps import PointStamp, draw_stamps
from playground.views.kit.drawing import mix

TRAIN_RADIUS, TEST_RADIUS = 3.9, 3.6
MISTAKE_GAP = 3.6
# More marks would overlap, and take longer than a frame to draw.
MOST_MARKS = 2000

Places = NDArray[np.float64]


def _no_rows() -> NDArray[np.int64]:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Points:
    """Samples in the units of the plane, shape (n, 2), with classes or targets and rows of the data set."""

    train: NDArray[np.float64]
    train_y: NDArray[np.generic]
    test: NDArray[np.float64]
    test_y: NDArray[np.generic]
    train_rows: NDArray[np.int64] = field(default_factory=_no_rows)
    test_rows: NDArray[np.int64] = field(default_factory=_no_rows)
    n_classes: int = 0

    def __len__(self) -> int:
        return len(self.train) + len(self.test)

    def place_of(self, row: int) -> tuple[float, float] | None:
        """Return the position of a row of the data set."""
        for rows, places in ((self.train_rows, self.train), (self.test_rows, self.test)):
            found = np.flatnonzero(rows == row)
            if len(found):
                return float(places[found[0], 0]), float(places[found[0], 1])
        return None


@dataclass(frozen=True, eq=False)
class Part:
    """The marks of one part: which samples are drawn, and where on the widget."""

    shown: NDArray[np.int64]
    places: Places
    y: NDArray[np.generic]
    radius: float


def thinned(count: int, limit: int) -> NDArray[np.int64]:
    """Return all numbers below `count`, or `limit` of them in even steps."""
    if count <= limit:
        return np.arange(count)
    return (np.arange(limit) * count) // limit


def shown_counts(points: Points) -> tuple[int, int]:
    """Return how many training and test samples are drawn, in proportion if there are too many."""
    if len(points) <= MOST_MARKS:
        return len(points.train), len(points.test)
    train = max(1, round(MOST_MARKS * len(points.train) / len(points)))
    return train, MOST_MARKS - train


def draw_points(painter: QPainter, train: Part, test: Part | None, n_classes: int, theme: Theme) -> None:
    """Draw training samples filled, test samples as rings."""
    shapes = uses_shapes(n_classes)

    def filled(shape: int, colour: str) -> PointStamp:
        return PointStamp(shape, train.radius, colour, theme.mark_outline, 1.25)

    _draw_part(painter, train, filled, shapes, theme)
    if test is None:
        return
    radius = test.radius
    inside, opacity = ("#101317", 0.45) if theme.is_dark else ("#FFFFFF", 0.85)

    def ring(shape: int, colour: str) -> PointStamp:
        line = mix(colour, "#FFFFFF", 0.38) if theme.is_dark else colour
        return PointStamp(shape, radius, inside, line, 1.8, opacity)

    _draw_part(painter, test, ring, shapes, theme)


def _draw_part(
    painter: QPainter, part: Part, stamp: Callable[[int, str], PointStamp], shapes: bool, theme: Theme
) -> None:
    if not len(part.shown):
        return
    # Colours of numbers depend on the range of all of them, not of those that are drawn.
    colours, numbers = mark_colours(part.y, theme)
    numbers = numbers[part.shown]
    labels = part.y[part.shown].astype(np.intp) if shapes else np.zeros(len(numbers), np.intp)
    looks, kinds = np.unique(labels * len(colours) + numbers, return_inverse=True)
    stamps = [stamp(look // len(colours), colours[look % len(colours)]) for look in looks.tolist()]
    draw_stamps(painter, part.places, stamps, kinds)


def draw_rings(painter: QPainter, part: Part, wrong: NDArray[np.bool_], theme: Theme) -> None:
    """Ring the samples of a part that are classified wrongly."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.ink), 1.75))
    reach = part.radius + MISTAKE_GAP
    for x, y in part.places[wrong[part.shown]].tolist():
        painter.drawEllipse(QPointF(x, y), reach, reach)
