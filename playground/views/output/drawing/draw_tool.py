"""Brush, eraser and mover on the boundary plot."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QMouseEvent, QPainter, QPen

from playground.style.theme import color, font
from playground.views.kit.drawing import draw_box
from playground.views.output.boundary_plot import BoundaryPlot
from playground.views.output.boundary_points import TRAIN_RADIUS, Part, draw_points
from playground.views.output.drawing.draw_bar import Tool
from playground.views.output.plot_tool import PlotTool

FLUSH_MS = 40
MOVE_REACH = 12.0
# A brush this small and sparse sets single points exactly at the pointer.
EXACT_RADIUS = 0.1
# Dabs follow each other at half the radius, but small brushes keep a minimum distance.
SMALLEST_STEP = 0.15
_HINT_MARGIN = 12.0

Places = NDArray[np.float64]


class DrawTool(PlotTool):
    """Turns drags into strokes; signals what they add and erase in portions, at most 25 a second.

    Lengths are in brush units, see `set_unit`; positions in the units of the plane.

    Parameters
    ----------
    plot
        Where it is used.
    seed
        Of the brush's random numbers.

    Signals
    -------
    stroke_started, stroke_ended
    points_added
        Places of shape (n, 2), and their class.
    erased
        Centres of circles, shape (n, 2), and their radius in brush units.
    point_moved
        Row of the points, and its place.
    """

    stroke_started = Signal()
    points_added = Signal(object, int)
    erased = Signal(object, float)
    point_moved = Signal(int, float, float)
    stroke_ended = Signal()

    def __init__(self, plot: BoundaryPlot, seed: int = 0) -> None:
        super().__init__(plot)
        self._plot = plot
        self._random = np.random.default_rng(seed)
        self._tool: Tool = "paint"
        self._label, self._radius, self._density = 0, 0.5, 5
        self._unit = (1.0, 1.0)
        self._points: Places = np.zeros((0, 2))
        self._fresh, self._n_classes = (self._points, np.zeros(0, np.int64)), 0
        self._hint = ""
        self._stroke: Tool | None = None
        self._button = Qt.MouseButton.NoButton
        self._pointer: tuple[float, float] | None = None
        self._last = (0.0, 0.0)
        self._held: int | None = None
        self._waiting: list[Places] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FLUSH_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def set_brush(self, tool: Tool, label: int, radius: float, density: int) -> None:
        """Select another tool; a stroke in progress continues with its own."""
        self._flush()  # pending points were made with the previous brush
        self._tool, self._label, self._radius, self._density = tool, label, radius, density
        self._plot.update()

    def set_unit(self, unit: tuple[float, float]) -> None:
        """Set the length of a brush unit, horizontally and vertically, in the units of the plane."""
        self._unit = unit

    def set_points(self, points: Places) -> None:
        """Set the positions of the points that can be moved."""
        self._points = points

    def set_fresh(self, points: Places, labels: NDArray[np.int64], n_classes: int) -> None:
        """Show points that the plot does not show yet, so that the brush has no lag."""
        self._fresh, self._n_classes = (points, labels), n_classes
        self._plot.update()

    def set_hint(self, text: str) -> None:
        """Show a message at the top of the plot; an empty text hides it."""
        self._hint = text
        self._plot.update()

    @property
    def hint(self) -> str:
        """The message at the top of the plot."""
        return self._hint

    def finish(self) -> None:
        """End the current stroke, if there is one."""
        if self._stroke is None:
            return
        self._timer.stop()
        self._flush()
        self._stroke = self._held = None
        self._plot.update()
        self.stroke_ended.emit()

    # The pointer.

    def press(self, x: float, y: float, event: QMouseEvent) -> bool:
        if self._stroke is not None:
            return True
        stroke = self._stroke_of(event.button())
        if stroke is None:
            return False
        self._pointer = self._last = (x, y)
        if stroke == "move":
            self._held = self._nearest(event.position())
            if self._held is None:
                return True
        self._stroke, self._button = stroke, event.button()
        self.stroke_started.emit()
        if stroke != "move":
            self._mark(x, y)
        return True

    def move(self, x: float, y: float, event: QMouseEvent) -> None:
        self._pointer = (x, y)
        if self._stroke == "move":
            self._waiting = [self._within_sight(x, y)]
            self._flush_soon()
        elif self._stroke is not None:
            self._mark_way(x, y)

    def release(self, x: float, y: float, event: QMouseEvent) -> None:
        if event.button() == self._button:
            self.finish()

    def leave(self) -> None:
        self._pointer = None

    def cursor(self) -> QCursor:
        shape = Qt.CursorShape.OpenHandCursor if self._tool == "move" else Qt.CursorShape.CrossCursor
        return QCursor(shape)

    def _stroke_of(self, button: Qt.MouseButton) -> Tool | None:
        if button == Qt.MouseButton.LeftButton:
            return self._tool
        if button == Qt.MouseButton.RightButton and self._tool == "paint":
            return "erase"
        return None

    def _nearest(self, position: QPointF) -> int | None:
        if not len(self._points):
            return None
        ways = self._plot.viewport.positions(self._points) - (position.x(), position.y())
        distances = np.hypot(ways[:, 0], ways[:, 1])
        index = int(distances.argmin())
        return index if distances[index] <= MOVE_REACH else None

    def _within_sight(self, x: float, y: float) -> Places:
        plane, place = self._plot.plane, np.array([[x, y]])
        return place if plane is None else plane.from_unit(np.clip(plane.to_unit(place), 0.0, 1.0))

    # Strokes.

    def _mark_way(self, x: float, y: float) -> None:
        """Place dabs in even steps from the last one towards a position."""
        step = max(self._radius / 2.0, SMALLEST_STEP)
        way = ((x - self._last[0]) / self._unit[0], (y - self._last[1]) / self._unit[1])
        length = math.hypot(*way)
        for number in range(1, int(length / step) + 1):
            share = step * number / length
            self._waiting.append(
                self._dab(
                    self._last[0] + share * way[0] * self._unit[0],
                    self._last[1] + share * way[1] * self._unit[1],
                )
            )
        if length >= step:
            share = step * int(length / step) / length
            self._last = (
                self._last[0] + share * way[0] * self._unit[0],
                self._last[1] + share * way[1] * self._unit[1],
            )
            self._flush_soon()

    def _mark(self, x: float, y: float) -> None:
        self._waiting.append(self._dab(x, y))
        self._flush_soon()

    def _dab(self, x: float, y: float) -> Places:
        """Return the visible points of one dab; for the eraser, its centre."""
        centre = np.array([[x, y]])
        if self._stroke == "erase":
            return centre
        places = centre
        if self._density > 1 or self._radius > EXACT_RADIUS:
            angles = self._random.uniform(0.0, 2.0 * math.pi, self._density)
            # The square root makes the density uniform over the circle.
            reach = self._radius * np.sqrt(self._random.uniform(0.0, 1.0, self._density))
            places = centre + np.stack((reach * np.cos(angles), reach * np.sin(angles)), axis=1) * self._unit
        plane = self._plot.plane
        if plane is None:
            return places
        shares = plane.to_unit(places)
        seen: Places = places[((shares >= 0.0) & (shares <= 1.0)).all(axis=1)]
        return seen

    def _flush_soon(self) -> None:
        """Signal pending changes now, or shortly after the last signal."""
        if not self._timer.isActive():
            self._flush()
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        if self._waiting:
            self._flush()
            self._timer.start()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        places = np.concatenate([*waiting, np.zeros((0, 2))])
        if not len(places):
            return
        if self._stroke == "move" and self._held is not None:
            self.point_moved.emit(self._held, float(places[-1, 0]), float(places[-1, 1]))
        elif self._stroke == "erase":
            self.erased.emit(places, self._radius)
        elif self._stroke == "paint":
            self.points_added.emit(places, self._label)

    # Painting.

    def paint(self, painter: QPainter) -> None:
        tool = self._stroke or self._tool
        if self._pointer is not None and tool != "move":
            self._draw_brush(painter, tool, *self._pointer)
        self._draw_fresh(painter)
        if self._hint:
            self._draw_hint(painter)

    def _draw_fresh(self, painter: QPainter) -> None:
        plot, (points, labels) = self._plot, self._fresh
        if not len(points):
            return
        part = Part(np.arange(len(points)), plot.viewport.positions(points), labels, TRAIN_RADIUS)
        draw_points(painter, part, None, self._n_classes, plot.theme)

    def _draw_brush(self, painter: QPainter, tool: Tool, x: float, y: float) -> None:
        """Draw the circle of the brush or eraser, with a light rim that is visible on any background."""
        theme = self._plot.theme
        centre = self._plot.position(x, y)
        edge = self._plot.position(x + self._radius * self._unit[0], y + self._radius * self._unit[1])
        across, along = abs(edge.x() - centre.x()), abs(edge.y() - centre.y())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color(theme.surface, 0.8), 3.5))
        painter.drawEllipse(centre, across, along)
        if tool == "paint":
            ink = theme.classes[self._label]
            painter.setBrush(color(ink, 0.12))
            painter.setPen(QPen(QColor(ink), 1.75))
        else:
            dashes = QPen(QColor(theme.ink), 1.5, Qt.PenStyle.DashLine)
            painter.setPen(dashes)
        painter.drawEllipse(centre, across, along)

    def _draw_hint(self, painter: QPainter) -> None:
        theme = self._plot.theme
        frame = QRectF(self._plot.picture_rect)
        widest = frame.width() - 2 * _HINT_MARGIN
        painter.setFont(font("caption"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = QRectF(frame.left() + _HINT_MARGIN + 12.0, _HINT_MARGIN + 6.0, widest - 24.0, 64.0)
        text = painter.boundingRect(room, flags, self._hint)
        text.moveCenter(QPointF(frame.center().x(), text.center().y()))
        text.moveTop(room.top())
        painter.setOpacity(0.94)
        draw_box(painter, text.adjusted(-12.0, -6.0, 12.0, 6.0), 8.0, theme.surface, theme.line)
        painter.setOpacity(1.0)
        painter.setPen(QColor(theme.ink))
        painter.drawText(text, flags, self._hint)
