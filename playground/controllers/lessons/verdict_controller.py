"""Sets predictions beside what came out, in words."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.outcome_controller import OutcomeController
from playground.models.lessons.lesson import Step
from playground.views.lessons.lesson_screen import LessonScreen

NO_GUESS = "What came out"
MEASURING = "The curve is being measured…"


class VerdictController(OutcomeController):
    """The card that says guess and outcome."""

    def __init__(self, place: LessonPlace, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(screen.verdict, place, screen, parent)

    def show(self, step: Step) -> None:
        card = self._screen.verdict
        if not self._place.stages.has_ended:
            card.set_outcome(NO_GUESS, "", "")
            card.set_verdict("", "plain")
            return
        answered, asked = self.answered, self._place.asked
        if answered is not None:
            question, answer, judged = answered
            card.set_outcome(question.ask, answer.words, judged.outcome)
        elif asked is not None:
            outcome = asked[1].judge(0.0, self._place.numbers).outcome
            card.set_outcome(asked[1].ask, "", outcome)
        else:
            card.set_outcome(NO_GUESS, "", "")

    def note_end(self, step: Step) -> None:
        self.show(step)

    def words(self, words: str) -> tuple[str, str]:
        if not self._place.stages.has_ended:
            return MEASURING, ""
        return f"{self.verdict()}\n\n{words}", ""
