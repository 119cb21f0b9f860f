"""Dialogs: their base, and the one that is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from playground.views.kit.terms.term_help import TermHelp
from playground.views.kit.themed import Themed


class Dialog(Themed, QDialog):
    """The base of all dialogs: F1 explains terms as in the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        TermHelp(self)


class OpenDialog(QObject):
    """Opens dialogs that stop neither the window nor the training, and are deleted when they close.

    Attributes
    ----------
    now
        The newest one while it is open.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: QDialog | None = None

    def show(self, dialog: QDialog) -> None:
        """Open a dialog."""
        if isinstance(dialog, QFileDialog) and QGuiApplication.platformName() == "offscreen":
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_finished)
        self.now = dialog
        dialog.open()

    def close(self) -> None:
        """Close the dialog that is open."""
        if self.now is not None:
            self.now.done(0)

    @Slot()
    def _on_finished(self) -> None:
        if self.sender() is self.now:
            self.now = None
