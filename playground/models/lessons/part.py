"""What there is to do in a step; each kind is a frozen dataclass in `parts`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from playground.models.lessons.language import Expression
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.text import Text

Guess = float | tuple[float, ...] | str
"""The place of a choice or a number, the heights of a sketch, or the key of what was pointed at."""


class Part:
    """What there is to do.

    Attributes
    ----------
    title
        One word for it.
    is_task
        Whether there is a state to reach in it.
    follows_question
        Whether it comes by itself once a question before it is answered by what came out.
    """

    title: ClassVar[str]
    is_task: ClassVar[bool] = False
    follows_question: ClassVar[bool] = False

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        """Name what it relies on and is not so, once everything has run as the lesson has it."""
        return iter(())


@dataclass(frozen=True)
class Judged:
    """What a guess was worth.

    Attributes
    ----------
    outcome
        What came out, in words.
    answer
        What to tell whoever guessed so.
    """

    is_right: bool
    outcome: str
    answer: Text


@dataclass(frozen=True)
class Question(Part):
    """Something to predict before the stage runs."""

    title = "Predict"
    ask: str

    @property
    def loss(self) -> Expression | None:
        """The loss that a guess sketches, if it does."""
        return None

    def curve(self, guess: Guess, first: float) -> tuple[float, ...]:
        """Return a guess as a loss at even steps, from the real first loss on; empty for none."""
        return ()

    def takes(self, guess: Guess) -> bool:
        """Whether it is a guess for this kind of question: a lesson may have been rewritten since."""
        return True

    def words(self, guess: Guess) -> str:
        """Return a guess in words."""
        raise NotImplementedError

    def judge(self, guess: Guess, numbers: Outcomes) -> Judged:
        """Hold a guess against what came out."""
        raise NotImplementedError
