"""One step of what can be undone: an update that was made by hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from playground.models.run.applied_update import AppliedUpdate


class UpdateCommand(QUndoCommand):
    """Takes an update back and makes it again.

    Parameters
    ----------
    put
        Takes the update and whether it shall be made.
    update
        Is made already when the command is pushed.
    """

    def __init__(self, put: Callable[[AppliedUpdate, bool], None], update: AppliedUpdate) -> None:
        super().__init__("update")
        self._put, self._update = put, update
        self._is_made = True

    def redo(self) -> None:
        """Make the update again."""
        if not self._is_made:
            self._put(self._update, True)
        self._is_made = True

    def undo(self) -> None:
        """Take it back."""
        self._put(self._update, False)
        self._is_made = False
