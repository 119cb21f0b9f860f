"""The last step: what to take away, and an invitation to break it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.part_controller import PartController
from playground.models.lessons.lesson import Step
from playground.models.lessons.parts.transfer import Transfer
from playground.views.lessons.break_card import IN_GRAPH, IN_TRAIN
from playground.views.lessons.lesson_screen import LessonScreen

IN_PYTORCH = "The same in PyTorch, wrong and right:"


class TransferController(PartController):
    """The card that leads to Train, and the code below the text."""

    runs_hurried = True

    def __init__(self, place: LessonPlace, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(place, screen, parent)
        self.card = screen.break_card
        self._code = self._takeaway = ""

    def show(self, step: Step) -> None:
        if isinstance(step.part, Transfer):
            self._takeaway, self._code = step.part.takeaway, step.part.code
            stage = self._place.stages.stage
            way = None
            if stage is not None:
                way = IN_GRAPH if stage.formula else IN_TRAIN if stage.runs else None
            self._screen.break_card.set_words(step.part.break_it, way)

    def words(self, words: str) -> tuple[str, str]:
        return f"**{self._takeaway}**\n\n{words}\n\n{IN_PYTORCH}", self._code
