"""A network as a small picture: its neurons, and its weights as links."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.rendering.link_style import link_opacity, link_width, relative_size
from playground.style.theme import Theme, color, font
from playground.views.kit.drawing import draw_text

Array = NDArray[np.float64]
TITLE, RADIUS, MARGIN = 22.0, 5.0, 12.0
# More neurons or links would be a grey patch.
MOST_NEURONS = 16
PERCENTILE = 96


def paint_network(
    painter: QPainter, place: QRectF, theme: Theme, title: str, layers: Sequence[Array], limit: float
) -> None:
    """Paint a network.

    Parameters
    ----------
    layers
        Weights, and in the last column biases, of each layer: a row a neuron.
    limit
        The weight of full width, see `full_width`.
    """
    draw_text(
        painter, QRectF(place.left(), place.top(), place.width(), TITLE), title, font("caption"), theme.ink3
    )
    sizes = [layers[0].shape[1] - 1, *(len(layer) for layer in layers)]
    area = place.adjusted(MARGIN, TITLE + MARGIN, -MARGIN, -MARGIN)
    columns = [_places(area, number / (len(sizes) - 1), size) for number, size in enumerate(sizes)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for before, after, layer in zip(columns[:-1], columns[1:], layers, strict=True):
        weights = layer[: len(after), : len(before)]
        size = relative_size(weights, limit)
        widths, opacities = 0.7 * link_width(size), link_opacity(size)
        for row in np.ndindex(*weights.shape):
            ink = theme.positive if weights[row] >= 0.0 else theme.negative
            painter.setPen(QPen(color(ink, float(opacities[row])), float(widths[row])))
            painter.drawLine(QLineF(before[row[1]], after[row[0]]))
    painter.setPen(QPen(QColor(theme.ink2), 1.2))
    painter.setBrush(QColor(theme.surface))
    for column, size in zip(columns, sizes, strict=True):
        for point in column:
            painter.drawEllipse(point, RADIUS, RADIUS)
        if size > len(column):
            box = QRectF(column[-1].x() - 40, column[-1].y() + RADIUS, 80, 16)
            draw_text(painter, box, f"+ {size - len(column)} more", font("tick"), theme.ink3,
                      Qt.AlignmentFlag.AlignHCenter)  # fmt: skip


def full_width(networks: Sequence[Sequence[Array]]) -> float:
    """Return the weight that is drawn as wide as can be: one for all pictures, so that they compare."""
    weights = [np.abs(layer[:, :-1]).ravel() for layers in networks for layer in layers]
    known = np.concatenate([np.empty(0), *weights])
    known = known[np.isfinite(known)]
    return float(np.percentile(known, PERCENTILE)) if len(known) else 1.0


def _places(area: QRectF, share: float, size: int) -> list[QPointF]:
    """Return the centres of the neurons of a layer."""
    count = min(size, MOST_NEURONS)
    x = area.left() + share * area.width()
    step = area.height() / count
    return [QPointF(x, area.top() + (number + 0.5) * step) for number in range(count)]
