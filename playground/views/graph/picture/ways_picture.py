"""The edges of a graph as a picture that is repainted only when they look different."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform

from playground.models.graph.placing.layout import GraphLayout
from playground.style.theme import Theme
from playground.views.graph.picture.edge_painter import EdgePainter
from playground.views.graph.picture.graph_view import GraphView, Marks
from playground.views.graph.picture.link_looks import link_looks
from playground.views.kit.drawing import empty_layer


class WaysPicture:
    """Keeps the last picture, background included: numbers change far more often than edges."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture = QPixmap()

    def get(
        self,
        size: QSize,
        ratio: float,
        theme: Theme,
        layout: GraphLayout,
        view: GraphView,
        near: Marks,
        look: tuple[float, QPointF, QRectF],
        *,
        detailed: bool,
    ) -> QPixmap:
        """Return the picture for a canvas.

        Parameters
        ----------
        size, ratio
            Of the canvas in pixels, and device pixels in each.
        near
            The links that are pointed at.
        look
            Zoom, origin, and the visible part in pixels of the layout.
        """
        zoom, origin, seen = look
        looks = link_looks(layout, view)
        key = (
            size.width(), size.height(), ratio, theme, layout, zoom, origin.x(), origin.y(), near.tobytes(),
            view.now, view.is_backward, view.paths, view.reached.tobytes(), view.fades, looks.key, detailed,
        )  # fmt: skip
        if key != self._key:
            self._key = key
            self._picture = empty_layer(size, ratio, QColor(theme.bg))
            painter = QPainter(self._picture)
            painter.setTransform(QTransform(zoom, 0, 0, zoom, origin.x(), origin.y()), combine=True)
            EdgePainter(painter, theme, seen, detailed=detailed).draw(layout, view, looks, near)
            painter.end()
        return self._picture
