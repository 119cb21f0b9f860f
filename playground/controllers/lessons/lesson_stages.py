"""The stage on screen: each kind has a controller of its own, and one of them is at work."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from playground.controllers.lessons.stage_controller import StageController
from playground.models.lessons.lesson import Step
from playground.models.lessons.outcome import Valued
from playground.models.lessons.part import Guess, Question
from playground.models.lessons.progress import Answer
from playground.models.lessons.stage import Stage
from playground.views.lessons.pointing.samples_pad import Samples


class LessonStages(StageController):
    """Hands everything on to the controller of the stage on screen.

    Parameters
    ----------
    kinds
        The controller of each kind of stage; the first one is there while nothing is on screen.
    """

    def __init__(self, kinds: Mapping[type[Stage], StageController], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kinds = kinds
        self._current = next(iter(kinds.values()))
        for controller in kinds.values():
            controller.moved.connect(self._on_moved)
            controller.ended.connect(self._on_ended)
            controller.refused.connect(self._on_refused)

    @property
    def is_running(self) -> bool:
        return self._current.is_running

    @property
    def stage(self) -> Stage | None:
        return self._current.stage

    @property
    def epoch(self) -> int:
        return self._current.epoch

    @property
    def epochs(self) -> int:
        return self._current.epochs

    @property
    def has_ended(self) -> bool:
        return self._current.has_ended

    @property
    def outcomes(self) -> Mapping[str, Valued]:
        return self._current.outcomes

    def samples(self, run: str) -> Samples | None:
        return self._current.samples(run)

    @property
    def counts(self) -> str:
        return self._current.counts

    @property
    def run_text(self) -> str:
        return self._current.run_text

    @property
    def when(self) -> str:
        return self._current.when

    def show(self, stage: Stage | None) -> None:
        wanted = next((one for kind, one in self._kinds.items() if isinstance(stage, kind)), self._current)
        if wanted is not self._current:
            self._current.show(None)
            self._current = wanted
        wanted.show(stage)

    def prepare(self, step: Step, at: int, question: Question | None, answer: Answer | None) -> None:
        self._current.prepare(step, at, question, answer)

    def take_guess(self, guess: Guess | None, question: Question) -> None:
        self._current.take_guess(guess, question)

    def run(self, *, hurried: bool = False) -> None:
        self._current.run(hurried=hurried)

    def pause(self) -> None:
        self._current.pause()

    def show_guess(self, question: Question, guess: Guess | None) -> None:
        self._current.show_guess(question, guess)

    def let_go(self) -> None:
        self._current.let_go()

    # A stage that was left may still be prepared in the background.

    @Slot()
    def _on_moved(self) -> None:
        if self.sender() is self._current:
            self.moved.emit()

    @Slot()
    def _on_ended(self) -> None:
        if self.sender() is self._current:
            self.ended.emit()

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        if self.sender() is self._current:
            self.refused.emit(reason)
