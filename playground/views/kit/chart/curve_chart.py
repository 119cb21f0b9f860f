"""Named curves over a common axis, such as the losses of a run."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import Theme, color, font
from playground.style.words import count_text
from playground.views.kit.chart.apart import apart
from playground.views.kit.chart.count_axis import CountAxis
from playground.views.kit.chart.curve import Array, Band, Curve, Level, index_of, seen_points
from playground.views.kit.chart.read_out import ReadOut
from playground.views.kit.chart.scale import Scale
from playground.views.kit.chart.viewport import Box, Viewport
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.themed import Control

LINE = 16.0
TOP, BOTTOM, GAP = 8.0, 24.0, 6.0
# The width of the labels grows in steps, so that the curves do not jump whenever a number gets longer.
LEAST_ROOM, ROOM_STEP = 34, 8
TICK_HEIGHT = 22.0
MARGIN, LEAST_DECADES = 0.06, 0.1
RAW_OPACITY, DOT = 0.3, 3.5
# Names are cut beyond this share of the width; from the end of a line to its name at the edge.
WIDEST_NAME, LEADER = 0.3, 14.0
# A line so near to the pointer is under it.
REACH = 8.0


class CurveChart(Control, QWidget):
    """Curves that can be zoomed, with a read-out under the pointer.

    The wheel zooms x about the pointer, dragging moves, a double click shows all; the keys + and −, the
    arrows and Home do the same.

    Parameters
    ----------
    unit
        Of x, in the singular: "Epoch".
    empty_text
        Shown while there is no curve.
    x_name
        Written at the end of the x axis.
    names_at_edge
        Whether the names are at the right edge, joined to their lines, instead of at the lines' ends.
    bend
        Where the x axis turns from linear to logarithmic, as on the strip; None for a linear one.

    Signals
    -------
    curve_hovered
        Name of the curve under the pointer, empty for none.
    """

    curve_hovered = Signal(str)

    padding = 0.0
    """Margin between the border of the widget and its contents."""

    def __init__(
        self,
        unit: str,
        empty_text: str = "",
        x_name: str = "",
        parent: QWidget | None = None,
        *,
        names_at_edge: bool = False,
        bend: float | None = None,
    ) -> None:
        super().__init__(parent)
        self._names_at_edge, self._axis = names_at_edge, CountAxis(bend)
        self._unit, self._empty_text, self._x_name = unit, empty_text, x_name
        self._curves: Sequence[Curve] = ()
        self._levels: Sequence[Level] = ()
        self._bands: Sequence[Band] = ()
        self._held: float | None = None
        self._also: Sequence[float] = ()
        self._scale = Scale()
        self._heights: tuple[float, float] | None = None
        self._ticks: list[tuple[float, str]] = []
        self._room = LEAST_ROOM
        self._pointer: QPointF | None = None
        self._hovered = ""
        self._cursor: float | None = None
        self._kept = KeptLayer()
        self.viewport = Viewport(self, horizontal=True, bounded=True)
        self.viewport.changed.connect(self._on_viewport_changed)
        self._read_out = ReadOut(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # What is shown.

    def show_curves(
        self,
        curves: Sequence[Curve],
        levels: Sequence[Level] = (),
        *,
        scale: Scale,
        x_end: float = 1.0,
        also: Sequence[float] = (),
        bands: Sequence[Band] = (),
    ) -> None:
        """Show other curves.

        Parameters
        ----------
        x_end
            The axis reaches at least as far.
        also
            Values to keep visible besides curves and levels.
        """
        if scale != self._scale:
            self._room = LEAST_ROOM
        self._curves = [curve for curve in curves if np.isfinite(curve.y).any()]
        self._levels, self._scale, self._also, self._bands = levels, scale, also, bands
        end = max([x_end, *(float(curve.x[-1]) for curve in self._curves)])
        is_beyond = self.viewport.is_zoomed and self.seen[1] > end + 0.5
        whole = float(self._axis.places(end))
        self.viewport.set_base(
            Box(0.0, whole, 0.0, 1.0), self._axis.narrowest(end), whole, keep=not is_beyond
        )
        self._fit()

    def hold(self, x: float | None) -> None:
        """Draw the cursor at an x while the pointer is elsewhere; None for nowhere."""
        if x != self._held:
            self._held = x
            self.update()

    @property
    def held(self) -> float | None:
        """The position of the cursor while the pointer is elsewhere."""
        return self._held

    @property
    def curves(self) -> Sequence[Curve]:
        """The curves with at least one number."""
        return self._curves

    @property
    def levels(self) -> Sequence[Level]:
        """The lines across."""
        return self._levels

    @property
    def seen(self) -> tuple[float, float]:
        """First and last x on screen."""
        seen = self.viewport.seen
        return self._axis.count_at(seen.left), self._axis.count_at(seen.right)

    @property
    def heights(self) -> tuple[float, float] | None:
        """Lowest and highest value on screen, None if there is nothing to show."""
        return self._heights

    @property
    def read_out(self) -> str:
        """The read-out at the x under the pointer."""
        return self._read_out.text

    def show_all(self) -> None:
        """Show everything, and follow new values."""
        self.viewport.show_all()

    # Geometry.

    def _frame(self) -> QRectF:
        names = [text_width(curve.name, font("tick_strong")) for curve in self._curves if curve.name]
        if self._x_name:  # and half of the last number
            names.append(text_width(self._x_name, font("tick")) + 12)
        right = min(max(names, default=8), round(WIDEST_NAME * self.width())) + GAP
        right += LEADER if self._names_at_edge else 0.0
        frame = QRectF(self.rect()).adjusted(self._room, TOP, -right, -BOTTOM)
        return frame.adjusted(self.padding, self.padding, -self.padding, 0.0)

    def _fit(self) -> None:
        """Choose the range of values and the ticks for the visible part."""
        self._kept.forget()
        self._heights = self._range()
        frame = self._frame()
        self._ticks = []
        if self._heights is not None:
            most = max(2, int(frame.height() / TICK_HEIGHT))
            self._ticks = self._scale.ticks(*self._heights, most)
            widest = max((text_width(text, font("tick")) for _, text in self._ticks), default=0)
            if widest + GAP + 2 > self._room:
                self._room += ROOM_STEP * math.ceil((widest + GAP + 2 - self._room) / ROOM_STEP)
                frame = self._frame()
        self.viewport.set_frame(frame)
        self._read(self._pointer)
        self.update()

    def _range(self) -> tuple[float, float] | None:
        low, high = self.seen
        values = [level.value for level in self._levels] + list(self._also)
        found = [np.array(values, np.float64)]
        for curve in self._curves:
            inside = seen_points(curve.x, low, high)
            found.extend(part[inside] for part in (curve.y, curve.raw) if part is not None)
        places = self._scale.places(np.concatenate(found))
        places = places[np.isfinite(places)]
        if not len(places):
            return None
        bottom, top = float(places.min()), float(places.max())
        if self._scale.is_logarithmic:
            margin = max(MARGIN * (top - bottom), LEAST_DECADES)
        else:
            bottom = min(bottom, 0.0) if self._scale.starts_at_zero else bottom
            margin = MARGIN * (top - bottom) or max(MARGIN * abs(top), 1e-9)
        return bottom - margin, top + margin

    def _y(self, place: float | Array) -> Array:
        assert self._heights is not None
        low, high = self._heights
        frame = self.viewport.frame
        return np.asarray(frame.bottom() - (place - low) / (high - low) * frame.height())

    def _x(self, x: float | Array) -> Array:
        seen, frame = self.viewport.seen, self.viewport.frame
        return np.asarray(frame.left() + (self._axis.places(x) - seen.left) / seen.width * frame.width())

    # User actions.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.viewport.press(event)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.viewport.drag(event)
        self._read(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.viewport.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._read(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.viewport.take_key(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        self._kept.forget()
        super().set_theme(theme)

    def _on_viewport_changed(self) -> None:
        self._fit()

    def _read(self, position: QPointF | None) -> None:
        """Return the read-out of the curves under the pointer."""
        self._pointer = position
        before, self._cursor = self._cursor, None
        read = [curve for curve in self._curves if curve.is_read]
        if position is not None and read:
            wanted = self._axis.count_at(self.viewport.data_at(position)[0])
            nearest = [float(curve.x[np.abs(curve.x - wanted).argmin()]) for curve in read]
            self._cursor = min(nearest, key=lambda x: abs(x - wanted))
        self._read_out.set_text("" if self._cursor is None else self._words(self._cursor))
        if position is not None:
            left = position.x() - self._read_out.width() / 2
            self._read_out.move(round(min(max(left, 0.0), max(self.width() - self._read_out.width(), 0))), 0)
        if self._cursor != before:
            self.update()
        hovered = "" if position is None else self._name_at(position)
        if hovered != self._hovered:
            self._hovered = hovered
            self.curve_hovered.emit(hovered)

    def _name_at(self, position: QPointF) -> str:
        """Return the name of the nearest line within reach, or nothing."""
        at = self._axis.count_at(self.viewport.data_at(position)[0])
        nearest, name = REACH, ""
        for curve in self._curves:
            if curve.name and curve.x[0] <= at <= curve.x[-1] and self._heights is not None:
                value = float(np.interp(at, curve.x, self._scale.places(curve.y)))
                distance = abs(float(self._y(value)) - position.y()) if math.isfinite(value) else math.inf
                if distance <= nearest:
                    nearest, name = distance, curve.name
        return name

    def _words(self, x: float) -> str:
        parts = [f"{self._unit} {count_text(x)}"]
        for curve in self._curves:
            index = index_of(curve, x)
            if index is not None and curve.name and curve.is_read:
                value = float((curve.y if curve.raw is None else curve.raw)[index])
                is_between = curve.is_measured is not None and not curve.is_measured[index]
                sign = "≈ " if is_between and not math.isnan(value) else ""
                parts.append(f"{curve.name.lower()} {sign}{self._scale.say(value)}")
        return "   ".join(parts)

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        self._kept.draw(painter, self, self._draw_kept)
        if self._heights is not None:
            self._draw_cursor(painter, self.viewport.frame)

    def _draw_kept(self, painter: QPainter) -> None:
        """Draw what the cursor does not change."""
        frame = self.viewport.frame
        if not self._curves and self._empty_text:
            align = Qt.AlignmentFlag.AlignHCenter
            draw_text(painter, frame, self._empty_text, font("caption"), self.theme.ink3, align)
        self._draw_axes(painter, frame)
        if self._heights is not None:
            self._draw_levels(painter, frame)
            painter.save()
            self._draw_lines(painter)
            painter.restore()
            self._draw_names(painter, frame)

    def _draw_ground(self, painter: QPainter) -> None:
        """Draw behind everything; nothing by default."""

    def _draw_axes(self, painter: QPainter, frame: QRectF) -> None:
        theme = self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # level lines need none
        base = round(frame.bottom())
        for place, text in self._ticks:
            y = round(float(self._y(place)))
            painter.setPen(QPen(QColor(theme.grid), 1.0))
            painter.drawLine(QLineF(frame.left(), y, frame.right(), y))
            box = QRectF(self.padding, y - LINE / 2, self._room - GAP, LINE)
            draw_text(painter, box, text, font("tick"), theme.ink3, Qt.AlignmentFlag.AlignRight)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.drawLine(QLineF(frame.left(), base, frame.right(), base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._curves:
            return
        for x, text in self._x_ticks(frame):
            width = text_width(text, font("tick"))
            box = QRectF(x - width / 2, base + 4, width, LINE)
            draw_text(painter, box, text, font("tick"), theme.ink3)
        if self._x_name:
            width = text_width(self._x_name, font("tick"))
            box = QRectF(self.width() - self.padding - width, base + 4, width, LINE)
            draw_text(painter, box, self._x_name, font("tick"), theme.ink3)

    def _x_ticks(self, frame: QRectF) -> list[tuple[float, str]]:
        """Return as many ticks and labels as fit."""
        ticks = self._axis.ticks(*self.seen, frame.width(), lambda x: float(self._x(x)))
        limit = self.width() - self.padding
        if self._x_name:
            limit -= text_width(self._x_name, font("tick")) + 4
        places = [(float(self._x(x)), text) for x, text in ticks]
        return [(x, text) for x, text in places if x + text_width(text, font("tick")) / 2 <= limit]

    def _draw_levels(self, painter: QPainter, frame: QRectF) -> None:
        for level in self._levels:
            y = float(self._y(float(self._scale.places(level.value))))
            painter.setPen(QPen(QColor(level.ink(self.theme)), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(frame.left(), y, frame.right(), y))
            ink = (level.name_ink or level.ink)(self.theme)
            if level.is_named_left:
                box = QRectF(frame.left() + 4, y + 1, frame.width() - 4, LINE)
                draw_text(painter, box, level.name, font("tick_strong"), ink)
            else:
                box = QRectF(frame.left(), y - LINE, frame.width(), LINE)
                align = Qt.AlignmentFlag.AlignRight
                draw_text(painter, box, level.name, font("tick_strong"), ink, align)

    def _draw_lines(self, painter: QPainter) -> None:
        painter.setClipRect(self.viewport.frame.adjusted(-DOT, -DOT, DOT, DOT))
        for band in self._bands:
            self._fill_band(painter, band)
        for curve in self._curves:
            if curve.raw is not None:
                ink = color(curve.ink(self.theme), RAW_OPACITY * curve.opacity)
                self._draw_line(painter, curve.x, curve.raw, QPen(ink, 1.0))
        for curve in self._curves:
            pen = QPen(color(curve.ink(self.theme), curve.opacity), curve.width)
            if curve.is_dashed:
                pen.setDashPattern([4.0, 2.0])
            self._draw_line(painter, curve.x, curve.y, pen)

    def _fill_band(self, painter: QPainter, band: Band) -> None:
        inside = seen_points(band.x, *self.seen)
        low, high = (self._scale.places(edge[inside]) for edge in (band.low, band.high))
        known = np.isfinite(low) & np.isfinite(high)
        if known.sum() < 2:
            return
        across = self._x(band.x[inside])[known]
        edge = np.concatenate((self._y(high[known]), self._y(low[known])[::-1]))
        path = arrayToQPath(np.concatenate((across, across[::-1])), edge)
        painter.fillPath(path, color(band.ink(self.theme), band.opacity))

    def _draw_line(self, painter: QPainter, x: Array, y: Array, pen: QPen) -> None:
        inside = seen_points(x, *self.seen)
        places = self._scale.places(y[inside])
        known = np.isfinite(places)
        across = self._x(x[inside])
        along = self._y(np.where(known, places, 0.0))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if known.sum() == 1:  # a single point makes no line
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(pen.color())
            place = QPointF(float(across[known][0]), float(along[known][0]))
            painter.drawEllipse(place, DOT - 1.0, DOT - 1.0)
        elif known.any():
            painter.drawPath(arrayToQPath(across, np.where(known, along, np.nan), connect="finite"))

    def _draw_names(self, painter: QPainter, frame: QRectF) -> None:
        """Write each name at the end of its line, without overlaps."""
        ends = []
        for curve in self._curves:
            known = np.flatnonzero(np.isfinite(curve.y) & seen_points(curve.x, *self.seen))
            if curve.name and len(known):
                x = min(float(self._x(curve.x[known[-1]])), frame.right())
                ends.append((float(self._y(self._scale.places(curve.y[known[-1]]))), x, curve))
        ends.sort(key=lambda end: end[0])
        spots = apart([y for y, _, _ in ends], frame.top() + 6.0, frame.bottom() - 6.0, LINE)
        for y, (end, x, curve) in zip(spots, ends, strict=True):
            ink = (curve.name_ink or curve.ink)(self.theme)
            if self._names_at_edge:
                painter.setPen(QPen(color(curve.ink(self.theme), curve.opacity), 1.0))
                start, turn = QPointF(x + 3.0, end), QPointF(frame.right() + LEADER, y)
                painter.drawPolyline([start, QPointF(max(x, frame.right()) + 4.0, end), turn])
                x = frame.right() + LEADER - GAP / 2
            box = QRectF(x + GAP, y - LINE / 2, self.width() - self.padding - x - GAP, LINE)
            draw_text(painter, box, curve.name, font("tick_strong"), ink)

    def _draw_cursor(self, painter: QPainter, frame: QRectF) -> None:
        at = self._cursor if self._cursor is not None else self._held
        if at is None or not self.seen[0] <= at <= self.seen[1]:
            return
        x = float(self._x(at))
        painter.setPen(QPen(QColor(self.theme.ink), 1.25))
        painter.drawLine(QLineF(x, frame.top(), x, frame.bottom()))
        for curve in (curve for curve in self._curves if curve.is_read):
            value = self._value_at(curve, at)
            if math.isfinite(value):
                painter.setPen(QPen(QColor(self.theme.surface), 1.25))
                painter.setBrush(QColor(curve.ink(self.theme)))
                painter.drawEllipse(QPointF(x, float(self._y(value))), DOT, DOT)

    def _value_at(self, curve: Curve, at: float) -> float:
        """Return the height of a curve at x, interpolated between points."""
        index = index_of(curve, at)
        if index is not None:
            return float(self._scale.places(curve.y[index]))
        if at != self._held or not curve.x[0] <= at <= curve.x[-1]:
            return math.nan
        return float(np.interp(at, curve.x, self._scale.places(curve.y)))
