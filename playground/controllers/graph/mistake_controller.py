"""Runs the mistake that is switched on, on two networks, and shows what comes of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.controllers.graph.formula_update_controller import FormulaUpdateController
from playground.controllers.graph.graph_controller import GraphController
from playground.models.experiment.choices import OPTIMIZERS
from playground.models.graph.mistakes.mistakes import SOFTMAX_TWICE, TWIN_MISTAKES, code_of
from playground.models.graph.mistakes.network_lab import NetworkLab
from playground.models.graph.mistakes.twin_run import (
    NEAR_LIMIT,
    SCALE_FREE,
    TwinReport,
    has_limit,
    train_twins,
)
from playground.models.graph.mistakes.twin_words import say_why
from playground.models.network.network import Network
from playground.models.ticket import Ticket
from playground.style.words import sentence
from playground.views.graph.graph_screen import GraphScreen
from playground.workbench import Workbench
from playground.workers.background import Job

SGD = "sgd"


class MistakeController(QObject):
    """One mistake at a time: in the graph on screen, or on networks beside it, or both."""

    def __init__(
        self,
        workbench: Workbench,
        screen: GraphScreen,
        graph: GraphController,
        updates: FormulaUpdateController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._card = workbench, screen, screen.mistake
        self._graph, self._updates = graph, updates
        self._mistake = self._optimizer = ""
        self._network: Network | None = None
        self._job = Job("twins", self)
        self._job.progressed.connect(self._show_report)
        self._job.done.connect(self._show_report)
        self._job.refused.connect(self._on_job_refused)
        screen.source.mistake_toggled.connect(self._on_view_mistake_toggled)
        self._card.closed.connect(self._on_view_closed)
        screen.room.closed.connect(self._on_view_panel_closed)
        self._card.again_wanted.connect(self._on_view_again_wanted)
        self._card.rate_selected.connect(self._on_view_rate_selected)
        self._card.optimizer_toggled.connect(self._on_view_optimizer_toggled)
        screen.steps.way_selected.connect(self._on_view_way_selected)
        graph.source_changed.connect(self._on_graph_source_changed)
        graph.steps.walk_changed.connect(self._on_graph_walk_changed)
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
        # A formula's updates are made with the mistake, which stays on while they take the room.
        if panel is self._card and self._mistake and not (self._is_of_formula and self._is_updating):
            self._choose("")

    @Slot()
    def _on_view_again_wanted(self) -> None:
        self._start()

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        """Begin anew with another network; the same one tells nothing new."""
        before = self._network
        is_other = before is None or (
            (before.experiment, before.structure) != (network.experiment, network.structure)
        )
        if is_other and not self._is_of_formula:
            self._start()

    def _choose(self, mistake: str) -> None:
        self._mistake = mistake
        for key, switch in self._screen.source.mistakes.items():
            switch.set_checked(key == mistake)
        self._graph.formulas.clear_gradients()
        self._graph.set_mistake(mistake)
        if mistake in TWIN_MISTAKES:
            self._screen.room.open(self._card)
        else:
            self._screen.room.close_panel(self._card)
        self._start()

    def _start(self) -> None:
        """Run the mistake that is on; one that is only drawn, or none, has nothing to run."""
        self._job.cancel()
        mistake = TWIN_MISTAKES.get(self._mistake)
        if mistake is None:
            return
        network = self._network = self._workbench.network
        is_softmax = network is None or network.output.softmax
        self._card.set_mistake(mistake.title, *code_of(mistake.loop(is_softmax=is_softmax)))
        near_limit = self._card.rate.value() == NEAR_LIMIT
        if self._is_of_formula:
            self._offer("")
            lab = self._updates.laboratory()
            if lab is None:
                self._card.set_refusal("There is no graph to make this mistake on.")
                return
            self._job.order(partial(train_twins, lab, mistake.key, near_limit=near_limit))
        elif network is None:
            self._card.set_refusal("The network is not ready yet.")
        else:
            self._offer(network.experiment.optimizer)
            self._job.order(partial(_train, network, mistake.key, self._optimizer, near_limit=near_limit))

    def _offer(self, own: str) -> None:
        """Offer what makes a mistake show: plain gradient descent, and a rate near the limit.

        Parameters
        ----------
        own
            The optimizer of the network; empty for a formula, which has none.
        """
        if own not in SCALE_FREE or self._mistake == SOFTMAX_TWICE:
            self._optimizer = ""
            self._card.set_other_optimizer("")
        else:
            self._card.set_other_optimizer(OPTIMIZERS[own if self._optimizer else SGD][0])
        self._card.set_rates(offered=has_limit(self._mistake, self._optimizer or own))

    @Slot()
    def _on_view_optimizer_toggled(self) -> None:
        self._optimizer = "" if self._optimizer else SGD
        self._start()

    @Slot(str)
    def _on_view_rate_selected(self, _: str) -> None:
        self._start()

    @Slot()
    def _on_graph_source_changed(self) -> None:
        """Make the mistake on what is on screen now."""
        if self._mistake not in TWIN_MISTAKES:
            return
        if self._is_updating:
            self._choose("")  # what comes is the update of a network, which is made without mistakes
        else:
            self._start()

    @Slot()
    def _on_graph_walk_changed(self) -> None:
        """Begin anew with other numbers of a formula."""
        if self._is_of_formula and not self._card.isHidden():
            self._start()

    @Slot(str)
    def _on_view_way_selected(self, way: str) -> None:
        """Come back after the updates that took the room; what is practised is the right pass."""
        if way == "practise" and self._graph.drawn_mistake:
            self._choose("")
        elif way != "update" and self._mistake in TWIN_MISTAKES and self._screen.room.is_free:
            self._screen.room.open(self._card)
            self._start()

    @property
    def _is_of_formula(self) -> bool:
        return self._graph.source == "formulas"

    @property
    def _is_updating(self) -> bool:
        return self._screen.steps.way.value() == "update"

    @Slot(object)
    def _show_report(self, report: TwinReport) -> None:
        network = self._network
        output = None if self._is_of_formula or network is None else network.output
        self._card.set_result(report, say_why(report, output))

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        self._card.set_refusal(sentence(reason))


def _train(network: Network, mistake: str, optimizer: str, ticket: Ticket, *, near_limit: bool) -> TwinReport:
    return train_twins(NetworkLab(network, optimizer), mistake, ticket, near_limit=near_limit)
