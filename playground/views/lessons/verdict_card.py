"""The guess beside what came out, both as words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.models.lessons.stage import Look
from playground.views.kit import Label, TextButton
from playground.views.lessons.lesson_card import LessonCard, Tag


class VerdictCard(LessonCard):
    """What was asked, the guess, the outcome, and whether they agree.

    Signals
    -------
    again_wanted
        Forget the guess and ask anew.
    """

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "section_title")
        self.title.setWordWrap(True)
        self.tag = Tag()
        self.guess, self.outcome = Label("", "question"), Label("", "question")
        self.again_button = TextButton(
            "Guess again", "Guess again", "Forget the guess, and ask once more", icon="reset", height=32
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.tag)
        head.addWidget(self.again_button)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(both)
        self.again_button.clicked.connect(self.again_wanted)

    def set_outcome(self, title: str, guess: str, outcome: str) -> None:
        """Show both; an empty guess was skipped."""
        self.title.set_text(title)
        self.guess.set_text(guess)
        self.outcome.set_text(outcome)
        for label in self._guessed:
            label.setVisible(bool(guess))

    def set_verdict(self, text: str, tone: Look) -> None:
        """Say whether it was as guessed; an empty text says nothing."""
        self.tag.set_state(text, tone)
