"""Shows the scalars of a neuron beside a picture that is too small to be read."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.lens.neuron_scalars import NeuronScalars, neuron_of, numbers_of, opened_neuron
from playground.models.graph.steps import Walk
from playground.views.graph.graph_screen import GraphScreen


class LensController(QObject):
    """Chooses the neuron: that of this step or that is pointed at, at first the one that is open."""

    def __init__(self, screen: GraphScreen, graph: GraphController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self._graph = screen, graph
        self._blocks: BlockGraph | None = None
        self._neuron: NeuronScalars | None = None
        self._now: tuple[int, int | None] | None = None
        self._is_closed = False
        canvas = screen.canvas
        canvas.pointed.connect(self._on_view_pointed)
        canvas.zoom_changed.connect(self._on_view_zoom_changed)
        canvas.view_changed.connect(self._on_view_changed)
        screen.lens.closed.connect(self._on_view_closed)
        screen.lens.scalar_pressed.connect(self._on_view_scalar_pressed)

    @Slot(int)
    def _on_view_pointed(self, node: int) -> None:
        self._choose(node)

    @Slot(float)
    def _on_view_zoom_changed(self, zoom: float) -> None:
        if self._screen.canvas.is_readable:
            self._is_closed = False
        self._show()

    @Slot()
    def _on_view_changed(self) -> None:
        view = self._screen.canvas.view
        before, self._now = self._now, None if view is None else view.now
        if self._now is not None and self._now != before:
            self._choose(self._now[0])
        else:
            self._show()

    @Slot()
    def _on_view_closed(self) -> None:
        self._is_closed = True
        self._show()

    @Slot(int)
    def _on_view_scalar_pressed(self, scalar: int) -> None:
        """Go to the step of a scalar, or of the closed neuron around it."""
        walk, neuron = self._graph.walk, self._neuron
        if walk is not None and neuron is not None:
            drawn = int(walk.graph.block_of[scalar])
            self._screen.canvas.node_pressed.emit(
                drawn if drawn >= 0 else int(walk.graph.block_of[neuron.output])
            )

    def _known_walk(self) -> Walk | None:
        """Return the walk on screen; of another drawing, the neuron is chosen anew."""
        walk = self._graph.walk
        blocks = None if walk is None else walk.graph
        if blocks is not self._blocks:
            self._blocks, self._neuron = blocks, None
            if blocks is not None:
                self._neuron = opened_neuron(blocks) or neuron_of(blocks, blocks.output)
        return walk

    def _choose(self, node: int) -> None:
        """Take the neuron of a card; another card changes nothing."""
        walk = self._known_walk()
        if self._is_wanted and walk is not None and 0 <= node < len(walk.graph.nodes):
            self._neuron = neuron_of(walk.graph, node) or self._neuron
        self._show()

    @property
    def _is_wanted(self) -> bool:
        canvas = self._screen.canvas
        return not (canvas.is_empty or canvas.is_readable or self._is_closed)

    def _show(self) -> None:
        """Show what is known of the neuron at this step, if the picture is too small to say it."""
        lens, canvas = self._screen.lens, self._screen.canvas
        walk, view = self._known_walk(), canvas.view
        neuron = self._neuron
        if not self._is_wanted or neuron is None or view is None or walk is None:
            lens.hide()
            canvas.mark(())
            return
        numbers = numbers_of(
            neuron, walk, view.gradients, view.has_value, view.has_gradient, view.reached, view.now
        )
        lens.set_neuron(neuron, numbers)
        lens.show()
        cards = {int(walk.graph.block_of[line.scalar]) for line in neuron.lines if line.symbol}
        canvas.mark(cards - {-1})
