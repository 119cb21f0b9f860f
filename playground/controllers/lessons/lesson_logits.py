"""A stage of logits: shown once something is predicted, and moved by hand in a task."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from playground.controllers.lessons.stage_controller import AtOnceStage
from playground.models.lessons.lesson import Step
from playground.models.lessons.logit_board import LogitBoard
from playground.models.lessons.part import Question
from playground.models.lessons.parts.logit_task import LogitTask
from playground.models.lessons.progress import Answer
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.logit_stage import BoardOutcome, LogitStage
from playground.style.theme import apply_to_tree
from playground.views.lessons.bars.logit_cards import LogitCards
from playground.views.lessons.lesson_screen import LessonScreen


class LessonLogits(AtOnceStage):
    """Shows the answers."""

    def __init__(self, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(screen, parent)
        self.board = LogitCards()
        self._stage: LogitStage | None = None
        self._boards: dict[str, LogitBoard] = {}
        self._moved: dict[tuple[LogitStage, int], dict[str, LogitBoard]] = {}
        self._step = 0
        self._is_movable = False
        self.board.moved.connect(self._on_view_moved)

    @property
    def stage(self) -> LogitStage | None:
        return self._stage

    @property
    def outcomes(self) -> dict[str, BoardOutcome]:
        return {key: BoardOutcome(board) for key, board in self._boards.items()}

    def show(self, stage: Stage | None) -> None:
        if stage == self._stage:
            return
        assert stage is None or isinstance(stage, LogitStage)
        self._stage, self._has_ended, self._is_movable = stage, False, False
        self._screen.show_board(None if stage is None else self.board)
        self._boards = {}
        if stage is not None:
            apply_to_tree(self.board, self._screen.theme)
            self.board.set_stage(stage)
            self._boards = {named.key: named.board for named in stage.boards}

    def prepare(self, step: Step, at: int, question: Question | None, answer: Answer | None) -> None:
        """Show the logits of the lesson, or in a task those that the learner left."""
        stage = self._stage
        if stage is None:
            return
        self._step, self._is_movable = at, isinstance(step.part, LogitTask)
        given = {named.key: named.board for named in stage.boards}
        self._boards = self._moved.get((stage, at), given) if self._is_movable else given
        self._has_ended = self._has_ended or step.question is None
        self._fill()

    @Slot(str, int, float)
    def _on_view_moved(self, key: str, place: int, logit: float) -> None:
        if self._stage is None or not self._is_movable:
            return
        self._boards = {**self._boards, key: self._boards[key].moved(place, logit)}
        self._moved[self._stage, self._step] = self._boards
        self._fill()
        self.moved.emit()

    def _fill(self) -> None:
        self.board.set_boards(self._boards, movable=self._is_movable, told=self._has_ended)
