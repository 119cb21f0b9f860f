"""The workbench: the one object that owns the experiment and the run, and says what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack

from playground.models.experiment.experiment import MAX_REDRAWS, Experiment
from playground.models.experiment.problem import Problem
from playground.models.picture.frame import Frame, FrameRequest
from playground.models.run.applied_update import AppliedUpdate
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.parameter_map import ParameterKey
from playground.models.run.run import RunInfo
from playground.undo import ExperimentCommand, ParameterCommand
from playground.update_command import UpdateCommand
from playground.workers.training import TrainingThread

FRAME_TIMER_MS = 16
MOST_UNDO_STEPS = 500


class Workbench(QObject):
    """Holds the state that all views share.

    Signals
    -------
    experiment_changed
        The settings, after an edit or after the run replaced one that did not fit.
    run_changed
        A `RunInfo`: new data, a new network, or the same network going on with new settings.
    frame_changed
        The newest `Frame`.
    blocked
        A `Problem` that keeps the experiment from being trained; the next `run_changed` ends it.
    slowness_found
        A `Problem` of a run that takes long.
    file_changed
        Path of the experiment's file, or None; after New, Open and Save.
    file_opened, file_saved
        Path of a file that was opened, or written.
    unsaved_changed
        Whether there are changes that no file holds.
    stopped
        Why training paused by itself.
    speed_changed
        Steps a second, or None.
    playing_changed, failed, refused, crashed
        Whether it trains; sentences for the person in front of the screen.
    """

    experiment_changed = Signal(object)
    run_changed = Signal(object)
    frame_changed = Signal(object)
    playing_changed = Signal(bool)
    blocked = Signal(object)
    slowness_found = Signal(object)
    stopped = Signal(str)
    speed_changed = Signal(object)
    failed = Signal(str)
    refused = Signal(str)
    file_refused = Signal(str)
    file_changed = Signal(object)
    file_opened = Signal(object)
    file_saved = Signal(object)
    unsaved_changed = Signal(bool)
    crashed = Signal(str)

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.info: RunInfo | None = None
        self.frame: Frame | None = None
        self.is_playing = False
        self.speed: float | None = None
        self.problem: Problem | None = None
        self.path: Path | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_UNDO_STEPS)
        self._index_to_save = 0
        self._pending_edits = 0
        self._is_first_answer = True
        self._generation = 0
        self._view: FrameRequest | None = None
        self._view_changed = True
        self._wants_optimizer = False
        self._awaiting = False
        self._closed = False
        self._thread = TrainingThread(experiment)
        self._thread.run_changed.connect(self._on_thread_run_changed)
        self._thread.blocked.connect(self._on_thread_blocked)
        self._thread.slowness_found.connect(self.slowness_found)
        self._thread.stopped.connect(self._on_thread_stopped)
        self._thread.opened.connect(self._on_thread_opened)
        self._thread.saved.connect(self._on_thread_saved)
        self._thread.file_refused.connect(self.file_refused)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self._thread.settings_refused.connect(self._on_thread_settings_refused)
        self._thread.frame_ready.connect(self._on_thread_frame_ready)
        self._thread.training_failed.connect(self._on_thread_training_failed)
        self._thread.step_finished.connect(self._on_thread_step_finished)
        self._thread.update_applied.connect(self._on_thread_update_applied)
        self._thread.update_refused.connect(self.refused)
        self._thread.crashed.connect(self._on_thread_crashed)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_TIMER_MS)
        self._timer.timeout.connect(self._pull_frame)

    def start(self) -> None:
        """Start the training thread and the frame timer."""
        self._thread.start()
        self._timer.start()

    def close(self) -> None:
        """Stop everything and wait for the thread to end."""
        if not self._closed:
            self._closed = True
            self.undo_stack.blockSignals(True)  # it speaks once more when it is destroyed
            self._timer.stop()
            self._thread.close()

    def change(self, *, merge: str = "", **values: Any) -> None:
        """Change settings of the experiment, as one step that can be undone.

        Parameters
        ----------
        merge
            Changes in a row with the same word here make one step, such as those of a brush stroke.

        Raises
        ------
        ValueError
            A value out of range; nothing has changed then.
        """
        experiment = replace(self.experiment, **values)
        if experiment != self.experiment:
            self.undo_stack.push(ExperimentCommand(self._apply, self.experiment, experiment, merge))

    def _apply(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._pending_edits += 1
        self._thread.apply(experiment)
        self.experiment_changed.emit(experiment)

    @property
    def is_unsaved(self) -> bool:
        """Whether there are changes that no file holds."""
        return not self.undo_stack.isClean()

    def start_anew(self) -> None:
        """Put an experiment with all defaults in the place of this one."""
        self.path = None
        self.undo_stack.clear()
        self._apply(Experiment())
        self.reset()
        self.file_changed.emit(None)

    def open_file(self, path: Path) -> None:
        """Go on with a saved experiment, paused."""
        self._thread.open_file(path)

    def save_file(self, path: Path) -> None:
        """Save settings, data and weights."""
        self._index_to_save = self.undo_stack.index()
        self._thread.save_file(path, self.experiment)

    def set_playing(self, playing: bool) -> None:
        """Start or pause training."""
        if playing == self.is_playing:
            return
        self.is_playing = playing
        if playing:
            self._thread.play()
        else:
            self._thread.pause()
            self._view_changed = True
        self.playing_changed.emit(playing)

    def step(self) -> None:
        """Train one epoch, then pause."""
        self._thread.step()
        if self.is_playing:
            self.is_playing = False
            self.playing_changed.emit(False)

    def go_to_next_phase(self) -> None:
        """Pause, and let the next phase of a step in slow motion pass."""
        self._thread.go_to_next_phase()
        if self.is_playing:
            self.is_playing = False
            self.playing_changed.emit(False)

    def set_speed(self, steps_per_second: float | None) -> None:
        """Make so many updates a second; None is as many as can be made."""
        self.speed = steps_per_second
        self._thread.set_speed(steps_per_second)
        self.speed_changed.emit(steps_per_second)

    def edit_parameters(
        self, before: Mapping[ParameterKey, float], after: Mapping[ParameterKey, float]
    ) -> None:
        """Set weights and biases by hand, as one step that can be undone; training goes on from there."""
        if dict(before) != dict(after):
            self.undo_stack.push(ParameterCommand(self._set_parameters, before, after))

    def _set_parameters(self, values: Mapping[ParameterKey, float]) -> None:
        self._thread.set_parameters(values)

    def apply_update(self, report: OptimizerReport, gradients: NDArray[np.float64]) -> None:
        """Make one update with a gradient, as one step that can be undone; training pauses.

        Parameters
        ----------
        report
            Of the frame that the gradient belongs to. Where the run has changed since, it is `refused`.
        gradients
            Shape (n_parameters,), before clipping and penalties; not to be changed afterwards.
        """
        self.set_playing(False)
        self._thread.apply_update(report, gradients)

    def draw_weights_anew(self) -> None:
        """Start from epoch 0 with other first weights and the same data."""
        draws = self.experiment.weight_draws + 1
        self.change(weight_draws=0 if draws > MAX_REDRAWS else draws)

    def reset(self) -> None:
        """Start again from epoch 0 with the same initial weights."""
        self._pending_edits += 1
        self._thread.reset()

    def set_view(self, request: FrameRequest) -> None:
        """Say how frames shall look from now on."""
        self._view = request
        self._view_changed = True

    def want_optimizer(self, wanted: bool) -> None:
        """Say whether frames shall tell where the optimizer stands, in `Frame.optimizer`."""
        if wanted != self._wants_optimizer:
            self._wants_optimizer = wanted
            self._view_changed = True

    @Slot()
    def _pull_frame(self) -> None:
        wanted = (self.is_playing or self._view_changed) and self.problem is None
        if self._view is None or self.info is None or self._awaiting or not wanted:
            return
        self._awaiting, self._view_changed = True, False
        request = replace(self._view, generation=self._generation, wants_optimizer=self._wants_optimizer)
        self._thread.request_frame(request)

    @Slot(object)
    def _on_thread_run_changed(self, info: RunInfo) -> None:
        self._take_answer()
        self.info, self.problem = info, None
        # While further edits are on their way the newest settings stand here already.
        if self._pending_edits <= 0 and info.experiment != self.experiment:
            self.experiment = info.experiment
            self.experiment_changed.emit(info.experiment)
        self.run_changed.emit(info)

    @Slot(object, object)
    def _on_thread_opened(self, path: Path, experiment: Experiment) -> None:
        self.path, self.experiment = path, experiment
        self._pending_edits += 1  # the run that follows answers this
        self.undo_stack.clear()
        if self.is_playing:
            self.is_playing = False
            self.playing_changed.emit(False)
        self.experiment_changed.emit(experiment)
        self.file_changed.emit(path)
        self.file_opened.emit(path)

    @Slot(object)
    def _on_thread_saved(self, path: Path) -> None:
        self.path = path
        # What was changed while the file was being written is not in it.
        if self.undo_stack.index() == self._index_to_save:
            self.undo_stack.setClean()
        self.file_changed.emit(path)
        self.file_saved.emit(path)

    @Slot(bool)
    def _on_clean_changed(self, clean: bool) -> None:
        self.unsaved_changed.emit(not clean)

    def _take_answer(self) -> None:
        """Count an answer to an edit; the first one answers the start."""
        if not self._is_first_answer:
            self._pending_edits -= 1
        self._is_first_answer = False
        self._generation += 1
        # The thread has dropped what was asked for the run before.
        self._awaiting, self._view_changed = False, True

    @Slot(object)
    def _on_thread_blocked(self, problem: Problem) -> None:
        self._take_answer()
        self.problem, self.frame = problem, None
        self.blocked.emit(problem)

    @Slot(str)
    def _on_thread_settings_refused(self, message: str) -> None:
        self.refused.emit(message)

    @Slot(object)
    def _on_thread_frame_ready(self, frame: Frame) -> None:
        self._awaiting = False
        if frame.generation != self._generation:
            self._view_changed = True
            return
        self.frame = frame
        self.frame_changed.emit(frame)
        # The thread knows when the next one is due: a wish that waits for the timer would come late.
        self._pull_frame()

    @Slot(str)
    def _on_thread_training_failed(self, message: str) -> None:
        self.is_playing = False
        self._view_changed = True
        self.playing_changed.emit(False)
        self.failed.emit(message)

    @Slot(str)
    def _on_thread_stopped(self, reason: str) -> None:
        self.is_playing = False
        self._view_changed = True
        self.playing_changed.emit(False)
        self.stopped.emit(reason)

    @Slot()
    def _on_thread_step_finished(self) -> None:
        self._view_changed = True

    @Slot(object)
    def _on_thread_update_applied(self, update: AppliedUpdate) -> None:
        # With edits on their way the answer belongs to a run that may be gone.
        if self._pending_edits <= 0:
            self.undo_stack.push(UpdateCommand(self._thread.put_update, update))

    @Slot(str)
    def _on_thread_crashed(self, text: str) -> None:
        self.is_playing = False
        self.playing_changed.emit(False)
        self.crashed.emit(text)
