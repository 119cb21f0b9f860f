"""What of the work in the window no file holds."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from playground.models.picture.frame import Frame
from playground.undo import FormulaCommand

# Less training than this may be discarded without a question.
QUESTION_SECONDS = 60.0


class Unsaved(QObject):
    """Compares changes and training with what was saved last.

    Signals
    -------
    changed
        Whether there are changes, or training, that no file holds.
    """

    changed = Signal(bool)

    def __init__(self, undo_stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo_stack = undo_stack
        undo_stack.cleanChanged.connect(self._on_clean_changed)
        undo_stack.indexChanged.connect(self._on_index_changed)
        self._index_to_save = 0
        # Updates that the run had behind it when it was saved, and whether it has others now.
        self._saved_step, self._saved_seconds = 0, 0.0
        self._is_trained = self._was_there = False

    @property
    def has_changes(self) -> bool:
        """Whether the user has made changes that a file would hold."""
        stack = self._undo_stack
        clean, now = stack.cleanIndex(), stack.index()
        between = range(min(clean, now), max(clean, now))
        return clean < 0 or any(not isinstance(stack.command(at), FormulaCommand) for at in between)

    @property
    def is_there(self) -> bool:
        """Whether there are unsaved changes or training."""
        return self.has_changes or self._is_trained

    def is_worth_a_question(self, frame: Frame | None, *, is_kept: bool) -> bool:
        """Whether leaving the work behind loses more than a minute makes again.

        Parameters
        ----------
        frame
            What is on screen.
        is_kept
            Whether the training is there again at the next start.
        """
        if self.has_changes or is_kept or not self._is_trained or frame is None:
            return self.has_changes
        return frame.seconds_played - self._saved_seconds >= QUESTION_SECONDS

    def follow(self, frame: Frame) -> None:
        """Take how far the run has come; a frame of the past tells nothing."""
        if frame.timeline.cursor is None:
            self._is_trained = frame.step != self._saved_step
            self.tell()

    def begin_document(self, step: int, seconds: float) -> None:
        """Take another run, saved as it is; `tell` says so once all else is replaced too."""
        self._is_trained = False
        self._saved_step, self._saved_seconds = step, seconds

    def find_unsaved(self) -> None:
        """Take the run of now as one that nobody saved."""
        self._saved_step, self._saved_seconds = -1, 0.0
        self._is_trained = True
        self.tell()

    def begin_saving(self) -> None:
        """Note which changes go into the file that is being written."""
        self._index_to_save = self._undo_stack.index()

    def end_saving(self, step: int, seconds: float, *, is_trained: bool) -> None:
        """Take what a written file holds; `is_trained` tells whether training has gone on since."""
        self._saved_step, self._saved_seconds = step, seconds
        self._is_trained = is_trained
        # What was changed while the file was being written is not in it.
        if self._undo_stack.index() == self._index_to_save:
            self._undo_stack.setClean()
        self.tell()

    @Slot(bool)
    def _on_clean_changed(self, _: bool) -> None:
        self.tell()

    @Slot(int)
    def _on_index_changed(self, _: int) -> None:
        self.tell()

    def tell(self) -> None:
        """Signal whether anything is unsaved, where that is new."""
        if self.is_there != self._was_there:
            self._was_there = self.is_there
            self.changed.emit(self._was_there)
