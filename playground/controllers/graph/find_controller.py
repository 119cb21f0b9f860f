"""Finds nodes of the graph on screen by their names."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.computation_graph import ComputationGraph
from playground.views.graph.graph_screen import GraphScreen


class FindController(QObject):
    """Keeps the matches; another graph is searched anew."""

    def __init__(self, screen: GraphScreen, graph: GraphController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finder, self._graph = screen.finder, graph
        self._scalars: ComputationGraph | None = None
        self._matches: tuple[int, ...] = ()
        self._match = 0
        self._finder.searched.connect(self._on_view_searched)
        self._finder.go_wanted.connect(self._on_view_go_wanted)
        graph.redrawn.connect(self._on_graph_redrawn)

    @Slot(str)
    def _on_view_searched(self, text: str) -> None:
        drawing = self._graph.drawing
        self._matches = drawing.blocks.matches(text) if drawing is not None else ()
        self._match = 0
        self._show_match()

    @Slot(int)
    def _on_view_go_wanted(self, step: int) -> None:
        if self._matches:
            self._match = (self._match + step) % len(self._matches)
            self._show_match()

    @Slot()
    def _on_graph_redrawn(self) -> None:
        drawing = self._graph.drawing
        scalars = drawing.scalars if drawing is not None else None
        if scalars is not self._scalars:
            self._scalars, self._matches = scalars, ()
            if scalars is not None:
                self._finder.clear()
                self._finder.set_found(0, 0)

    def _show_match(self) -> None:
        """Show a found node."""
        self._finder.set_found(self._match + 1, len(self._matches))
        if self._matches:
            self._graph.show_scalar(self._matches[self._match])
