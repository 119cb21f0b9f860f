"""Runs the sanity test "Overfit one batch" beside the run."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.models.diagnosis.overfit import OverfitProgress, OverfitResult, run_overfit_test
from playground.style.theme import ThemeManager
from playground.views.diagnosis.overfit_dialog import OverfitDialog
from playground.workbench import Workbench
from playground.workers.background import Job


class OverfitController(QObject):
    """One test at a time, with the settings and the data of the run on screen."""

    def __init__(
        self, workbench: Workbench, window: QWidget, themes: ThemeManager, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._window, self._themes = workbench, window, themes
        self.dialog: OverfitDialog | None = None
        self.job = Job("overfit", self)
        self.job.progressed.connect(self._on_job_progressed)
        self.job.done.connect(self._on_job_done)
        self.job.refused.connect(self._on_job_refused)
        self.job.crashed.connect(self._on_job_crashed)

    @Slot()
    def open(self) -> None:
        """Begin a test; without a run there is nothing to test."""
        frame = self._workbench.frame
        if frame is None or self.dialog is not None:
            return
        has_classes = frame.network.dataset.task == "classification"
        self.dialog = OverfitDialog(self._themes.theme, self._window, has_classes=has_classes)
        self.dialog.finished.connect(self._on_view_finished)
        self.job.order(partial(run_overfit_test, frame.network))
        self.dialog.open()

    def close(self) -> None:
        """Give up a test that is on."""
        if self.dialog is not None:
            self.dialog.reject()

    @Slot()
    def _on_view_finished(self) -> None:
        self.job.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    @Slot(object)
    def _on_job_progressed(self, progress: OverfitProgress) -> None:
        if self.dialog is not None:
            self.dialog.set_progress(progress)

    @Slot(object)
    def _on_job_done(self, result: OverfitResult) -> None:
        if self.dialog is not None:
            self.dialog.set_result(result)

    @Slot(str)
    def _on_job_refused(self, why: str) -> None:
        if self.dialog is not None:
            self.dialog.set_broken(f"The test could not continue: {why}.")

    @Slot(str)
    def _on_job_crashed(self, _: str) -> None:
        if self.dialog is not None:
            self.dialog.set_broken("The test could not continue because of an unexpected error.")
