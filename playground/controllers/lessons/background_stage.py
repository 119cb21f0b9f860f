"""What stages have in common that are worked out in the background, frame by frame."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Slot

from playground.controllers.lessons.stage_controller import StageController
from playground.workers.background import Job


class StageFrame(Protocol):
    """How far a stage has come."""

    @property
    def is_finished(self) -> bool:
        """Whether that is the end."""


F = TypeVar("F", bound=StageFrame)


class BackgroundStage(StageController, Generic[F]):
    """One job works on one stage at a time; subclasses order the work, and show its frames."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_running = False
        self._job = Job("lesson", self)
        self._job.progressed.connect(self._on_job_progressed)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_refused)
        self._job.crashed.connect(self._on_job_crashed)

    @property
    def is_running(self) -> bool:
        return self._is_running

    def run(self, *, hurried: bool = False) -> None:
        if self.stage is None or self.has_ended:
            return
        self._is_running = True
        self._order(hurried=hurried)
        self.moved.emit()

    def pause(self) -> None:
        if self._is_running:
            self._is_running = False
            self._job.cancel()
            self._on_paused()
            self.moved.emit()

    def _order(self, *, hurried: bool) -> None:
        """Have the job go on with the stage."""
        raise NotImplementedError

    def _take(self, frame: F) -> None:
        """Show a frame."""
        raise NotImplementedError

    def _on_paused(self) -> None:
        """Do what a pause asks for."""

    def _take_last(self, frame: F) -> None:
        """Show the frame that ends some work."""
        self._take(frame)

    @Slot(object)
    def _on_job_progressed(self, frame: F) -> None:
        self._take(frame)
        self.moved.emit()

    @Slot(object)
    def _on_job_done(self, frame: F | None) -> None:
        if frame is None:
            return  # what was there was let go
        was_running, self._is_running = self._is_running, False
        self._take_last(frame)
        self.moved.emit()
        if was_running and frame.is_finished:
            self.ended.emit()

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        self._is_running = False
        self.refused.emit(reason)
        self.moved.emit()

    @Slot(str)
    def _on_job_crashed(self, _: str) -> None:
        """Stand as after a pause; the window tells of the error."""
        self._is_running = False
        self.moved.emit()
