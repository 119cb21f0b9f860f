"""The lessons there are: their list, a folder of one's own that is followed, and the answers as a table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.lesson_room import LessonRoom
from playground.exporters.answers_csv import write_answers
from playground.models.experiment.notice import Notice
from playground.models.experiment.regular_file import shown_name
from playground.models.lessons.lesson import Lesson
from playground.models.lessons.progress import LessonProgress
from playground.models.lessons.shelf import FOLDER, BrokenLesson, read_folder
from playground.models.ticket import Ticket
from playground.style.words import counted
from playground.views.kit.open_dialog import OpenDialog
from playground.views.lessons.lesson_list import ListedLesson, State
from playground.views.lessons.lesson_screen import LessonScreen
from playground.workbench import Workbench
from playground.workers.background import Job

RELOAD_MS, AHEAD_MS = 200, 3000
OWN_PREFIX, OWN_GROUP = "own/", "Own lessons"


class ShelfController(QObject):
    """Reads lessons, and those of one's own again when their files change.

    Those that come with the app take a tenth of a second: they are read once, in the background before
    anybody asks for them.

    Attributes
    ----------
    rooms
        What else stands in the list, by its key; below the lessons.

    Signals
    -------
    picked
        Key of the lesson to open.
    """

    picked = Signal(str)

    def __init__(
        self, workbench: Workbench, place: LessonPlace, screen: LessonScreen, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._place, self._screen = workbench, place, screen
        self._lessons: dict[str, Lesson | BrokenLesson] = {}
        self.rooms: dict[str, LessonRoom] = {}
        self._on_screen = ""
        self._folder: Path | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.setInterval(RELOAD_MS)
        self._reload.timeout.connect(self._on_reload)
        # Whether files have changed while nobody saw the lessons: they train nothing unseen.
        self._is_behind = False
        self._shipped: list[Lesson | BrokenLesson] | None = None
        self._reading = Job("shipped lessons", self)
        self._reading.done.connect(self._on_reading_done)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._on_ahead)
        self._ahead.start(AHEAD_MS)
        self._dialogs = OpenDialog(self)
        screen.list.lesson_picked.connect(self.picked)
        screen.page.lesson_picked.connect(self.picked)
        screen.list.export_wanted.connect(self._on_view_export_wanted)
        screen.list.folder_wanted.connect(self._on_view_folder_wanted)

    @property
    def lessons(self) -> list[Lesson]:
        """All lessons that can be read, in their order."""
        return [lesson for lesson in self._lessons.values() if isinstance(lesson, Lesson)]

    def find(self, key: str) -> Lesson | BrokenLesson | None:
        """Return a lesson by its key."""
        return self._lessons.get(key)

    def read(self) -> None:
        """Read all lessons."""
        if self._shipped is None:
            self._ahead.stop()
            self._reading.cancel()
            self._shipped = read_folder(FOLDER)
        found = [*self._shipped]
        if self._folder is not None:
            try:
                found += read_folder(self._folder, OWN_PREFIX)
            except OSError as error:
                self._workbench.say(Notice(f"The folder of lessons cannot be read: {error}.", "problem"))
        self._lessons = {lesson.key: lesson for lesson in found}

    @Slot()
    def _on_ahead(self) -> None:
        self._reading.order(_read_shipped)

    @Slot(object)
    def _on_reading_done(self, found: list[Lesson | BrokenLesson]) -> None:
        self._shipped = found

    def show_list(self, on_screen: str) -> None:
        """Show all lessons, with how far they are, and which one is on screen."""
        self._on_screen = on_screen
        progress = self._place.progress
        rows = [_listed(lesson, progress.of(key)) for key, lesson in self._lessons.items()]
        rows += [room.entry for room in self.rooms.values()]
        self._screen.list.set_lessons(rows, on_screen)
        self._screen.list.export_button.setEnabled(any(one.answers for one in progress.lessons.values()))
        names = [(row.key, row.title) for row in rows]
        self._screen.page.set_lessons(names, on_screen)
        for room in self.rooms.values():
            room.set_lessons(names, on_screen)

    # Answers.

    @Slot()
    def _on_view_export_wanted(self) -> None:
        dialog = QFileDialog(self._screen.window(), "Save answers", "answers.csv")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Tables (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self._on_answers_file_selected)
        self._dialogs.show(dialog)

    @Slot(str)
    def _on_answers_file_selected(self, name: str) -> None:
        self.export(Path(name))

    def export(self, path: Path) -> None:
        """Write all predictions and what came out."""
        try:
            write_answers(self._place.progress, self._titles, path)
        except OSError as error:
            self._workbench.say(Notice(f"Nothing was written: {error}.", "problem"))
        else:
            self._workbench.say(Notice(f"Answers written to {shown_name(path)}."))

    @property
    def _titles(self) -> dict[str, str]:
        """The titles of all that answers can belong to, by their keys."""
        titles = {one.key: one.title for one in self.lessons}
        for room in self.rooms.values():
            titles |= room.titles
        return titles

    # A folder of one's own.

    @Slot()
    def _on_view_folder_wanted(self) -> None:
        dialog = QFileDialog(self._screen.window(), "Open a folder of lessons")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_folder_selected)
        self._dialogs.show(dialog)

    @Slot(str)
    def _on_folder_selected(self, name: str) -> None:
        self.open_folder(Path(name))

    def open_folder(self, folder: Path) -> None:
        """Add the lessons of a folder, and follow its files while somebody writes them."""
        self._folder = folder
        own = self._read_again()
        self._watch()
        if own:
            self.picked.emit(own[0])
        else:
            text = f"There is no lesson (a file that ends in .md) in {shown_name(folder)}."
            self._workbench.say(Notice(text, "advice"))
        self.show_list(own[0] if own else self._on_screen)

    def _read_again(self) -> list[str]:
        """Return the keys of the own lessons there are; the one on screen stays, even if its file is gone."""
        shown = self.find(self._on_screen)
        self.read()
        own = [key for key in self._lessons if key.startswith(OWN_PREFIX)]
        if shown is not None:
            self._lessons.setdefault(shown.key, shown)
        return own

    def _watch(self) -> None:
        """Follow the folder and its files, new ones too."""
        if self._folder is None:
            return
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self._on_files_changed)
            self._watcher.directoryChanged.connect(self._on_files_changed)
        known = {*self._watcher.files(), *self._watcher.directories()}
        wanted = [str(self._folder), *(str(path) for path in self._folder.glob("*.md"))]
        new = [path for path in wanted if path not in known]
        if new:
            self._watcher.addPaths(new)

    @Slot(str)
    def _on_files_changed(self, _: str) -> None:
        # Editors write in several steps.
        self._reload.start()

    @Slot()
    def _on_reload(self) -> None:
        self._is_behind = True
        if self._screen.isVisible():
            self.catch_up()

    def catch_up(self) -> None:
        """Read lessons again that were written since; the one on screen stays there."""
        if not self._is_behind:
            return
        self._is_behind = False
        key = self._on_screen
        own = self._read_again()
        self._watch()
        if key in own:
            self.picked.emit(key)
        self.show_list(key)


def _read_shipped(_: Ticket) -> list[Lesson | BrokenLesson]:
    return read_folder(FOLDER)


def _listed(lesson: Lesson | BrokenLesson, known: LessonProgress) -> ListedLesson:
    if isinstance(lesson, BrokenLesson):
        why = f"It cannot be read: {counted(len(lesson.faults), 'fault')}"
        return ListedLesson(lesson.key, shown_name(lesson.path), why, OWN_GROUP, "new")
    state: State = "done" if known.is_done else "begun" if known.answers or known.step else "new"
    group = f"{OWN_GROUP}: {lesson.group}" if lesson.key.startswith(OWN_PREFIX) else lesson.group
    return ListedLesson(lesson.key, lesson.title, lesson.question, group, state, workshop=lesson.workshop)
