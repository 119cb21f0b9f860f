"""Keeps the work on screen for the next start, and offers what a crash left behind."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.autosaves import Abandoned, Autosaves
from playground.controllers.window.file_controller import FileController
from playground.models.experiment.notice import Notice
from playground.models.run.run_file import Cover, SavedWork
from playground.style.theme import ThemeManager
from playground.views.window.dialogs import TextDialog, abandoned_dialog
from playground.workbench import Workbench
from playground.workers.background import Job

_logger = logging.getLogger("scalar-playground.autosaves")
# At most half a minute of work may be lost, writing included.
INTERVAL_MS = 25_000


class AutosaveController(QObject):
    """Writes after every half minute of changes, at every branch, and at the end.

    Signals
    -------
    kept_changed
        Whether training will be restored at the next start.
    """

    kept_changed = Signal(bool)

    def __init__(
        self,
        workbench: Workbench,
        autosaves: Autosaves,
        files: FileController,
        window: QWidget,
        themes: ThemeManager,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._autosaves = workbench, autosaves
        self._files, self._window, self._themes = files, window, themes
        self._written: object = None
        self._has_failed = False
        self._offered: Abandoned | None = None
        self._aside: Path | None = None
        self._dialog: TextDialog | None = None
        self._job = Job("autosave", self)
        self._job.done.connect(self._on_written)
        self._job.refused.connect(self._on_refused)
        self.timer = QTimer(self)
        self.timer.setInterval(INTERVAL_MS)
        self.timer.timeout.connect(self._on_tick)
        workbench.work_taken.connect(self._on_workbench_work_taken)
        workbench.branched.connect(self._on_tick)

    def start(self) -> None:
        """Start keeping the work on screen, and offer the newest that a crash left behind."""
        self.timer.start()
        self.kept_changed.emit(True)
        abandoned = self._autosaves.abandoned()
        for older in abandoned[1:]:
            self._autosaves.put_aside(older.path)
        if abandoned:
            self._offer(abandoned[0])

    def end(self) -> None:
        """Keep the work on screen for the next start; all threads have ended."""
        self.timer.stop()
        # An unanswered offer is made again.
        self._offered = None
        try:
            self._autosaves.end(self._workbench.last_work(self._cover))
        except (OSError, ValueError) as error:
            _logger.warning("the last run could not be kept: %s", error)

    @property
    def dialog(self) -> TextDialog | None:
        """The offer that is open."""
        return self._dialog

    @property
    def _cover(self) -> Cover:
        workbench = self._workbench
        return replace(workbench.cover, path=workbench.path, is_unsaved=workbench.is_unsaved)

    @Slot()
    def _on_tick(self) -> None:
        if self._workbench.progress != self._written:
            self._written = self._workbench.progress
            self._workbench.take_work(self._cover)

    @Slot(object)
    def _on_workbench_work_taken(self, work: SavedWork) -> None:
        self._job.order(lambda _: self._autosaves.write(work))

    @Slot(object)
    def _on_written(self, _: object) -> None:
        if self._has_failed:
            self._has_failed = False
            self.kept_changed.emit(True)

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        """Say once that a crash would lose work."""
        _logger.warning("nothing is kept for the next start: %s", reason)
        self._written = None
        if not self._has_failed:
            self._has_failed = True
            self.kept_changed.emit(False)
            text = f"Unsaved work cannot be kept for the next start: {reason}. Save it yourself."
            self._workbench.say(Notice(text, "advice"))

    def _offer(self, abandoned: Abandoned) -> None:
        dialog = abandoned_dialog(abandoned.words, abandoned.time, self._themes.theme, self._window)
        self._offered, self._dialog = abandoned, dialog
        dialog.action_wanted.connect(self._on_offer_taken)
        dialog.finished.connect(self._on_offer_finished)
        dialog.open()

    @Slot()
    def _on_offer_finished(self) -> None:
        """Whatever the answer, it is not offered again; the file stays."""
        offered, dialog = self._offered, self._dialog
        self._offered = self._dialog = None
        if dialog is not None:
            dialog.deleteLater()
        if offered is not None:
            self._aside = self._autosaves.put_aside(offered.path)

    @Slot()
    def _on_offer_taken(self) -> None:
        """Open it. (Comes after the end of the dialog.)"""
        if self._aside is not None:
            self._files.ask_and_then(partial(self._workbench.open_autosave, self._aside))
