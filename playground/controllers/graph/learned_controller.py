"""Says that a point is learned, since when, and leads to one that is not."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.learning.hardest_point import hardest_point
from playground.models.graph.learning.learned import LEARNED, Learned, Moment, largest_gradient, learned_since
from playground.models.graph.network_graph import NetworkGraph
from playground.style.words import number_text
from playground.views.graph.graph_screen import GraphScreen
from playground.workbench import Workbench
from playground.workers.background import Job


class LearnedController(QObject):
    """Looks for the epoch once for each graph of a learned point."""

    def __init__(
        self, workbench: Workbench, screen: GraphScreen, graph: GraphController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._graph, self._source = workbench, graph, screen.source
        # The graph whose epoch is looked for, or known.
        self._asked: NetworkGraph | None = None
        self._learned: Learned | None = None
        self._is_final = False
        self._hardest = Job("hardest point", self)
        self._hardest.done.connect(self._on_hardest_done)
        self._search = Job("learned epoch", self)
        self._search.done.connect(self._on_search_done)
        self._source.hardest_wanted.connect(self._on_view_hardest_wanted)
        self._source.since_wanted.connect(self._on_view_since_wanted)
        graph.steps.walk_changed.connect(self._on_walk_changed)
        screen.steps.way_selected.connect(self._on_walk_changed)
        workbench.moments_lent.connect(self._on_workbench_moments_lent)

    @property
    def _network(self) -> NetworkGraph | None:
        """The graph on screen, if it is the loss of a point whose gradients may be told."""
        drawing = self._graph.drawing
        is_told = self._graph.source == "loss" and not self._graph.steps.is_practising
        return drawing.network if drawing is not None and is_told else None

    @Slot()
    def _on_walk_changed(self) -> None:
        network, walk, text = self._network, self._graph.walk, ""
        if network is not None and walk is not None and walk.graph.scalars is network.graph:
            largest, loss = largest_gradient(network, walk), float(walk.values[-1])
            if largest < LEARNED:
                text = (
                    f"This point is learned: its loss is {number_text(loss, 2)}, and no gradient of a "
                    f"parameter is larger than {number_text(largest, 2)}."
                )
        self._source.set_learned(text)
        if not text:
            self._asked = self._learned = None
        elif network is not self._asked:
            self._asked, self._learned, self._is_final = network, None, False
            self._search.cancel()
            self._workbench.lend_moments()
        self._show_since()

    @Slot(object)
    def _on_workbench_moments_lent(self, moments: tuple[Moment, ...]) -> None:
        if self._asked is not None and self._asked is self._network:
            self._search.order(partial(learned_since, self._asked, moments, self._learned))

    @Slot(object)
    def _on_search_done(self, learned: Learned | None) -> None:
        # What no epoch tells more of is as good as it gets.
        self._is_final = learned is None or learned.is_narrow or learned == self._learned
        self._learned = learned
        if learned is not None and not self._is_final:
            self._workbench.lend_moments(learned.between())
        self._show_since()

    @property
    def _known_epoch(self) -> int | None:
        """The epoch at which the point was learned, once it is known well enough."""
        learned = self._learned
        return learned.since if learned is not None and self._is_final else None

    def _show_since(self) -> None:
        """Offer the epoch at which the point was learned; there, the way back to the newest one."""
        frame, since = self._workbench.frame, self._known_epoch
        if since is None or frame is None:
            self._source.set_since("")
        elif self._workbench.cursor == since:
            self._source.set_since(f"Back to epoch {frame.timeline.last_epoch:,}")
        else:
            self._source.set_since(f"Learned at about epoch {since:,}")

    @Slot()
    def _on_view_since_wanted(self) -> None:
        since = self._known_epoch
        self._workbench.look_at(None if self._workbench.cursor == since else since)

    @Slot()
    def _on_view_hardest_wanted(self) -> None:
        network, frame = self._network, self._workbench.frame
        if network is not None and frame is not None and network.source is frame.network:
            self._hardest.order(partial(hardest_point, network, frame.parameters))

    @Slot(object)
    def _on_hardest_done(self, row: int) -> None:
        if self._network is not None:
            self._graph.go_to_point(row)
