"""Runs the mistake that is switched on, on two networks, and shows what comes of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES, code_of
from playground.models.graph.mistakes.twin_run import MOST_UPDATES, TwinReport
from playground.models.graph.mistakes.twin_words import comparison, say_why
from playground.models.run.network import Network
from playground.views.graph.graph_screen import GraphScreen
from playground.workbench import Workbench
from playground.workers.twins import TwinThread


class MistakeController(QObject):
    """One mistake at a time, on the network of the run on screen.

    Signals
    -------
    crashed
        The traceback of an unforeseen error.
    """

    crashed = Signal(str)

    def __init__(self, workbench: Workbench, screen: GraphScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._card = workbench, screen, screen.mistake
        self._mistake = ""
        self._network: Network | None = None
        self._thread: TwinThread | None = None
        self._leaving: list[TwinThread] = []
        screen.source.mistake_toggled.connect(self._on_view_mistake_toggled)
        self._card.closed.connect(self._on_view_closed)
        self._card.again_wanted.connect(self._on_view_again_wanted)
        workbench.network_changed.connect(self._on_workbench_network_changed)

    def close(self) -> None:
        """Give up what is on its way."""
        self._give_up()
        for thread in self._leaving:
            thread.close()
        self._leaving.clear()

    def _give_up(self) -> None:
        """Let the thread end by itself: a slice of its work takes longer than the window may wait."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        thread.cancel()
        if thread.isFinished():
            thread.deleteLater()
        else:
            self._leaving.append(thread)

    @Slot()
    def _on_thread_finished(self) -> None:
        thread = self.sender()
        if thread in self._leaving:
            self._leaving.remove(thread)
            thread.deleteLater()

    @Slot(str, bool)
    def _on_view_mistake_toggled(self, mistake: str, on: bool) -> None:
        if mistake in TWIN_MISTAKES:
            self._choose(mistake if on else "")

    @Slot()
    def _on_view_closed(self) -> None:
        self._choose("")

    @Slot()
    def _on_view_again_wanted(self) -> None:
        self._start()

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        """Begin anew with another network; the same one tells nothing new."""
        before = self._network
        if self._mistake and (
            before is None or (before.experiment, before.structure) != (network.experiment, network.structure)
        ):
            self._start()

    def _choose(self, mistake: str) -> None:
        self._mistake = mistake
        for key, switch in self._screen.source.mistakes.items():
            if key in TWIN_MISTAKES:
                switch.set_checked(key == mistake)
        self._card.setVisible(bool(mistake))
        if mistake:
            if self._screen.steps.way.value() == "update":
                # There is room for one of the two.
                self._screen.steps.way_selected.emit("backward")
            self._start()
        else:
            self._give_up()

    def _start(self) -> None:
        self._give_up()
        network = self._network = self._workbench.network
        mistake = TWIN_MISTAKES[self._mistake]
        is_softmax = network is None or network.output.softmax
        self._card.set_mistake(mistake.title, *code_of(mistake.loop(is_softmax=is_softmax)))
        if network is None:
            self._card.set_refusal("The network is not ready yet.")
            return
        self._thread = TwinThread(network, mistake.key)
        self._thread.progressed.connect(self._on_thread_progressed)
        self._thread.refused.connect(self._on_thread_refused)
        self._thread.crashed.connect(self.crashed)
        self._thread.finished.connect(self._on_thread_finished)
        self._thread.start()

    @Slot(object)
    def _on_thread_progressed(self, report: TwinReport) -> None:
        network = self._network
        if network is None or self.sender() is not self._thread:
            return
        self._card.set_result(
            say_why(report, network.experiment, network.output),
            comparison(report),
            (report.healthy.losses, report.mistaken.losses),
            report.update,
            MOST_UPDATES,
        )

    @Slot(str)
    def _on_thread_refused(self, reason: str) -> None:
        if self.sender() is self._thread:
            self._card.set_refusal(f"{reason[0].upper()}{reason[1:]}.")
