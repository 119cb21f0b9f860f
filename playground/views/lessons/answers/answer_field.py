"""What the fields for all kinds of questions have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from playground.models.lessons.part import Guess, Question
from playground.views.lessons.pointing.samples_pad import Samples


@dataclass(frozen=True, eq=False)
class Ground:
    """What a guess is made over.

    Attributes
    ----------
    first, epochs
        Where a loss begins, and how many epochs it goes on.
    samples
        Those that can be pointed at.
    """

    first: float = 1.0
    epochs: int = 1
    samples: Samples | None = None


class AnswerField(QWidget):
    """Takes a guess.

    Attributes
    ----------
    prompt
        What to do before it runs.

    Signals
    -------
    guessed
        A `Guess`.
    counted
        Hands are counted, or no longer.
    """

    guessed = Signal(object)
    counted = Signal()
    prompt: ClassVar[str]

    def set_question(self, question: Question, ground: Ground) -> None:
        """Show a question without an answer."""
        raise NotImplementedError

    def set_ground(self, ground: Ground) -> None:
        """Show where the runs begin, as soon as that is known."""

    def set_guess(self, guess: Guess | None) -> None:
        """Show a guess."""
        raise NotImplementedError

    def set_open(self, is_open: bool) -> None:
        """Say whether the guess can still be changed."""
        self.setEnabled(is_open)

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of a screen for the room."""
        return False

    @property
    def counts_hands(self) -> bool | None:
        """Whether raised hands are being counted; None where a class cannot answer so."""
        return None

    @property
    def hands_words(self) -> str:
        """What to do while hands are counted, or why no answer has most of them."""
        return ""

    def set_stacked(self, on: bool) -> None:
        """Put what can be chosen below, not beside, one another."""

    def set_counting(self, on: bool) -> None:
        """Count raised hands from the first one on, or stop it."""

    def keys(self) -> str:
        """Say which keys answer."""
        return ""

    def takes_key(self, event: QKeyEvent) -> bool:
        """Answer by a key pressed anywhere on the screen; return whether it was one of them."""
        return False
