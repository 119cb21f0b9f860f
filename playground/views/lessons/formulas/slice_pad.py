"""A curve with its tangent, and a point that is moved along it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.lessons.slopes import Slice
from playground.style.theme import color, font
from playground.style.words import number_text
from playground.views.kit.chart.axes import BOTTOM, LEFT, draw_axes
from playground.views.kit.chart.curve import pieces_between_gaps
from playground.views.kit.chart.viewport import Box, Viewport
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.themed import Control

MARGIN, PADDING, ROOM = 16.0, 0.08, 1e-9
STEPS = 200
"""Keys move the point by a part of the width: so many make the whole."""
POINT, RING = 6.0, 5.0
GUESS, GUESS_OPACITY, YOUR_GUESS = 11.0, 0.45, "Your guess"


class SlicePad(Control, QWidget):
    """Pressing and dragging move the point; Left and Right do so, with Shift ten times as far.

    Signals
    -------
    place_wanted
        Where along the axis the point is wanted.
    """

    place_wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cut: Slice | None = None
        self._place, self._height = 0.0, math.nan
        self._shows_curve = self._has_parabola = self._is_open = False
        self._names = ("", "")
        self._guess: tuple[float, float] | None = None
        self.viewport = Viewport(self, bounded=True)
        self.viewport.changed.connect(self.update)
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.describe(
            "Curve with a point",
            "Drag the point, or move it with Left and Right, ten times as far with Shift",
        )

    @property
    def place(self) -> float:
        """Where the point is."""
        return self._place

    @property
    def is_open(self) -> bool:
        """Whether the point can be moved."""
        return self._is_open

    def set_slice(
        self, cut: Slice | None, names: tuple[str, str], step: float, *, has_parabola: bool
    ) -> None:
        """Show another curve, or none yet.

        Parameters
        ----------
        names
            Of the axes.
        step
            How far the point will move: there is room for what the tangent says of it.
        """
        self._cut, self._names, self._has_parabola = cut, names, has_parabola
        if cut is not None:
            low, high = _reach(cut, cut.start + step)
            room = PADDING * (high - low)
            box = Box(cut.low, cut.high, low - room, high + room)
            self.viewport.set_base(box, box.width / 20.0, box.width, keep=False)
        self.update()

    def set_point(self, cut: Slice, place: float, *, shows_curve: bool, is_open: bool) -> None:
        """Show the point somewhere else, or the tangent; without the curve only the tangent is there."""
        self._cut, self._place, self._height = cut, place, cut.height(place)
        self._shows_curve, self._is_open = shows_curve, is_open
        self.setCursor(Qt.CursorShape.SizeHorCursor if is_open else Qt.CursorShape.ArrowCursor)
        name, height = self._names
        said = number_text(self._height) if shows_curve else "hidden"
        self.setAccessibleDescription(f"{name} is {number_text(place)}, {height} is {said}")
        self.update()

    def set_guess(self, guess: tuple[float, float] | None) -> None:
        """Show where somebody expected the point; None for nowhere."""
        if guess != self._guess:
            self._guess = guess
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 320)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect().adjusted(2, 2, -2, -2), 6.0

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        frame = QRectF(self.rect()).adjusted(LEFT + MARGIN, MARGIN, -MARGIN, -BOTTOM - 6)
        self.viewport.set_frame(frame)

    # Moving the point.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._want(self.viewport.data_at(event.position())[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._want(self.viewport.data_at(event.position())[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sign = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}.get(Qt.Key(event.key()))
        cut = self._cut
        if sign is None or cut is None:
            super().keyPressEvent(event)
            return
        factor = 10.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        self._want(self._place + sign * factor * (cut.high - cut.low) / STEPS)

    def _want(self, place: float) -> None:
        if self._is_open and self._cut is not None:
            self.place_wanted.emit(min(max(place, self._cut.low), self._cut.high))

    # The picture.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, cut = QPainter(self), self.theme, self._cut
        frame = self.viewport.frame
        draw_box(painter, frame.adjusted(-1, -1, 1, 1), 4.0, theme.bg, theme.line)
        if cut is None:
            draw_text(
                painter, frame, "Being measured…", font("body"), theme.ink3, Qt.AlignmentFlag.AlignHCenter
            )
            return
        draw_axes(painter, self.viewport, self._names, theme)
        painter.save()
        painter.setClipRect(frame)
        if self._shows_curve:
            self._draw(painter, cut.places, cut.heights, QPen(QColor(theme.ink2), 2.0))
        if self._has_parabola and self._shows_curve:
            heights = np.array([cut.parabola(place) for place in cut.places.tolist()])
            self._draw(painter, cut.places, heights, QPen(QColor(theme.ok), 2.0, Qt.PenStyle.DashLine))
        ends = np.array([cut.low, cut.high])
        tangent = np.array([cut.tangent(place) for place in ends.tolist()])
        self._draw(painter, ends, tangent, QPen(QColor(theme.accent), 2.0))
        painter.restore()
        painter.save()
        painter.setClipRect(frame)
        self._paint_guess(painter)
        self._paint_step(painter, cut)
        painter.restore()
        self._paint_legend(painter)

    def _draw(self, painter: QPainter, x: NDArray[np.float64], y: NDArray[np.float64], pen: QPen) -> None:
        painter.setPen(pen)
        for piece in pieces_between_gaps(y):
            points = self.viewport.positions(np.column_stack([x[piece], y[piece]]))
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in points.tolist()]))

    def _paint_guess(self, painter: QPainter) -> None:
        """Draw a broad ring where the point was expected, with its name; at the edge if it lies beyond."""
        if self._guess is None or not self._shows_curve:
            return
        theme, frame, place = self.theme, self.viewport.frame, self.viewport.position(*self._guess)
        y = min(max(place.y(), frame.top() + GUESS), frame.bottom() - GUESS)
        painter.setPen(QPen(color(theme.accent, GUESS_OPACITY), 6.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(place.x(), y), GUESS, GUESS)
        width = text_width(YOUR_GUESS, font("caption")) + 4.0
        has_room = place.x() + GUESS + 8 + width < frame.right()
        left = place.x() + (GUESS + 8 if has_room else -GUESS - 8 - width)
        box = QRectF(left, y - 9, width, 18)
        draw_box(painter, box.adjusted(-4, 0, 2, 0), 4.0, theme.bg)
        draw_text(painter, box, YOUR_GUESS, font("caption"), theme.accent_text)

    def _paint_step(self, painter: QPainter, cut: Slice) -> None:
        """Draw where the tangent touches, where the point is, and what lies between tangent and curve."""
        theme, at = self.theme, self.viewport.position
        touch = at(cut.start, cut.start_height)
        height = self._height
        guess = at(self._place, cut.tangent(self._place))
        if self._place != cut.start:
            painter.setPen(QPen(QColor(theme.ink3), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(touch, QPointF(guess.x(), touch.y()))
            painter.drawLine(QPointF(guess.x(), touch.y()), guess)
            if self._shows_curve and np.isfinite(height):
                painter.setPen(QPen(QColor(theme.danger), 3.0))
                painter.drawLine(guess, at(self._place, height))
        painter.setPen(QPen(QColor(theme.accent), 2.0))
        painter.setBrush(QColor(theme.surface))
        painter.drawEllipse(touch, RING, RING)
        if self._place != cut.start or self._shows_curve:
            place = at(
                self._place, height if self._shows_curve and np.isfinite(height) else cut.tangent(self._place)
            )
            painter.setPen(QPen(QColor(theme.surface), 1.5))
            painter.setBrush(QColor(theme.ink))
            painter.drawEllipse(place, POINT, POINT)

    def _paint_legend(self, painter: QPainter) -> None:
        """Name the lines in a corner that the curve leaves free."""
        theme, frame = self.theme, self.viewport.frame
        lines = [("Tangent", theme.accent, Qt.PenStyle.SolidLine)]
        if self._shows_curve:
            lines.insert(0, (self._names[1], theme.ink2, Qt.PenStyle.SolidLine))
            if self._place != self._place_of_tangent:
                lines.append(("What the tangent misses", theme.danger, Qt.PenStyle.SolidLine))
        if self._has_parabola and self._shows_curve:
            lines.append(("Parabola", theme.ok, Qt.PenStyle.DashLine))
        width = max(text_width(name, font("tick")) for name, *_ in lines) + 36.0
        left = self._legend_left(width)
        box = QRectF(left, frame.top() + 8, width, 8 + 16.0 * len(lines))
        draw_box(painter, box, 4.0, theme.surface, theme.line)
        for number, (name, ink, style) in enumerate(lines):
            y = box.top() + 12 + 16.0 * number
            painter.setPen(QPen(QColor(ink), 2.0, style))
            painter.drawLine(QPointF(left + 8, y), QPointF(left + 24, y))
            draw_text(painter, QRectF(left + 30, y - 8, width, 16), name, font("tick"), theme.ink2)

    @property
    def _place_of_tangent(self) -> float:
        return self._place if self._cut is None else self._cut.start

    def _legend_left(self, width: float) -> float:
        """Return where the legend covers least of the curve: at the right, in the middle, or at the left."""
        frame, cut = self.viewport.frame, self._cut
        places = (frame.right() - width - 8, frame.center().x() - width / 2, frame.left() + 8)
        if cut is None:
            return places[0]
        points = self.viewport.positions(np.column_stack([cut.places, cut.heights]))

        def covered(left: float) -> int:
            inside = (points[:, 0] > left) & (points[:, 0] < left + width) & (points[:, 1] < frame.top() + 90)
            return int(inside.sum())

        return min(places, key=covered)


def _reach(cut: Slice, place: float) -> tuple[float, float]:
    """Return the lowest and the highest number of the picture, with the tangent at a place."""
    known = [*cut.heights[np.isfinite(cut.heights)].tolist(), cut.start_height, cut.tangent(place)]
    low, high = min(known), max(known)
    return low, high if high > low else low + max(abs(low), 1.0) * 0.1 + ROOM
