"""Joins the workbench with the menu of mistakes and the marks of those that are on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from playground.models.diagnosis.mistakes import (
    MISTAKES,
    RATE_TIMES_100,
    Mistake,
    healthy,
    is_made,
    mistakes_in,
    switched,
)
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.views.diagnosis.mistake_menu import MistakeMenu
from playground.views.window.main_window import MainWindow
from playground.workbench import Workbench

NO_NETWORK = "there is nothing to train"


class MistakeMenuController(QObject):
    """A mistake is a change of settings like any other; what is wrong on purpose is marked.

    Signals
    -------
    twin_wanted
        The run is to be seen beside this experiment, which makes no mistake; what the run does wrong.
    """

    twin_wanted = Signal(object, str)

    def __init__(self, workbench: Workbench, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._window = workbench, window
        self._network: Network | None = None
        # The learning rate before it was raised, and after.
        self._rates = (0.0, 0.0)
        self.menu = MistakeMenu(window.network.mistakes_button)
        window.network.mistakes_button.clicked.connect(self.menu.open)
        self.menu.mistake_toggled.connect(self._on_view_mistake_toggled)
        self.menu.twin_wanted.connect(self._on_view_twin_wanted)
        window.mistakes.end_wanted.connect(self._on_view_end_wanted)
        window.mistakes.twin_wanted.connect(self._on_view_twin_wanted)
        window.presenter_toggled.connect(self._on_view_presenter_toggled)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.blocked.connect(self._on_workbench_blocked)
        workbench.kept_replaced.connect(self._on_workbench_kept_replaced)
        self._show()

    @property
    def made(self) -> list[Mistake]:
        """The mistakes of the run that make a difference to it."""
        network = self._network
        if network is None:
            return []
        known = mistakes_in(network)
        return [*known, MISTAKES[RATE_TIMES_100]] if self._is_rate_raised else known

    @property
    def _is_rate_raised(self) -> bool:
        before, after = self._rates
        return before > 0.0 and self._workbench.experiment.learning_rate == after

    @Slot(str, bool)
    def _on_view_mistake_toggled(self, key: str, on: bool) -> None:
        experiment = self._workbench.experiment
        changes: dict[str, Any] = switched(key, experiment, on=on)
        if key == RATE_TIMES_100:
            if on:
                self._rates = (experiment.learning_rate, changes["learning_rate"])
            else:
                changes = self._right_rate
        self._workbench.change(**changes)

    @property
    def _right_rate(self) -> dict[str, Any]:
        return {"learning_rate": self._rates[0]} if self._is_rate_raised else {}

    @Slot(str)
    def _on_view_end_wanted(self, key: str) -> None:
        self._on_view_mistake_toggled(key, False)

    @Slot()
    def _on_view_twin_wanted(self) -> None:
        titles = ", ".join(mistake.title for mistake in self.made)
        self.twin_wanted.emit(healthy(self._workbench.experiment, self._right_rate), titles)

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        self._network = network
        self._show()

    @Slot(object)
    def _on_workbench_experiment_changed(self, _: Experiment) -> None:
        self._show()

    @Slot(object)
    def _on_workbench_kept_replaced(self, _: object) -> None:
        """Forget the rate of another document."""
        self._rates = (0.0, 0.0)
        self._show()

    @Slot(object)
    def _on_workbench_blocked(self, _: Problem) -> None:
        self._network = None
        self._show()

    def _show(self) -> None:
        experiment, network = self._workbench.experiment, self._network
        refusals = {
            key: NO_NETWORK if network is None else mistake.refusal(network)
            for key, mistake in MISTAKES.items()
        }
        switched_on = [key for key in MISTAKES if is_made(key, experiment)]
        if self._is_rate_raised:
            switched_on.append(RATE_TIMES_100)
            refusals[RATE_TIMES_100] = ""
        self.menu.set_state(switched_on, refusals, has_twin=bool(self.made))
        self._window.mistakes.set_mistakes(self.made)
        self._on_view_presenter_toggled(self._window.presents_run)

    @Slot(bool)
    def _on_view_presenter_toggled(self, _: bool) -> None:
        if self._window.presents_run:
            self._window.presenter.set_mistakes(self.made)
