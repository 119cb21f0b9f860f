"""What the controllers of all kinds of steps have in common."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.models.lessons.lesson import Step
from playground.views.lessons.lesson_card import LessonCard
from playground.views.lessons.lesson_screen import LessonScreen


class PartController(QObject):
    """One kind of step, with its card.

    Attributes
    ----------
    card
        Stands above the stage in such a step.
    runs_hurried
        Whether the stage is shown at its end at once: it has been seen running before.
    """

    card: LessonCard
    runs_hurried = False

    def __init__(self, place: LessonPlace, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place, self._screen = place, screen

    def show(self, step: Step) -> None:
        """Fill the card."""
        raise NotImplementedError

    def follow(self, step: Step) -> None:
        """The stage has moved."""

    def note_end(self, step: Step) -> None:
        """The stage has come to its end."""

    def words(self, words: str) -> tuple[str, str]:
        """Return the text of the step and its code, from the text of the file."""
        return words, ""

    def refuse(self, reason: str) -> None:
        """Say why the stage cannot run."""
        self._screen.set_problem(f"The runs of this step cannot be trained: {reason}.")
