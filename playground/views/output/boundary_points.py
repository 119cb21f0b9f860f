"""The samples on the boundary plot, and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.style.theme import Theme, color
from playground.views.data.thumbnails import point_colors
from playground.views.kit.drawing import mix
from playground.views.output.point_glyphs import glyph, uses_shapes

TRAIN_RADIUS, TEST_RADIUS = 3.9, 3.6
MISTAKE_GAP = 3.6
# More marks hide each other and take longer to draw than a frame lasts.
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
        """Return where a row of the data set stands."""
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
    """Return how many training and test samples are drawn, in proportion where there are too many."""
    if len(points) <= MOST_MARKS:
        return len(points.train), len(points.test)
    train = max(1, round(MOST_MARKS * len(points.train) / len(points)))
    return train, MOST_MARKS - train


def draw_points(painter: QPainter, train: Part, test: Part | None, n_classes: int, theme: Theme) -> None:
    """Draw training samples filled, test samples as rings."""
    shapes = uses_shapes(n_classes)
    painter.setPen(QPen(QColor(theme.mark_outline), 1.25))
    for at, label, mark in _marks(train, theme):
        painter.setBrush(QColor(mark))
        _draw_mark(painter, at, label if shapes else 0, train.radius)
    if test is None:
        return
    painter.setBrush(color("#101317", 0.45) if theme.is_dark else color("#FFFFFF", 0.85))
    for at, label, mark in _marks(test, theme):
        ring = mix(mark, "#FFFFFF", 0.38) if theme.is_dark else mark
        painter.setPen(QPen(QColor(ring), 1.8))
        _draw_mark(painter, at, label if shapes else 0, test.radius)


def draw_rings(painter: QPainter, part: Part, wrong: NDArray[np.bool_], theme: Theme) -> None:
    """Ring the samples of a part that are classified wrongly."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.ink), 1.75))
    reach = part.radius + MISTAKE_GAP
    for x, y in part.places[wrong[part.shown]].tolist():
        painter.drawEllipse(QPointF(x, y), reach, reach)


def _marks(part: Part, theme: Theme) -> list[tuple[QPointF, int, str]]:
    if not len(part.shown):
        return []
    y = part.y
    labels = y[part.shown].tolist() if y.dtype.kind in "iu" else [0] * len(part.shown)
    # Colours of numbers depend on the range of all of them, not of those that are drawn.
    colors = point_colors(y, theme) if y.dtype.kind not in "iu" else point_colors(y[part.shown], theme)
    if len(colors) != len(part.shown):
        colors = [colors[index] for index in part.shown.tolist()]
    return [
        (QPointF(px, py), label, mark)
        for (px, py), label, mark in zip(part.places.tolist(), labels, colors, strict=True)
    ]


def _draw_mark(painter: QPainter, at: QPointF, label: int, radius: float) -> None:
    if label == 0:
        painter.drawEllipse(at, radius, radius)
    else:
        painter.drawPath(glyph(label, radius).translated(at))
