"""The decision boundary with its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.plane import Plane
from playground.theme import LIGHT, Theme, color
from playground.views.controls.drawing import mix, rounded_path
from playground.views.pixels import image_from_pixels
from playground.views.thumbnails import point_colors

RADIUS = 8.0
TRAIN_RADIUS, TEST_RADIUS = 3.9, 3.6
MISTAKE_GAP = 3.6


@dataclass(frozen=True, eq=False)
class Points:
    """Samples in the data's units, shape (n, 2), with their classes or targets."""

    train: NDArray[np.float64]
    train_y: NDArray[np.generic]
    test: NDArray[np.float64]
    test_y: NDArray[np.generic]


class BoundaryPlot(QWidget):
    """A square picture with points.

    Points, border and corners are drawn once and kept until they change; a frame is then two copies.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Decision boundary")
        self.setToolTip("What the network answers everywhere; filled points train, rings test")
        self._theme = LIGHT
        self._picture: QImage | None = None
        self._plane: Plane | None = None
        self._points: Points | None = None
        self._show_test, self._show_mistakes = True, True
        self._mistakes: tuple[NDArray[np.bool_], NDArray[np.bool_]] = (np.zeros(0, bool), np.zeros(0, bool))
        self._layer: QPixmap | None = None
        self._rings: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # Every pixel is drawn here: what lies behind need not be.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_side(self, side: int) -> None:
        """Take another size."""
        self.setFixedSize(QSize(side, side))

    def set_data(self, plane: Plane, points: Points) -> None:
        """Show other samples."""
        self._plane, self._points = plane, points
        self._mistakes = (np.zeros(0, bool), np.zeros(0, bool))
        self._forget_points()

    def set_picture(self, pixels: NDArray[np.uint8]) -> None:
        """Show another boundary."""
        self._picture = image_from_pixels(pixels, premultiplied=True)
        self.update()

    def set_mistakes(self, train: NDArray[np.bool_], test: NDArray[np.bool_]) -> None:
        """Ring the samples that are classified wrongly."""
        if not all(np.array_equal(a, b) for a, b in zip(self._mistakes, (train, test), strict=True)):
            self._mistakes = (train, test)
            self._rings = None
            self.update()

    def set_shown(self, *, test: bool, mistakes: bool) -> None:
        """Choose whether test points and mistakes are drawn."""
        self._show_test, self._show_mistakes = test, mistakes
        self._forget_points()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._forget_points()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the points anew."""
        super().resizeEvent(event)
        self._forget_points()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw boundary, points and mistakes."""
        painter = QPainter(self)
        if self._picture is None:
            painter.fillRect(self.rect(), QColor(self._theme.inset))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._picture)
        if self._layer is None:
            self._layer = self._draw_points()
        painter.drawPixmap(0, 0, self._layer)
        if self._show_mistakes and self._points is not None and any(side.any() for side in self._mistakes):
            if self._rings is None:
                self._rings = self._draw_mistakes()
            painter.drawPixmap(0, 0, self._rings)

    def _forget_points(self) -> None:
        self._layer = self._rings = None
        self.update()

    def _empty_layer(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        return layer

    def _draw_points(self) -> QPixmap:
        layer = self._empty_layer()
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_rim(painter)
        points, theme = self._points, self._theme
        if points is None or self._plane is None:
            painter.end()
            return layer
        painter.setPen(QPen(QColor(theme.mark_outline), 1.25))
        for at, mark in zip(self._positions(points.train), point_colors(points.train_y, theme), strict=True):
            painter.setBrush(QColor(mark))
            painter.drawEllipse(at, TRAIN_RADIUS, TRAIN_RADIUS)
        if self._show_test:
            center = color("#101317", 0.45) if theme.is_dark else color("#FFFFFF", 0.85)
            painter.setBrush(center)
            for at, mark in zip(
                self._positions(points.test), point_colors(points.test_y, theme), strict=True
            ):
                ring = mix(mark, "#FFFFFF", 0.38) if theme.is_dark else mark
                painter.setPen(QPen(QColor(ring), 1.8))
                painter.drawEllipse(at, TEST_RADIUS, TEST_RADIUS)
        painter.end()
        return layer

    def _draw_rim(self, painter: QPainter) -> None:
        """Draw the border, and outside of it what lies behind."""
        outline = rounded_path(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS)
        behind = QPainterPath()
        behind.addRect(QRectF(self.rect()))
        painter.fillPath(behind.subtracted(outline), QColor(self._theme.surface))
        painter.setPen(QPen(color(self._theme.ink, 0.28), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _draw_mistakes(self) -> QPixmap:
        layer = self._empty_layer()
        if self._points is None:
            return layer
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.ink), 1.75))
        sets = [(self._points.train, self._mistakes[0], TRAIN_RADIUS)]
        if self._show_test:
            sets.append((self._points.test, self._mistakes[1], TEST_RADIUS))
        for samples, wrong, radius in sets:
            if len(wrong) == len(samples):
                for at in self._positions(samples[wrong]):
                    painter.drawEllipse(at, radius + MISTAKE_GAP, radius + MISTAKE_GAP)
        painter.end()
        return layer

    def _positions(self, samples: NDArray[np.float64]) -> list[QPointF]:
        plane = self._plane
        if plane is None or not len(samples):
            return []
        x = (samples[:, 0] - plane.left) / (plane.right - plane.left) * self.width()
        y = (plane.top - samples[:, 1]) / (plane.top - plane.bottom) * self.height()
        return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
