"""Joins the workbench and the presenter mode."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Slot

from playground.models.experiment.choices import activation_title
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.picture.frame import Frame
from playground.models.picture.reading_pace import ReadingPace
from playground.style.words import loss_text, score_text
from playground.views.window.main_window import MainWindow
from playground.workbench import Workbench


class PresenterController(QObject):
    """Shows what canvas and boundary do not show themselves, while the presenter mode is on."""

    def __init__(self, workbench: Workbench, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._window = workbench, window
        self._figures = ReadingPace()
        self._network: Network | None = None
        window.presenter_toggled.connect(self._on_view_presenter_toggled)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.playing_changed.connect(self._on_workbench_playing_changed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        workbench.run_replaced.connect(self._on_workbench_run_replaced)
        workbench.blocked.connect(self._on_workbench_blocked)

    @Slot(bool)
    def _on_view_presenter_toggled(self, _: bool) -> None:
        if not self._window.presents_run:
            return
        workbench = self._workbench
        self._window.presenter.chart.set_logarithmic(self._window.output.log_scale.isChecked())
        self._on_workbench_experiment_changed(workbench.experiment)
        self._on_workbench_playing_changed(workbench.is_playing)
        if workbench.frame is not None:
            self._on_workbench_frame_changed(workbench.frame)

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        if self._window.presents_run:
            self._window.presenter.header.set_title(experiment.title)

    @Slot(bool)
    def _on_workbench_playing_changed(self, playing: bool) -> None:
        self._figures.hurry()
        if self._window.presents_run:
            self._window.presenter.header.set_playing(playing)

    @Slot(int)
    def _on_workbench_run_replaced(self, epoch: int) -> None:
        """Show no numbers until there are some of the run that has begun."""
        if self._window.presents_run:
            presenter = self._window.presenter
            presenter.chart.clear()
            presenter.header.set_progress(epoch, "")
            presenter.legend.set_losses("–", "–")

    @Slot(object)
    def _on_workbench_blocked(self, _: Problem) -> None:
        self._on_workbench_run_replaced(0)

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        if not self._window.presents_run:
            return
        presenter = self._window.presenter
        presenter.chart.set_curves(frame.curves)
        presenter.chart.set_ghosts(frame.timeline.ghosts)
        is_other = frame.network is not self._network
        self._network = frame.network
        if self._figures.is_due(is_playing=self._workbench.is_in_motion and not is_other):
            network = frame.network
            is_regression = network.dataset.task == "regression"
            presenter.header.set_network(network.structure, activation_title(network.experiment.activation))
            score = say_score(frame, is_regression=is_regression)
            state = "looking back" if frame.timeline.cursor is not None else ""
            presenter.header.set_progress(frame.epoch, " · ".join(filter(None, (score, state))))
            presenter.legend.set_losses(loss_text(frame.train_loss, 3), loss_text(frame.test_loss, 3))


def say_score(frame: Frame, *, is_regression: bool) -> str:
    """Return the score in words, on the test data if there are any."""
    score = frame.test_score if frame.test_score is not None else frame.train_score
    if score is None or math.isnan(score):
        return ""
    if is_regression:
        return f"R² {score_text(score, is_share=False)}"
    return f"{score_text(score, is_share=True)} correct"
