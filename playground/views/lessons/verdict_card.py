"""The guess beside what came out, both as words."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from playground.views.kit import Label
from playground.views.lessons.lesson_card import JudgedCard


class VerdictCard(JudgedCard):
    """What was asked, the guess, the outcome, and whether they agree."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guess, self.outcome = Label("", "question"), Label("", "question")
        both = QGridLayout()
        both.setHorizontalSpacing(28)
        both.setVerticalSpacing(2)
        self._guessed = (Label("Your guess", "caption", "ink3"), self.guess)
        for place, (caption, words) in enumerate(
            (self._guessed, (Label("What came out", "caption", "ink3"), self.outcome))
        ):
            both.addWidget(caption, 0, place)
            both.addWidget(words, 1, place)
        both.setColumnStretch(2, 1)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.addLayout(both)

    def set_outcome(self, title: str, guess: str, outcome: str) -> None:
        """Show both; an empty guess was skipped."""
        self.title.set_text(title)
        self.guess.set_text(guess)
        self.outcome.set_text(outcome)
        for label in self._guessed:
            label.setVisible(bool(guess))
