"""The decision boundary as a PNG file; needs neither a display nor a running application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.exporters.png import png_of
from playground.models.experiment.atomic_file import write_whole
from playground.models.network.network import Network
from playground.models.picture.frame import FrameRequest
from playground.models.picture.plane import Plane
from playground.models.run.training import Training
from playground.rendering.frame_renderer import FrameRenderer
from playground.rendering.point_colours import point_colours
from playground.style.palette import LIGHT, Theme
from playground.style.pixels import image_from_pixels

SIDE = 800


@dataclass(frozen=True)
class Dots:
    """How samples are drawn: radii and widths in pixels, and how many of each part at most."""

    train_radius: float = 7.0
    test_radius: float = 6.5
    outline: float = 2.0
    ring: float = 3.0
    most_train: int | None = None
    most_test: int | None = None


DOTS = Dots()


def write_boundary(training: Training, path: Path, side: int = SIDE) -> None:
    """Write the decision boundary of a network: training points filled, test points as rings.

    Raises
    ------
    OSError
        The file cannot be written; an existing one stays as it was.
    """
    write_whole(path, png_of(draw_boundary(training, side)))


def draw_boundary(training: Training, side: int = SIDE, theme: Theme = LIGHT, dots: Dots = DOTS) -> QImage:
    """Return the picture of `side` × `side` pixels, on the initial plane of the window."""
    network = training.network
    plane = Plane.opening(network.split)
    request = FrameRequest(generation=0, theme=theme, boundary_side=side, plane=plane, scale=2.0)
    picture = FrameRenderer(network).render(training.trainer.parameters, request)
    image = image_from_pixels(picture.boundary).copy()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_points(painter, network, plane, theme, side, dots)
    painter.end()
    return image


def _draw_points(
    painter: QPainter, network: Network, plane: Plane, theme: Theme, side: int, dots: Dots
) -> None:
    split = network.split
    places = _positions(split.dataset.X, plane, side)
    marks = point_colours(split.dataset.y, theme)
    painter.setPen(QPen(QColor(theme.mark_outline), dots.outline))
    for index in split.train_indices[: dots.most_train].tolist():
        painter.setBrush(QColor(marks[index]))
        painter.drawEllipse(places[index], dots.train_radius, dots.train_radius)
    painter.setBrush(QColor(Qt.GlobalColor.white))
    for index in split.test_indices[: dots.most_test].tolist():
        painter.setPen(QPen(QColor(marks[index]), dots.ring))
        painter.drawEllipse(places[index], dots.test_radius, dots.test_radius)


def _positions(X: NDArray[np.float64], plane: Plane, side: int) -> list[QPointF]:
    return [
        QPointF(x * side, (1.0 - y) * side) for x, y in plane.to_unit(plane.projection.project(X)).tolist()
    ]
