"""Joins the workbench and the card of notes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from playground.models.experiment.notice import Notice
from playground.models.run.run_file import LONGEST_NOTES
from playground.views.window.main_window import MainWindow
from playground.workbench import Workbench

TOO_LONG = f"Notes hold at most {LONGEST_NOTES:,} characters; the rest is not kept."


class NotesController(QObject):
    """Each piece of writing is one undo step."""

    def __init__(self, workbench: Workbench, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._window, self._card = workbench, window, window.notes
        self._piece = 0
        window.notes_wanted.connect(self._on_view_notes_wanted)
        self._card.editing_started.connect(self._on_view_editing_started)
        self._card.written.connect(self._on_view_written)
        workbench.notes_changed.connect(self._on_workbench_notes_changed)
        workbench.kept_replaced.connect(self._on_workbench_document_replaced)

    @Slot()
    def _on_view_notes_wanted(self) -> None:
        if self._card.isVisible():
            self._card.close_card()
        else:
            self._card.open_card()

    @Slot()
    def _on_view_editing_started(self) -> None:
        self._piece += 1

    @Slot(str)
    def _on_view_written(self, text: str) -> None:
        if len(text) > LONGEST_NOTES:
            self._workbench.say(Notice(TOO_LONG, "advice"))
        # A file cannot hold half a surrogate pair.
        text = text[:LONGEST_NOTES].encode(errors="replace").decode()
        self._workbench.set_notes(text, self._piece)

    @Slot(str)
    def _on_workbench_notes_changed(self, notes: str) -> None:
        self._card.set_text(notes)
        self._window.header.set_has_notes(bool(notes))

    @Slot(object)
    def _on_workbench_document_replaced(self, _: object) -> None:
        """Open the notes that came with the document, and close the card if there are none."""
        if self._workbench.notes and not self._card.isVisible():
            self._card.open_card()
        elif not self._workbench.notes and self._card.isVisible():
            self._card.close_card()
