"""The workbench: the one object that owns the experiment and the run, and says what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.models.experiment import Experiment
from playground.models.frame import Frame, FrameRequest
from playground.models.run import RunInfo
from playground.training_thread import TrainingThread

FRAME_TIMER_MS = 16


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
    playing_changed, failed, refused, crashed
        Whether it trains; sentences for the person in front of the screen.
    """

    experiment_changed = Signal(object)
    run_changed = Signal(object)
    frame_changed = Signal(object)
    playing_changed = Signal(bool)
    failed = Signal(str)
    refused = Signal(str)
    crashed = Signal(str)

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.info: RunInfo | None = None
        self.frame: Frame | None = None
        self.is_playing = False
        self._pending_edits = 0
        self._generation = 0
        self._view: FrameRequest | None = None
        self._view_changed = True
        self._awaiting = False
        self._closed = False
        self._thread = TrainingThread(experiment)
        self._thread.run_changed.connect(self._on_thread_run_changed)
        self._thread.settings_refused.connect(self._on_thread_settings_refused)
        self._thread.frame_ready.connect(self._on_thread_frame_ready)
        self._thread.training_failed.connect(self._on_thread_training_failed)
        self._thread.step_finished.connect(self._on_thread_step_finished)
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
            self._timer.stop()
            self._thread.close()

    def change(self, **values: Any) -> None:
        """Change settings of the experiment.

        Raises
        ------
        ValueError
            A value out of range; nothing has changed then.
        """
        experiment = replace(self.experiment, **values)
        if experiment == self.experiment:
            return
        self.experiment = experiment
        self._pending_edits += 1
        self._thread.apply(experiment)
        self.experiment_changed.emit(experiment)

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

    def reset(self) -> None:
        """Start again from epoch 0 with the same initial weights."""
        self._pending_edits += 1
        self._thread.reset()

    def set_view(self, request: FrameRequest) -> None:
        """Say how frames shall look from now on."""
        self._view = request
        self._view_changed = True

    @Slot()
    def _pull_frame(self) -> None:
        wanted = self.is_playing or self._view_changed
        if self._view is None or self.info is None or self._awaiting or not wanted:
            return
        self._awaiting, self._view_changed = True, False
        self._thread.request_frame(replace(self._view, generation=self._generation))

    @Slot(object)
    def _on_thread_run_changed(self, info: RunInfo) -> None:
        if self.info is not None:
            self._pending_edits -= 1
        self.info = info
        self._generation += 1
        # The thread has dropped what was asked for the run before.
        self._awaiting, self._view_changed = False, True
        # While further edits are on their way the newest settings stand here already.
        if self._pending_edits <= 0 and info.experiment != self.experiment:
            self.experiment = info.experiment
            self.experiment_changed.emit(info.experiment)
        self.run_changed.emit(info)

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

    @Slot()
    def _on_thread_step_finished(self) -> None:
        self._view_changed = True

    @Slot(str)
    def _on_thread_crashed(self, text: str) -> None:
        self.is_playing = False
        self.playing_changed.emit(False)
        self.crashed.emit(text)
