"""The question before unsaved work is discarded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.style.theme import Theme, apply_to_tree
from playground.views.kit import Label, PrimaryButton, TextButton
from playground.views.kit.open_dialog import Dialog


class QuestionDialog(Dialog):
    """Save, leave without saving, or stay."""

    save_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, title: str, sentence: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.save_button = PrimaryButton(name="Save", tip="Save, then continue", text="Save")
        self.discard_button = TextButton("Don't save", "Don't save", "Continue without saving")
        self.cancel_button = TextButton("Cancel", "Cancel", "Stay with this experiment (Escape)")
        self.save_button.clicked.connect(self._on_save_clicked)
        self.discard_button.clicked.connect(self._on_discard_clicked)
        self.cancel_button.clicked.connect(self.reject)
        message = Label(sentence, "body", "ink2")
        message.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.discard_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "section_title"))
        column.addWidget(message)
        column.addSpacing(8)
        column.addLayout(buttons)
        apply_to_tree(self, theme)
        self.save_button.setFocus()

    def _on_save_clicked(self) -> None:
        self.accept()
        self.save_wanted.emit()

    def _on_discard_clicked(self) -> None:
        self.accept()
        self.discard_wanted.emit()
