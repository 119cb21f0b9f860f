"""Runs the mistake that is switched on, on two networks, and shows what comes of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES, code_of
from playground.models.graph.mistakes.twin_run import MOST_UPDATES, TwinReport, train_twins
from playground.models.graph.mistakes.twin_words import comparison, say_why
from playground.models.network.network import Network
from playground.style.words import sentence
from playground.views.graph.graph_screen import GraphScreen
from playground.workbench import Workbench
from playground.workers.background import Job


class MistakeController(QObject):
    """One mistake at a time: in the graph on screen, or on networks beside it, or both."""

    def __init__(
        self, workbench: Workbench, screen: GraphScreen, graph: GraphController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._card = workbench, screen, screen.mistake
        self._graph = graph
        self._mistake = ""
        self._network: Network | None = None
        self._job = Job("twins", self)
        self._job.progressed.connect(self._show_report)
        self._job.done.connect(self._show_report)
        self._job.refused.connect(self._on_job_refused)
        screen.source.mistake_toggled.connect(self._on_view_mistake_toggled)
        self._card.closed.connect(self._on_view_closed)
        screen.room.closed.connect(self._on_view_panel_closed)
        self._card.again_wanted.connect(self._on_view_again_wanted)
        workbench.network_changed.connect(self._on_workbench_network_changed)

    @Slot(str, bool)
    def _on_view_mistake_toggled(self, mistake: str, on: bool) -> None:
        self._choose(mistake if on else "")
        if self._graph.drawn_mistake:
            self._screen.steps.way_selected.emit("backward")

    @Slot()
    def _on_view_closed(self) -> None:
        self._choose("")

    @Slot(QWidget)
    def _on_view_panel_closed(self, panel: QWidget) -> None:
        if panel is self._card and self._mistake:
            self._choose("")

    @Slot()
    def _on_view_again_wanted(self) -> None:
        self._start()

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        """Begin anew with another network; the same one tells nothing new."""
        before = self._network
        if self._mistake in TWIN_MISTAKES and (
            before is None or (before.experiment, before.structure) != (network.experiment, network.structure)
        ):
            self._start()

    def _choose(self, mistake: str) -> None:
        self._mistake = mistake
        for key, switch in self._screen.source.mistakes.items():
            switch.set_checked(key == mistake)
        self._graph.formulas.clear_gradients()
        self._graph.set_mistake(mistake)
        if mistake in TWIN_MISTAKES:
            self._screen.room.open(self._card)
            self._start()
        else:
            self._screen.room.close_panel(self._card)
            self._job.cancel()

    def _start(self) -> None:
        self._job.cancel()
        network = self._network = self._workbench.network
        mistake = TWIN_MISTAKES[self._mistake]
        is_softmax = network is None or network.output.softmax
        self._card.set_mistake(mistake.title, *code_of(mistake.loop(is_softmax=is_softmax)))
        if network is None:
            self._card.set_refusal("The network is not ready yet.")
            return
        self._job.order(partial(train_twins, network, mistake.key))

    @Slot(object)
    def _show_report(self, report: TwinReport) -> None:
        network = self._network
        if network is None:
            return
        self._card.set_result(
            say_why(report, network.experiment, network.output),
            comparison(report),
            (report.healthy.losses, report.mistaken.losses),
            report.update,
            MOST_UPDATES,
        )

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        self._card.set_refusal(sentence(reason))
