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
RADIUS, MARGIN = 5.0, 12.0
# More neurons or links would be a grey patch.
MOST_NEURONS, MOST_LINKS = 16, 120
LINK_SCALE, STEPS = 0.7, 8
PERCENTILE = 96


def paint_network(
    painter: QPainter, place: QRectF, theme: Theme, layers: Sequence[Array], limit: float
) -> None:
    """Paint a network.

    Parameters
    ----------
    layers
        Weights, and in the last column biases, of each layer: a row a neuron.
    limit
        The weight of full width, see `full_width`.
    """
    sizes = [layers[0].shape[1] - 1, *(len(layer) for layer in layers)]
    area = place.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    columns = [_places(area, number / (len(sizes) - 1), size) for number, size in enumerate(sizes)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_links(painter, theme, columns, layers, limit)
    painter.setPen(QPen(QColor(theme.ink2), 1.2))
    painter.setBrush(QColor(theme.surface))
    for column, size in zip(columns, sizes, strict=True):
        for point in column:
            painter.drawEllipse(point, RADIUS, RADIUS)
        if size > len(column):
            # Within the picture, also below its first and last layer.
            left = min(max(column[-1].x() - 40, place.left()), place.right() - 80)
            box = QRectF(left, column[-1].y() + RADIUS, 80, 16)
            draw_text(painter, box, f"+ {size - len(column)} more", font("tick"), theme.ink3,
                      Qt.AlignmentFlag.AlignHCenter)  # fmt: skip


def _paint_links(
    painter: QPainter,
    theme: Theme,
    columns: Sequence[Sequence[QPointF]],
    layers: Sequence[Array],
    limit: float,
) -> None:
    """Paint the strongest links, in a few widths, the weak ones first."""
    lines: list[QLineF] = []
    weights: list[float] = []
    for before, after, layer in zip(columns[:-1], columns[1:], layers, strict=True):
        lines += [QLineF(start, end) for end in after for start in before]
        weights += layer[: len(after), : len(before)].ravel().tolist()
    sizes, signs = relative_size(weights, limit), np.array(weights) >= 0.0
    steps = np.round(sizes * STEPS).astype(int)
    strongest = np.argsort(-sizes, kind="stable")[:MOST_LINKS]
    for step in range(STEPS + 1):
        size = step / STEPS
        for is_positive in (True, False):
            found = [
                lines[place] for place in strongest if steps[place] == step and signs[place] == is_positive
            ]
            if found:
                ink = color(theme.positive if is_positive else theme.negative, float(link_opacity(size)))
                painter.setPen(QPen(ink, LINK_SCALE * float(link_width(size))))
                painter.drawLines(found)


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
