"""Joins the workbench with tables, formulas, dropped files and the export of data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog

from playground.controllers.data.table_import import TableImport
from playground.controllers.window.file_controller import FileController
from playground.exporters.csv import export_csv
from playground.models.data.data_source import OWN, DataSource
from playground.models.data.formula_data import FormulaData
from playground.models.experiment.notice import Notice
from playground.models.experiment.regular_file import shown_name
from playground.models.run.run_file import SUFFIX
from playground.style.theme import ThemeManager
from playground.views.data.formula_dialog import FormulaDialog
from playground.views.kit.open_dialog import OpenDialog
from playground.views.window.main_window import MainWindow
from playground.workbench import Workbench
from playground.workers.background import Job

FILTER = "Tables (*.csv *.tsv *.txt);;All files (*)"
CSV_FILTER = "CSV files (*.csv)"


class OwnDataController(QObject):
    """Brings own data in, and any data out."""

    def __init__(
        self,
        workbench: Workbench,
        window: MainWindow,
        files: FileController,
        themes: ThemeManager,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._window, self._files, self._themes = workbench, window, files, themes
        self._dialogs = OpenDialog(self)
        self._tables = TableImport(self)
        # A file that was asked for is written, even if the window closes meanwhile.
        self._writing = Job("export", self, finishes=True)
        self._writing.done.connect(self._on_writing_done)
        self._writing.refused.connect(self._on_writing_refused)
        window.data.table_wanted.connect(self.choose_table)
        window.data.formula_wanted.connect(self.edit_formula)
        window.data.more.export_wanted.connect(self.choose_export)
        window.export_data_wanted.connect(self.choose_export)
        window.files_dropped.connect(self._on_view_files_dropped)

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open."""
        return self._dialogs.now

    def close(self) -> None:
        """Close the dialog that is open."""
        self._dialogs.close()

    @Slot()
    def choose_table(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self._window, "Open a table", "", FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_table_chosen)
        self._dialogs.show(dialog)

    def open_table(self, path: Path) -> None:
        """Show what a file holds, to choose from."""
        dialog = self._tables.make_dialog(path, self._themes.theme, self._window)
        dialog.table_accepted.connect(self._use)
        self._dialogs.show(dialog)

    @Slot()
    def edit_formula(self) -> None:
        """Ask for a formula."""
        source = self._workbench.experiment.source
        known = source if isinstance(source, FormulaData) else None
        dialog = FormulaDialog(self._themes.theme, known, self._window)
        dialog.formula_accepted.connect(self._use)
        self._dialogs.show(dialog)

    @Slot()
    def choose_export(self) -> None:
        """Ask where to write the data on screen."""
        network = self._workbench.network
        if network is None:
            return
        dialog = QFileDialog(self._window, "Export the data", "", CSV_FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{network.experiment.dataset_title}.csv")
        dialog.fileSelected.connect(self._on_export_chosen)
        self._dialogs.show(dialog)

    @Slot(object)
    def _on_view_files_dropped(self, paths: Sequence[Path]) -> None:
        first = paths[0]
        if first.name.lower().endswith((SUFFIX, ".json")):
            self._files.open(first)
        else:
            self.open_table(first)
        if len(paths) > 1:
            text = f"{shown_name(first)} is the only one that is opened: drop one file at a time."
            self._workbench.say(Notice(text, "advice"))

    @Slot(object)
    def _use(self, source: DataSource) -> None:
        self._workbench.change(dataset=OWN, source=source, features=None)

    @Slot(str)
    def _on_table_chosen(self, name: str) -> None:
        self.open_table(Path(name))

    @Slot(str)
    def _on_export_chosen(self, name: str) -> None:
        network = self._workbench.network
        if network is None:
            return
        if self._writing.is_busy:
            self._workbench.say(
                Notice("The last file is still being written: try again in a moment.", "advice")
            )
            return
        self._writing.order(partial(export_csv, network.split.clean, Path(name)))

    @Slot(object)
    def _on_writing_done(self, text: str) -> None:
        self._workbench.say(Notice(text))

    @Slot(str)
    def _on_writing_refused(self, text: str) -> None:
        self._workbench.say(Notice(f"{text}.", "problem"))
