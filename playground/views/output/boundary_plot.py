"""The decision boundary with its points, which can be zoomed, picked and drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.picture.plane import Plane
from playground.style.pixels import image_from_pixels
from playground.style.theme import Theme, color
from playground.style.words import fixed_text, number_text
from playground.views.kit.chart.axes import BOTTOM, LEFT, draw_axes
from playground.views.kit.chart.read_out import HEIGHT as READ_OUT_HEIGHT
from playground.views.kit.chart.read_out import draw_pill, pill_width
from playground.views.kit.chart.viewport import Box, Viewport
from playground.views.kit.drawing import rounded_path
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.themed import Control
from playground.views.output.boundary_points import (
    TEST_RADIUS,
    TRAIN_RADIUS,
    Part,
    Points,
    draw_points,
    draw_rings,
    shown_counts,
    thinned,
)
from playground.views.output.plot_tool import Navigation, PlotTool

RADIUS = 8.0
PICK_REACH = 9.0
# Zoom limits: neighbouring floats are still distinct, and the data are still visible.
NEAREST, FARTHEST = 1e4, 20.0

__all__ = ["BoundaryPlot", "Points"]


class Words(Protocol):
    """Describes the outputs at one point, shape (n_outputs,)."""

    def describe(self, values: NDArray[np.float64]) -> str: ...


class BoundaryPlot(Control, QWidget):
    """A square picture with points, and its axes along two edges.

    Points, axes, border and corners are drawn once and kept until they change; a frame is then two copies.
    While the user zooms or pans, the last picture is shown in its place until the next one arrives.

    Signals
    -------
    plane_changed
        The visible rectangle has changed.
    point_picked
        Row of the data set, or -1 for a click away from all points.
    """

    plane_changed = Signal(object)
    point_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.describe(
            "Decision boundary",
            "The network's answer everywhere; filled points are training data, rings are test data. Wheel or "
            "+ and − zoom, dragging or arrow keys move, a double click or Home shows all, a click or , and . "
            "pick a point",
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._picture: QImage | None = None
        self._picture_plane: Plane | None = None
        self._base: Plane | None = None
        self._points: Points | None = None
        self._values: NDArray[np.float64] | None = None
        self._values_plane: Plane | None = None
        self._words: Words | None = None
        self._read_out = ""
        self._titles: tuple[str, str] = ("x", "y")
        self._pointer: QPointF | None = None
        self._picked: int | None = None
        self._hint = ""
        self._mark_scale = 1.0
        self._show_test, self._show_mistakes = True, True
        self._mistakes: tuple[NDArray[np.bool_], NDArray[np.bool_]] = (np.zeros(0, bool), np.zeros(0, bool))
        self._layer, self._rings = KeptLayer(), KeptLayer()
        self._parts: tuple[Part, Part] | None = None
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self._on_viewport_changed)
        self._navigation = Navigation(self.viewport, self)
        self._navigation.clicked.connect(self._on_clicked)
        self._tool: PlotTool = self._navigation
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # Every pixel is drawn here, so Qt need not draw the background.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_side(self, side: int) -> None:
        """Set the size of the picture; the axes take extra room."""
        self.setFixedSize(QSize(side + LEFT, side + BOTTOM))
        self.viewport.set_frame(QRectF(self.picture_rect))

    @property
    def side(self) -> int:
        """Edge of the picture."""
        return self.picture_rect.width()

    @property
    def picture_rect(self) -> QRect:
        """Where the picture is."""
        return self.rect().adjusted(LEFT, 0, 0, -BOTTOM)

    @property
    def plane(self) -> Plane | None:
        """The visible rectangle."""
        if self._base is None:
            return None
        seen = self.viewport.seen
        return replace(self._base, left=seen.left, right=seen.right, bottom=seen.bottom, top=seen.top)

    def set_data(self, plane: Plane, points: Points, *, keep_view: bool = True) -> None:
        """Show other samples; `plane` shows all of them.

        With `keep_view` a rectangle that the user has chosen stays if the axes are the same.
        """
        is_same = self._base is not None and plane.projection == self._base.projection
        box = Box(plane.left, plane.right, plane.bottom, plane.top)
        self.viewport.set_base(box, box.width / NEAREST, box.width * FARTHEST, keep=keep_view and is_same)
        self._base, self._points = plane, points
        self._values, self._read_out = None, ""
        self._mistakes = (np.zeros(0, bool), np.zeros(0, bool))
        self._forget_points()

    def set_picture(self, pixels: NDArray[np.uint8] | None, plane: Plane | None = None) -> None:
        """Show another boundary, or none; `plane` is the rectangle it covers, by default the visible one."""
        self._picture = None if pixels is None else image_from_pixels(pixels, premultiplied=True)
        self._picture_plane = plane or self.plane
        self.update()

    def set_values(self, values: NDArray[np.float64], plane: Plane, words: Words) -> None:
        """Take the outputs over `plane`, shape (n_outputs, g, g), row 0 lowest, and how to describe them."""
        self._values, self._values_plane, self._words = values, plane, words
        self._read()

    def set_axis_titles(self, titles: Sequence[str]) -> None:
        """Name the axes."""
        self._titles = (titles[0], titles[1])
        self._forget_points()

    def set_mistakes(self, train: NDArray[np.bool_], test: NDArray[np.bool_]) -> None:
        """Ring the samples that are classified wrongly."""
        if not all(np.array_equal(a, b) for a, b in zip(self._mistakes, (train, test), strict=True)):
            self._mistakes = (train, test)
            self._rings.forget()
            self.update()

    def set_shown(self, *, test: bool, mistakes: bool) -> None:
        """Choose whether test points and mistakes are drawn."""
        self._show_test, self._show_mistakes = test, mistakes
        self._forget_points()

    def set_picked(self, row: int | None) -> None:
        """Ring a row of the data set."""
        self._picked = row
        self.update()

    def set_mark_scale(self, scale: float) -> None:
        """Set the size of the marks."""
        self._mark_scale = scale
        self._forget_points()

    def set_hint(self, text: str) -> None:
        """Show a message at the upper edge."""
        self._hint = text
        self.update()

    def set_tool(self, tool: PlotTool | None) -> None:
        """Give the mouse buttons to a tool, or back to zooming, moving and picking."""
        self._tool = tool or self._navigation
        self.setCursor(self._tool.cursor())
        self.update()

    @property
    def shown(self) -> tuple[int, int]:
        """How many points are drawn, and how many there are."""
        points = self._points
        return (0, 0) if points is None else (sum(shown_counts(points)), len(points))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._forget_points()

    # Between the plane and the widget.

    def position(self, x: float, y: float) -> QPointF:
        """Return where a point of the plane is on the widget."""
        return self.viewport.position(x, y)

    def data_at(self, position: QPointF) -> tuple[float, float]:
        """Return the point of the plane at a position on the widget."""
        return self.viewport.data_at(position)

    def row_at(self, position: QPointF) -> int:
        """Return the row of the sample next to a position, -1 where none is near."""
        best, nearest = -1, PICK_REACH
        for part, rows in zip(self._shown_parts(), self._rows(), strict=True):
            if len(part.shown) and len(rows):
                distances = np.hypot(part.places[:, 0] - position.x(), part.places[:, 1] - position.y())
                index = int(distances.argmin())
                if distances[index] <= nearest:
                    best, nearest = int(rows[part.shown[index]]), float(distances[index])
        return best

    # User actions.

    def _on_clicked(self, place: QPointF) -> None:
        self.point_picked.emit(self.row_at(place))

    def _on_viewport_changed(self) -> None:
        self._forget_points()
        self._read()
        self.plane_changed.emit(self.plane)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pass the event to the tool; the middle button always moves."""
        super().mousePressEvent(event)
        tool = self._navigation if event.button() == Qt.MouseButton.MiddleButton else self._tool
        is_beside = not self.picture_rect.contains(event.position().toPoint())
        if is_beside or not tool.press(*self.data_at(event.position()), event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        tool = self._navigation if event.buttons() & Qt.MouseButton.MiddleButton else self._tool
        tool.move(*self.data_at(event.position()), event)
        self._read()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        tool = self._navigation if event.button() == Qt.MouseButton.MiddleButton else self._tool
        tool.release(*self.data_at(event.position()), event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._tool is self._navigation:
            self.viewport.show_all()
        else:
            self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self._read()
        self._tool.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.viewport.take_key(event):
            return
        if key in (Qt.Key.Key_Comma, Qt.Key.Key_Period):
            self._pick_next(1 if key == Qt.Key.Key_Period else -1)
        elif key == Qt.Key.Key_Escape and self._picked is not None:
            self.point_picked.emit(-1)
        else:
            super().keyPressEvent(event)

    def _pick_next(self, step: int) -> None:
        rows = np.sort(np.concatenate(self._rows()))
        if not len(rows):
            return
        if self._picked is None:
            place = 0 if step > 0 else len(rows) - 1
        else:
            place = (int(np.searchsorted(rows, self._picked)) + step) % len(rows)
        self.point_picked.emit(int(rows[place]))

    # Painting.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport.set_frame(QRectF(self.picture_rect))
        self._forget_points()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = QColor(self.theme.surface)
        painter.fillRect(0, 0, LEFT, self.height(), ground)
        painter.fillRect(0, self.height() - BOTTOM, self.width(), BOTTOM, ground)
        self._draw_picture(painter)
        painter.drawPixmap(0, 0, self._layer.picture(self, self._draw_layer))
        if self._show_mistakes and self._points is not None and any(side.any() for side in self._mistakes):
            painter.drawPixmap(0, 0, self._rings.picture(self, self._draw_mistakes))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.picture_rect)
        self._draw_picked(painter)
        self._tool.paint(painter)
        if self._hint:
            self._draw_pill(painter, self._hint, 8.0)
        self._draw_read_out(painter)

    def _draw_picture(self, painter: QPainter) -> None:
        frame, seen, shown = self.picture_rect, self.plane, self._picture_plane
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture is not None and shown == seen:
            painter.drawImage(frame, self._picture)
            return
        painter.fillRect(frame, QColor(self.theme.inset))
        if self._picture is None or shown is None or seen is None or shown.projection != seen.projection:
            return
        place = QRectF(self.position(shown.left, shown.top), self.position(shown.right, shown.bottom))
        painter.drawImage(place, self._picture)

    def _draw_picked(self, painter: QPainter) -> None:
        place = None if self._picked is None or self._points is None else self._points.place_of(self._picked)
        if place is None:
            return
        reach = (TRAIN_RADIUS + 3.0) * self._mark_scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width in ((self.theme.surface, 5.0), (self.theme.ink, 2.5)):
            painter.setPen(QPen(QColor(ink), width))
            painter.drawEllipse(self.position(*place), reach, reach)

    @property
    def read_out(self) -> str:
        """The read-out at the pointer."""
        return self._read_out

    def _read(self) -> None:
        self._read_out = self._say()

    def _say(self) -> str:
        values, plane, words, pointer = self._values, self._values_plane, self._words, self._pointer
        if pointer is None or values is None or plane is None or words is None:
            return ""
        if not QRectF(self.picture_rect).contains(pointer):
            return ""
        x, y = self.data_at(pointer)
        share_x, share_y = plane.to_unit(np.array([[x, y]]))[0].tolist()
        if not (0.0 <= share_x <= 1.0 and 0.0 <= share_y <= 1.0):
            return ""
        last = values.shape[-1] - 1
        answer = words.describe(values[:, round(share_y * last), round(share_x * last)])
        horizontal, vertical = self._titles
        return f"{horizontal} {_number(x)}   {vertical} {_number(y)}   {answer}"

    def _draw_read_out(self, painter: QPainter) -> None:
        if not self._read_out:
            return
        # Away from the pointer.
        bottom = self.picture_rect.bottom() + 1
        below = self._pointer is not None and self._pointer.y() < bottom - 3 * READ_OUT_HEIGHT
        self._draw_pill(painter, self._read_out, bottom - READ_OUT_HEIGHT - 8.0 if below else 8.0)

    def _draw_pill(self, painter: QPainter, text: str, top: float) -> None:
        width = min(float(pill_width(text)), self.side - 16.0)
        draw_pill(painter, QRectF(LEFT + 8.0, top, width, READ_OUT_HEIGHT), text, self.theme)

    def _forget_points(self) -> None:
        self._layer.forget()
        self._rings.forget()
        self._parts = None
        self.update()

    def _rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if self._points is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        test = self._points.test_rows if self._show_test else np.zeros(0, np.int64)
        return self._points.train_rows, test

    def _shown_parts(self) -> tuple[Part, Part]:
        """Return the marks of both parts, on the widget."""
        points = self._points
        if points is None:
            nothing = Part(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(0, int), TRAIN_RADIUS)
            return nothing, nothing
        if self._parts is None:
            train, test = shown_counts(points)
            self._parts = (
                self._part(points.train, points.train_y, train, TRAIN_RADIUS),
                self._part(points.test, points.test_y, test, TEST_RADIUS),
            )
        return self._parts

    def _part(self, samples: NDArray[np.float64], y: NDArray[np.generic], count: int, radius: float) -> Part:
        shown = thinned(len(samples), count)
        places = self.viewport.positions(samples[shown].reshape(-1, 2))
        near = (np.abs(places) < 20_000).all(axis=1)  # Qt's coordinates overflow further out
        return Part(shown[near], places[near], y, radius * self._mark_scale)

    def _draw_layer(self, painter: QPainter) -> None:
        """Draw what does not change between frames: points, rim and axes."""
        painter.setClipRect(self.picture_rect.adjusted(-1, -1, 1, 1))
        train, test = self._shown_parts()
        n_classes = 0 if self._points is None else self._points.n_classes
        draw_points(painter, train, test if self._show_test else None, n_classes, self.theme)
        self._draw_rim(painter)
        painter.setClipping(False)
        if self._base is not None:
            draw_axes(painter, self.viewport, self._titles, self.theme)

    def _draw_rim(self, painter: QPainter) -> None:
        """Draw the border, and the background outside of it."""
        frame = QRectF(self.picture_rect)
        outline = rounded_path(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS)
        behind = QPainterPath()
        behind.addRect(frame.adjusted(-1, -1, 1, 1))  # a zoomed picture may cover parts of pixels there
        painter.fillPath(behind.subtracted(outline), QColor(self.theme.surface))
        painter.setPen(QPen(color(self.theme.ink, 0.28), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _draw_mistakes(self, painter: QPainter) -> None:
        painter.setClipRect(self.picture_rect)
        parts, points = self._shown_parts(), self._points
        sizes = (0, 0) if points is None else (len(points.train), len(points.test))
        for part, wrong, size, is_shown in zip(
            parts, self._mistakes, sizes, (True, self._show_test), strict=True
        ):
            if is_shown and len(wrong) == size:
                draw_rings(painter, part, wrong, self.theme)


def _number(value: float) -> str:
    """Write a coordinate in few characters, with a true minus sign."""
    return fixed_text(value, 2) if abs(value) < 100 else number_text(value)
