"""The decision boundary with its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
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
    """A square picture with points; the points are drawn once and kept until they change."""

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
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

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
        self._picture = image_from_pixels(pixels)
        self.update()

    def set_mistakes(self, train: NDArray[np.bool_], test: NDArray[np.bool_]) -> None:
        """Ring the samples that are classified wrongly."""
        self._mistakes = (train, test)
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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._picture is None:
            painter.setBrush(QColor(self._theme.inset))
        else:
            brush = QBrush(self._picture)
            ratio = self.width() / self._picture.width()
            brush.setTransform(brush.transform().scale(ratio, ratio))
            painter.setBrush(brush)
        painter.setPen(QPen(color(self._theme.ink, 0.28), 1.0))
        painter.drawPath(rounded_path(frame, RADIUS))
        if self._points is None or self._plane is None:
            return
        if self._layer is None:
            self._layer = self._draw_points()
        painter.drawPixmap(0, 0, self._layer)
        if self._show_mistakes:
            self._draw_mistakes(painter)

    def _forget_points(self) -> None:
        self._layer = None
        self.update()

    def _draw_points(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        points, theme = self._points, self._theme
        if points is None:
            return layer
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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

    def _draw_mistakes(self, painter: QPainter) -> None:
        if self._points is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.ink), 1.75))
        sets = [(self._points.train, self._mistakes[0], TRAIN_RADIUS)]
        if self._show_test:
            sets.append((self._points.test, self._mistakes[1], TEST_RADIUS))
        for samples, wrong, radius in sets:
            if len(wrong) == len(samples):
                for at in self._positions(samples[wrong]):
                    painter.drawEllipse(at, radius + MISTAKE_GAP, radius + MISTAKE_GAP)

    def _positions(self, samples: NDArray[np.float64]) -> list[QPointF]:
        plane = self._plane
        if plane is None or not len(samples):
            return []
        x = (samples[:, 0] - plane.left) / (plane.right - plane.left) * self.width()
        y = (plane.top - samples[:, 1]) / (plane.top - plane.bottom) * self.height()
        return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
