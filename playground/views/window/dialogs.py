"""The About box, the dialog for unexpected errors, and the offer of settings that were set aside."""

from __future__ import annotations

import platform
from datetime import datetime
from pathlib import Path

import numpy
import pyqtgraph
import PySide6
from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from playground.style.theme import Theme, apply_to_tree, font
from playground.version import VERSION
from playground.views.kit import Label, TextButton
from playground.views.kit.open_dialog import Dialog
from playground.views.window.header_bar import Logo


def versions(log: Path | None) -> str:
    """Return what the application runs on and where its log is, one per line."""
    parts = {
        "Scalar Playground": VERSION,
        "Python": platform.python_version(),
        "Qt / PySide6": PySide6.__version__,
        "pyqtgraph": pyqtgraph.__version__,
        "NumPy": numpy.__version__,
        "System": platform.platform(terse=True),
        "Log": str(log) if log is not None else "none, its folder cannot be written",
    }
    return "\n".join(f"{name}: {value}" for name, value in parts.items())


class TextDialog(Dialog):
    """A title, a sentence, and text that can be copied.

    Parameters
    ----------
    action
        Text and tooltip of one more button, which closes the dialog and emits `action_wanted`.
    folder
        What a button opens in the platform's file manager.
    """

    action_wanted = Signal()

    def __init__(
        self,
        title: str,
        sentence: str,
        text: str,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        action: tuple[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self._text.setFont(font("code"))
        self._text.setAccessibleName(f"{title}: text")
        self._text.setTabChangesFocus(True)
        self.copy_button = TextButton("Copy", "Copy the text", "Copy the text to the clipboard", icon="copy")
        self.close_button = TextButton("Close", "Close", "Close (Escape)")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.close_button.clicked.connect(self.accept)
        self.folder_button = TextButton("Open folder", "Open folder", f"Open {folder}")
        self.folder_button.setVisible(folder is not None)
        self.folder_button.clicked.connect(self._on_folder_clicked)
        self._folder = folder
        self.action_button = TextButton(*(action or ("", "")))
        self.action_button.setVisible(action is not None)
        self.action_button.clicked.connect(self._on_action_clicked)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(title, "section_title"), 1)
        message = Label(sentence, "body", "ink2")
        message.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.action_button)
        buttons.addStretch(1)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(message)
        column.addWidget(self._text, 1)
        column.addLayout(buttons)
        apply_to_tree(self, theme)
        self.close_button.setFocus()

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())

    def _on_folder_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _on_action_clicked(self) -> None:
        self.accept()
        self.action_wanted.emit()


def about_dialog(theme: Theme, log: Path | None, parent: QWidget | None = None) -> TextDialog:
    """Return the About box."""
    sentence = (
        "See how neural networks learn: design a network, pick data, and watch it train, "
        "one scalar at a time. Everything runs on this computer."
    )
    return TextDialog("About Scalar Playground", sentence, versions(log), theme, parent, folder=_folder(log))


def error_dialog(details: str, theme: Theme, log: Path | None, parent: QWidget | None = None) -> TextDialog:
    """Return the dialog that shows an unexpected error."""
    sentence = "Something went wrong that should not have. The text below says what; copy it into a report."
    text = f"{details.strip()}\n\n{versions(log)}"
    return TextDialog("An unexpected error", sentence, text, theme, parent, folder=_folder(log))


def set_aside_dialog(settings: str, theme: Theme, parent: QWidget | None = None) -> TextDialog:
    """Return the offer of the settings that were set aside."""
    sentence = (
        "Scalar Playground could not open with the settings below, so it opened with the defaults. "
        "You can keep the defaults, or try your last settings again."
    )
    action = ("Use the last settings", "Apply the settings from last time")
    return TextDialog("Opened with default settings", sentence, settings, theme, parent, action=action)


def abandoned_dialog(words: str, time: datetime, theme: Theme, parent: QWidget | None = None) -> TextDialog:
    """Return the offer of work that a crash left behind."""
    sentence = "Scalar Playground ended unexpectedly. Your last work was kept, with its history."
    text = "\n".join(filter(None, (words, f"kept on {time:%d %B %Y at %H:%M}")))
    action = ("Continue with it", "Open it, paused, as it was last kept")
    return TextDialog("Unsaved work is still there", sentence, text, theme, parent, action=action)


def _folder(log: Path | None) -> Path | None:
    return None if log is None else log.parent
