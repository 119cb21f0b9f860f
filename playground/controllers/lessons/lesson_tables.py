"""A stage of tables: the first one is there at once, the others come once something is predicted."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.controllers.lessons.stage_controller import AtOnceStage
from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.cells_question import CellsQuestion
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.table_stage import TableOutcome, TableStage
from playground.style.theme import apply_to_tree
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.lessons.tables.table_board import TableBoard


class LessonTables(AtOnceStage):
    """Shows the tables."""

    def __init__(self, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(screen, parent)
        self.board = TableBoard()
        self._stage: TableStage | None = None
        self._guess: tuple[Question, Guess] | None = None

    @property
    def stage(self) -> TableStage | None:
        return self._stage

    @property
    def outcomes(self) -> dict[str, TableOutcome]:
        return {} if self._stage is None else self._stage.outcomes()

    def show(self, stage: Stage | None) -> None:
        if stage == self._stage:
            return
        assert stage is None or isinstance(stage, TableStage)
        self._stage, self._has_ended, self._guess = stage, False, None
        self._screen.show_board(None if stage is None else self.board)
        apply_to_tree(self.board, self._screen.theme)
        self._fill()

    def show_guess(self, question: Question, guess: Guess | None) -> None:
        wanted = None if guess is None else (question, guess)
        if wanted != self._guess:
            self._guess = wanted
            self._fill()

    def _fill(self) -> None:
        stage = self._stage
        if stage is None:
            return
        shown = stage.tables if self._has_ended else stage.tables[:1]
        guess: tuple[float, ...] = ()
        of = ""
        if self._has_ended and self._guess is not None:
            question, typed = self._guess
            if isinstance(question, CellsQuestion) and isinstance(typed, tuple):
                guess, of = typed, question.table.key
        self.board.set_tables(stage, [table.key for table in shown], guess, of)
        if self._has_ended:
            self.board.read()
