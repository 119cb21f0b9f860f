"""Leads from a run that failed to the graph up to the operation that did."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from playground.controllers.graph.graph_controller import GraphController
from playground.models.experiment.notice import Notice
from playground.models.graph.drawing import Drawing, draw_network
from playground.models.graph.fault.fault import find_fault
from playground.models.graph.fault.story import FaultStory, tell_fault
from playground.models.run.failure import Failure
from playground.models.ticket import Ticket
from playground.style.words import sentence
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.source_panel import FAULT
from playground.workbench import Workbench
from playground.workers.background import Job


@dataclass(frozen=True, eq=False)
class _Told:
    """A drawing and its story."""

    drawing: Drawing
    story: FaultStory


class FaultController(QObject):
    """Keeps the last failure, and finds its operation when that is asked for."""

    def __init__(
        self,
        workbench: Workbench,
        screen: GraphScreen,
        graph: GraphController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen, self._graph = screen, graph
        self._failure: Failure | None = None
        self._job = Job("fault", self)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_refused)
        workbench.noticed.connect(self._on_workbench_noticed)
        workbench.acted.connect(self._on_workbench_acted)
        screen.source.source_selected.connect(self._on_view_source_selected)
        screen.source.fold_toggled.connect(self._on_view_fold_toggled)

    def show(self, failure: Failure) -> None:
        """Show where a run failed."""
        self._failure = failure
        self._find()

    def _find(self) -> None:
        if self._failure is None:
            return
        failure, folds = self._failure, self._screen.source.fold.isChecked()

        def find(ticket: Ticket) -> _Told:
            fault = find_fault(failure.network, failure.parameters, fold_sums=folds, ticket=ticket)
            opened = fault.graph.grouping.first_opened(1, len(fault.graph.graph.nodes))
            # What failed is open: a group that is closed has no operation to light.
            opened |= {group.key for group in fault.graph.grouping.paths.get(fault.scalar, ())}
            return _Told(draw_network(fault.graph, opened, ticket=ticket), tell_fault(fault))

        self._job.order(find)

    @Slot(object)
    def _on_job_done(self, told: _Told) -> None:
        self._graph.show_fault(told.drawing, told.story)

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        self._screen.source.set_state(sentence(reason), is_problem=True)

    @Slot(object)
    def _on_workbench_noticed(self, notice: Notice) -> None:
        if notice.failure is not None:
            self._failure = notice.failure
            self._screen.source.offer_fault(True)

    @Slot()
    def _on_workbench_acted(self) -> None:
        self._screen.source.offer_fault(False)

    @Slot(str)
    def _on_view_source_selected(self, source: str) -> None:
        if source == FAULT:
            self._find()
        else:
            self._job.cancel()

    @Slot(bool)
    def _on_view_fold_toggled(self, on: bool) -> None:
        if self._graph.shows_fault:
            self._find()
