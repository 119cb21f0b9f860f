"""The About box, and the dialog for what nobody foresaw."""

from __future__ import annotations

import platform

import numpy
import pyqtgraph
import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from playground.style.theme import Theme, apply_to_tree, font
from playground.version import VERSION
from playground.views.kit import Label, TextButton
from playground.views.window.header_bar import Logo


def versions() -> str:
    """Return what the application runs on, a line each."""
    parts = {
        "Scalar Playground": VERSION,
        "Python": platform.python_version(),
        "Qt / PySide6": PySide6.__version__,
        "pyqtgraph": pyqtgraph.__version__,
        "NumPy": numpy.__version__,
        "System": platform.platform(terse=True),
    }
    return "\n".join(f"{name}: {value}" for name, value in parts.items())


class TextDialog(QDialog):
    """A title, a sentence, and text that can be copied."""

    def __init__(
        self, title: str, sentence: str, text: str, theme: Theme, parent: QWidget | None = None
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
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(title, "section_title"), 1)
        message = Label(sentence, "body", "ink2")
        message.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
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


def about_dialog(theme: Theme, parent: QWidget | None = None) -> TextDialog:
    """Return the About box."""
    sentence = (
        "See how neural networks learn: design a network, pick data, and watch it train, "
        "one scalar at a time. Everything runs on this computer."
    )
    return TextDialog("About Scalar Playground", sentence, versions(), theme, parent)


def error_dialog(details: str, theme: Theme, parent: QWidget | None = None) -> TextDialog:
    """Return the dialog that shows an unforeseen error."""
    sentence = "Something went wrong that should not have. The text below says what; copy it into a report."
    text = f"{details.strip()}\n\n{versions()}"
    return TextDialog("An unexpected error", sentence, text, theme, parent)
