"""Opens the sanity test "Overfit one batch" beside the run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.style.theme import ThemeManager
from playground.views.diagnosis.overfit_dialog import OverfitDialog
from playground.workbench import Workbench


class OverfitController(QObject):
    """One test at a time, with the settings and the data of the run on screen.

    `crashed` carries the traceback of an unforeseen error.
    """

    crashed = Signal(str)

    def __init__(
        self, workbench: Workbench, window: QWidget, themes: ThemeManager, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._window, self._themes = workbench, window, themes
        self.dialog: OverfitDialog | None = None

    @Slot()
    def open(self) -> None:
        """Begin a test; without a run there is nothing to test."""
        frame = self._workbench.frame
        if frame is None or self.dialog is not None:
            return
        self.dialog = OverfitDialog(frame.network, self._themes.theme, self._window)
        self.dialog.crashed.connect(self.crashed)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    def close(self) -> None:
        """Give up a test that is on."""
        if self.dialog is not None:
            self.dialog.reject()

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
