"""Joins the workbench with files, undo and redo, and asks before anything unsaved is left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog

from playground.models.experiment.atomic_file import remove_abandoned_parts
from playground.models.experiment.choices import LONGEST_NAME
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.experiment.regular_file import shown_name
from playground.models.experiment.shown import printable
from playground.models.run.run_file import JSON_SUFFIX, SUFFIX
from playground.models.ticket import Ticket
from playground.settings import Settings
from playground.style.theme import ThemeManager
from playground.views.kit.open_dialog import OpenDialog
from playground.views.window.main_window import MainWindow
from playground.views.window.question_dialog import QuestionDialog
from playground.workbench import Workbench
from playground.workers.background import Job

LONGEST_FILE_NAME = 200
FILTER = f"Experiments (*{SUFFIX} *{JSON_SUFFIX});;All files (*)"


class FileController(QObject):
    """New, Open, Save, Save as; Undo, Redo; the experiment's name; closing the window."""

    def __init__(
        self,
        workbench: Workbench,
        window: MainWindow,
        themes: ThemeManager,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._workbench, self._window, self._themes = workbench, window, themes
        self._dialogs = OpenDialog(self)
        self._after_saving: Callable[[], None] | None = None
        self._leaving = False
        # Whether the next start restores training, saved or not.
        self._keeps_training = False
        window.installEventFilter(self)
        window.new_wanted.connect(self._on_view_new_wanted)
        window.open_wanted.connect(self._on_view_open_wanted)
        window.save_wanted.connect(self._on_view_save_wanted)
        window.save_as_wanted.connect(self._on_view_save_as_wanted)
        stack = workbench.undo_stack
        window.undo_wanted.connect(stack.undo)
        window.redo_wanted.connect(stack.redo)
        stack.undoTextChanged.connect(self._on_stack_changed)
        stack.redoTextChanged.connect(self._on_stack_changed)
        stack.indexChanged.connect(self._on_stack_changed)
        window.header.title_edited.connect(self._on_view_title_edited)
        workbench.unsaved_changed.connect(window.set_unsaved)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.file_changed.connect(self._on_workbench_file_changed)
        workbench.file_opened.connect(self._on_workbench_file_opened)
        workbench.file_saved.connect(self._on_workbench_file_saved)
        workbench.file_refused.connect(self._on_workbench_file_refused)
        window.header.menu.recent_chosen.connect(self.open)
        workbench.file_opened.connect(self._remember)
        workbench.file_saved.connect(self._remember)
        recent = settings.recent_files
        window.header.menu.set_recent(recent)
        self._tidying = Job("tidying", self)
        if recent:
            self._tidying.order(partial(_tidy, recent))
        self._on_stack_changed()
        self._on_workbench_experiment_changed(workbench.experiment)

    @Slot(bool)
    def set_keeps_training(self, keeps: bool) -> None:
        """Set whether the next start restores training, saved or not."""
        self._keeps_training = keeps

    def leave(self) -> None:
        """Close the window without a question."""
        self._leaving = True
        self._window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask before the window closes with unsaved work."""
        if event.type() == QEvent.Type.Close and watched is self._window and not self._leaving:
            if self._workbench.is_worth_a_question(is_kept=self._keeps_training):
                event.ignore()
                if self.dialog is None:
                    self.ask_and_then(self.leave)
                return True
            self._leaving = True
        return False

    # User actions.

    @Slot()
    def _on_view_new_wanted(self) -> None:
        self.ask_and_then(self._workbench.start_anew)

    @Slot()
    def _on_view_open_wanted(self) -> None:
        self.ask_and_then(self._choose_file_to_open)

    @Slot()
    def _on_view_save_wanted(self) -> None:
        path = self._workbench.path
        # Files of older versions are JSON, and hold no runs: they stay as they are.
        if path is None or path.suffix == ".json":
            self._choose_file_to_save()
        else:
            self._workbench.save_file(path)

    @Slot()
    def _on_view_save_as_wanted(self) -> None:
        self._choose_file_to_save()

    @Slot(str)
    def _on_view_title_edited(self, title: str) -> None:
        self._workbench.change(name=" ".join(printable(title, " ").split())[:LONGEST_NAME])

    @Slot(object)
    def _remember(self, path: Path) -> None:
        self._settings.add_recent_file(path)
        self._window.header.menu.set_recent(self._settings.recent_files)

    @Slot(object)
    def open(self, path: Path) -> None:
        """Open a file, such as one dropped on the window."""
        self.ask_and_then(lambda: self._workbench.open_file(path))

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open."""
        return self._dialogs.now

    def ask_and_then(self, act: Callable[[], None]) -> None:
        """Do something that leaves the experiment, after asking if it is unsaved."""
        self._after_saving = None
        if not self._workbench.is_worth_a_question():
            act()
            return
        name = self._workbench.experiment.title
        question = QuestionDialog(
            "Save the changes?",
            f"“{name}” has unsaved changes or training.",
            self._themes.theme,
            self._window,
        )
        question.save_wanted.connect(lambda: self._save_and_then(act))
        question.discard_wanted.connect(act)
        self._dialogs.show(question)

    # Dialogs.

    def _save_and_then(self, act: Callable[[], None]) -> None:
        self._after_saving = act
        self._on_view_save_wanted()

    def _choose_file_to_open(self) -> None:
        dialog = QFileDialog(self._window, "Open an experiment", self._folder, FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_to_open_chosen)
        self._dialogs.show(dialog)

    def _choose_file_to_save(self) -> None:
        dialog = QFileDialog(self._window, "Save the experiment", self._folder, FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(_file_name(self._workbench.experiment.title))
        dialog.fileSelected.connect(self._on_file_to_save_chosen)
        dialog.rejected.connect(self._on_saving_given_up)
        self._dialogs.show(dialog)

    @property
    def _folder(self) -> str:
        path = self._workbench.path
        return "" if path is None else str(path.parent)

    @Slot(str)
    def _on_file_to_open_chosen(self, name: str) -> None:
        self._workbench.open_file(Path(name))

    @Slot(str)
    def _on_file_to_save_chosen(self, name: str) -> None:
        self._workbench.save_file(Path(name))

    @Slot()
    def _on_saving_given_up(self) -> None:
        self._after_saving = None

    # Results.

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        self._window.set_title(experiment.title)

    @Slot(object)
    def _on_workbench_file_changed(self, path: Path | None) -> None:
        self._window.setWindowFilePath("" if path is None else str(path))
        self._window.set_title(self._workbench.experiment.title)

    @Slot(object)
    def _on_workbench_file_opened(self, path: Path) -> None:
        self._workbench.say(Notice(f"{shown_name(path)} is open."))

    @Slot(object)
    def _on_workbench_file_saved(self, path: Path) -> None:
        later = ", without the changes made while saving" if self._workbench.is_changed else ""
        self._workbench.say(Notice(f"Saved as {shown_name(path)}{later}."))
        act, self._after_saving = self._after_saving, None
        if act is not None:
            # Asks again if something was changed meanwhile.
            self.ask_and_then(act)

    @Slot(str)
    def _on_workbench_file_refused(self, message: str) -> None:
        self._after_saving = None
        self._workbench.say(Notice(f"{message}. The experiment on screen stays as it was.", "problem"))

    @Slot()
    @Slot(str)
    @Slot(int)
    def _on_stack_changed(self, _: object = None) -> None:
        stack = self._workbench.undo_stack
        self._window.set_undo(stack.undoText(), stack.canUndo())
        self._window.set_redo(stack.redoText(), stack.canRedo())


def _tidy(files: Sequence[Path], ticket: Ticket) -> None:
    """Remove what killed processes left beside files."""
    for folder in ticket.each({Path(os.path.realpath(file)).parent for file in files}):
        remove_abandoned_parts(folder)


def _file_name(title: str) -> str:
    """Return a file name that every platform accepts."""
    kept = "".join(character if character.isalnum() or character in " -_" else " " for character in title)
    # Platforms count bytes, and a character may take four.
    short = "-".join(kept.split()).encode()[:LONGEST_FILE_NAME].decode(errors="ignore")
    return f"{short or 'experiment'}{SUFFIX}"
