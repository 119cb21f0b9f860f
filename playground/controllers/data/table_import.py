"""Joins the dialog for a table with the work that reads it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.models.data.table_advice import Choice
from playground.models.data.table_data import Fit, fit_table
from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable, read_table
from playground.models.experiment.regular_file import shown_name
from playground.style.theme import Theme
from playground.views.data.table_dialog import TableDialog
from playground.workers.background import Job


class TableImport(QObject):
    """One table at a time; leaving its dialog gives up what is being read and waits for nothing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = Path()
        self._dialog: TableDialog | None = None
        self.job = Job("table", self)
        self.job.progressed.connect(self._on_job_progressed)
        self.job.done.connect(self._on_job_done)
        self.job.refused.connect(self._on_job_refused)
        self.job.crashed.connect(self._on_job_crashed)

    def make_dialog(self, path: Path, theme: Theme, window: QWidget | None = None) -> TableDialog:
        """Return a dialog that is filled as soon as the file is read."""
        dialog = TableDialog(shown_name(path), theme, window)
        self._path, self._dialog = path, dialog
        dialog.read_wanted.connect(self._read)
        dialog.make_wanted.connect(self._on_view_make_wanted)
        dialog.finished.connect(self._on_view_finished)
        self._read(dialog.wishes)
        return dialog

    @Slot(object)
    def _read(self, wishes: Wishes) -> None:
        self.job.order(partial(read_table, self._path, wishes))

    @Slot(object, object)
    def _on_view_make_wanted(self, table: RawTable, choice: Choice) -> None:
        self.job.order(partial(fit_table, table, choice))

    @Slot()
    def _on_view_finished(self) -> None:
        if self.sender() is self._dialog:
            self._dialog = None
            self.job.cancel()

    @Slot(object)
    def _on_job_progressed(self, share: float) -> None:
        if self._dialog is not None:
            self._dialog.set_progress(share)

    @Slot(object)
    def _on_job_done(self, found: RawTable | Fit) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        if isinstance(found, RawTable):
            dialog.set_table(found)
        elif found.data is not None:
            dialog.set_data(found.data, found.cost)
        else:
            dialog.set_unfit(found.why, found.column, found.cost)

    @Slot(str)
    def _on_job_refused(self, why: str) -> None:
        if self._dialog is not None:
            self._dialog.refuse(why)

    @Slot(str)
    def _on_job_crashed(self, _: str) -> None:
        if self._dialog is not None:
            self._dialog.refuse(f"{shown_name(self._path)} cannot be read as a table")
