"""All of a graph as it looks at 100 %, for files."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.placing.layout import GraphLayout
from playground.style.theme import Theme
from playground.views.graph.picture.card_painter import CardPainter
from playground.views.graph.picture.edge_painter import EdgePainter, edges_near
from playground.views.graph.picture.graph_view import GraphView
from playground.views.graph.picture.label_painter import LabelPainter
from playground.views.graph.picture.link_looks import link_looks


@dataclass(frozen=True, eq=False)
class WholePicture:
    """A graph, its numbers at a step, and the theme: enough to draw it on any thread."""

    graph: BlockGraph
    layout: GraphLayout
    view: GraphView
    theme: Theme

    @property
    def size(self) -> QSizeF:
        """Of the picture at 100 %."""
        return QSizeF(self.layout.width, self.layout.height)

    def draw(self, painter: QPainter) -> None:
        """Draw all of the graph as on screen, without what the pointer marks."""
        layout, view, theme = self.layout, self.view, self.theme
        seen = QRectF(0.0, 0.0, layout.width, layout.height)
        nothing = edges_near(layout, None)
        EdgePainter(painter, theme, seen, detailed=True).draw(layout, view, link_looks(layout, view), nothing)
        CardPainter(painter, theme, seen, 1.0).draw(self.graph, layout, view, frozenset())
        LabelPainter(painter, theme, seen, 1.0).draw(self.graph, layout, view, nothing)
