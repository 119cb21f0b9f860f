"""Joins the dialog for a table with the thread that reads it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.models.data.table_advice import Choice
from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable
from playground.models.experiment.regular_file import shown_name
from playground.style.theme import Theme
from playground.views.data.table_dialog import TableDialog
from playground.workers.table_loader import TableLoader


class TableImport(QObject):
    """Lives as long as its dialog.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path, theme: Theme, parent: QWidget | None = None) -> None:
        self.dialog = TableDialog(shown_name(path), theme, parent)
        super().__init__(self.dialog)
        self._path = path
        self.loader = TableLoader()
        self.dialog.read_wanted.connect(self._on_read_wanted)
        self.dialog.make_wanted.connect(self._on_make_wanted)
        self.dialog.finished.connect(self._on_finished)
        self.loader.progressed.connect(self.dialog.set_progress)
        self.loader.loaded.connect(self.dialog.set_table)
        self.loader.made.connect(self.dialog.set_data)
        self.loader.refused.connect(self.dialog.refuse)
        self.loader.unfit.connect(self.dialog.set_unfit)
        self.loader.load(path, self.dialog.wishes)

    @Slot(object)
    def _on_read_wanted(self, wishes: Wishes) -> None:
        self.loader.load(self._path, wishes)

    @Slot(object, object)
    def _on_make_wanted(self, table: RawTable, choice: Choice) -> None:
        self.loader.make(table, choice)

    @Slot()
    def _on_finished(self) -> None:
        self.loader.close()
