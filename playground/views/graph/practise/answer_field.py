"""The line in which a gradient is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit import TextField


class AnswerField(TextField):
    """Emits the text on every Return, also the same one again, and keeps the focus for the next answer."""

    answer_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Gradient", "A number, or a product such as 2*0.5; Return checks it", parent)
        self.setFont(font("graph_value"))
        self.setPlaceholderText("Type the gradient")

    def take(self) -> bool:
        if self.text().strip():
            self.answer_given.emit(self.text())
        return False

    def finish(self) -> None:
        """Only Return gives an answer: who asks for a hint has not answered."""
