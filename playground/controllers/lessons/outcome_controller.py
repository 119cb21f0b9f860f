"""Holds predictions against what came out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.part_controller import PartController
from playground.models.lessons.part import Judged, Question
from playground.models.lessons.progress import Answer
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.lessons.outcome_card import OutcomeCard
from playground.views.lessons.verdict_card import VerdictCard


class OutcomeController(PartController):
    """A card that shows guess and outcome.

    Signals
    -------
    again_wanted
        Number of the step that is to ask anew.
    """

    again_wanted = Signal(int)
    runs_hurried = True

    def __init__(
        self,
        card: OutcomeCard | VerdictCard,
        place: LessonPlace,
        screen: LessonScreen,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(place, screen, parent)
        self.card = self._outcome = card
        card.again_wanted.connect(self._on_view_again_wanted)

    @property
    def answered(self) -> tuple[Question, Answer, Judged] | None:
        """The question about the stage on screen, the answer to it, and what that was worth; if any."""
        asked = self._place.asked
        answer = None if asked is None else self._place.answer_of(asked[0])
        if asked is None or answer is None or answer.guess is None:
            return None
        return asked[1], answer, asked[1].judge(answer.guess, self._place.numbers)

    def verdict(self) -> str:
        """Say whether it came as guessed; return what to tell whoever guessed so."""
        answered = self.answered
        if answered is None:
            self._outcome.set_verdict("", "plain")
            return ""
        judged = answered[2]
        if judged.is_right:
            self._outcome.set_verdict("As you guessed", "good")
        else:
            self._outcome.set_verdict("Not as you guessed", "bad")
        return self._place.numbers.words(judged.answer)

    @Slot()
    def _on_view_again_wanted(self) -> None:
        asked = self._place.asked
        if asked is not None:
            self._place.keep_answer(asked[0], None)
            self._place.stages.rewind()
            self.again_wanted.emit(asked[0])
