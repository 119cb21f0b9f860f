"""The data and the grid of the inputs, as two neurons see them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.picture.space_picture import SpacePicture
from playground.style.theme import Theme, color
from playground.views.kit.drawing import rounded_path
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.kit.themed import Themed
from playground.views.output.boundary_points import TEST_RADIUS, TRAIN_RADIUS, Part, draw_points

RADIUS = 8.0
MARGIN = 12
MARK_SCALE = 0.75
UPRIGHT_OPACITY, LEVEL_OPACITY = 0.42, 0.22


class SpacePlot(Themed, QWidget):
    """Fills its width; the smaller side shows the whole square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: SpacePicture | None = None
        self._train_y: NDArray[np.generic] = np.zeros(0, int)
        self._test_y: NDArray[np.generic] = np.zeros(0, int)
        self._n_classes = 0
        self._drawn = KeptLayer()
        self.setAccessibleName("Transformed space")
        self.setToolTip("The straight grid of the inputs and the data, as these two neurons see them")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_picture(self, picture: SpacePicture | None, y: NDArray[np.generic], n_classes: int) -> None:
        """Show another moment; `y` are classes or targets of all rows of the data set."""
        self._picture, self._n_classes = picture, n_classes
        if picture is not None:
            self._train_y, self._test_y = y[picture.train_rows], y[picture.test_rows]
        self._draw_anew()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._draw_anew()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)

    def _draw_anew(self) -> None:
        self._drawn.forget()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self._drawn.picture(self, self._draw))

    def _draw(self, painter: QPainter) -> None:
        """Draw grid and samples."""
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = rounded_path(frame, RADIUS)
        painter.fillPath(outline, QColor(self.theme.bg))
        painter.setClipPath(outline)
        if self._picture is not None:
            self._draw_axes(painter, self._picture)
            self._draw_grid(painter, self._picture)
            train = self._part(self._picture.train, self._train_y, TRAIN_RADIUS)
            test = self._part(self._picture.test, self._test_y, TEST_RADIUS)
            draw_points(painter, train, test, self._n_classes, self.theme)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.line), 1.0))
        painter.drawPath(outline)

    def _places(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points of shape (..., 2) are on the widget."""
        assert self._picture is not None
        side = max(min(self.width(), self.height()) - 2.0 * MARGIN, 20.0)
        scale = side / (2.0 * self._picture.reach)
        middle = np.array([self.width() / 2, self.height() / 2])
        places = middle + (points - np.array(self._picture.center)) * np.array([scale, -scale])
        return np.clip(np.nan_to_num(places, nan=-1e4, posinf=1e4, neginf=-1e4), -1e4, 1e4)

    def _draw_axes(self, painter: QPainter, picture: SpacePicture) -> None:
        """Draw the lines where the neurons output 0."""
        x, y = self._places(np.zeros(2)).tolist()
        painter.setPen(QPen(QColor(self.theme.ctl), 1.0))
        painter.drawLine(QLineF(x, 0, x, self.height()))
        painter.drawLine(QLineF(0, y, self.width(), y))

    def _draw_grid(self, painter: QPainter, picture: SpacePicture) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        lines = self._places(picture.lines)
        half = len(lines) // 2
        for part, opacity in ((lines[:half], UPRIGHT_OPACITY), (lines[half:], LEVEL_OPACITY)):
            painter.setPen(QPen(color(self.theme.ink, opacity), 1.0))
            for line in part.tolist():
                painter.drawPolyline([QPointF(x, y) for x, y in line])

    def _part(self, samples: NDArray[np.float64], y: NDArray[np.generic], radius: float) -> Part:
        return Part(np.arange(len(samples)), self._places(samples), y, radius * MARK_SCALE)
