"""Takes predictions, and notes what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.part_controller import PartController
from playground.models.lessons.lesson import Step
from playground.models.lessons.outcome import Outcome
from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.point_question import PointQuestion
from playground.models.lessons.progress import Answer
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.lessons.targets import TargetKind
from playground.views.lessons.answers.answer_field import Ground
from playground.views.lessons.answers.node_picker import NodePicker
from playground.views.lessons.lesson_screen import LessonScreen

# Which bars can be pointed at.
BARS_OF: Mapping[str, TargetKind] = {"gradients": "layer", "neurons": "neuron"}


class QuestionController(PartController):
    """The card that asks.

    Signals
    -------
    changed
        There is a guess, or another one, or none any more.
    """

    changed = Signal()

    def __init__(
        self,
        place: LessonPlace,
        screen: LessonScreen,
        parent: QObject | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(place, screen, parent)
        self._now = now
        self.card = screen.question
        screen.question.guessed.connect(self._on_view_guessed)
        screen.question.skip_wanted.connect(self._on_view_skip_wanted)
        screen.bar_pressed.connect(self._on_view_bar_pressed)

    def show(self, step: Step) -> None:
        question, stages = step.question, self._place.stages
        if question is None or stages.stage is None:
            return
        self._screen.question.set_question(question, stages.when, stages.run_text, self._ground(question))
        answer = self._place.answer
        self._screen.question.set_guess(None if answer is None else answer.guess)

    def _ground(self, question: Question) -> Ground:
        """Return what a guess is made over: the loss that it begins with, and how many epochs there are."""
        stages, loss = self._place.stages, question.loss
        epochs = max(stages.epochs, 1)
        if isinstance(question, PointQuestion):
            return Ground(1.0, epochs, stages.samples(question.run))
        outcome = None if loss is None else stages.outcomes.get(loss.single_run)
        if loss is None or not isinstance(outcome, Outcome):
            return Ground(1.0, epochs)
        # A training loss is measured while training only: before, guessing has one.
        first = outcome.newest.test_loss if loss.single_quantity == "test_loss" else outcome.guesser
        return Ground(first if first is not None and np.isfinite(first) else 1.0, epochs)

    def follow(self, step: Step) -> None:
        """Show how far the runs are; a sketch begins at the loss of the first weights."""
        stages, card = self._place.stages, self._screen.question
        if step.question is None:
            return
        if not stages.epoch and card.field is not None:
            card.field.set_ground(self._ground(step.question))
        card.set_running(stages.is_running, stages.epoch, stages.epochs, stages.counts)

    def note_end(self, step: Step) -> None:
        """Write what came out beside the prediction."""
        place, answer = self._place, self._place.answer
        if answer is None or answer.guess is None or step.question is None:
            return
        judged = step.question.judge(answer.guess, place.numbers)
        place.keep_answer(place.at, replace(answer, outcome=judged.outcome, is_right=judged.is_right))

    @Slot(object)
    def _on_view_guessed(self, guess: Guess | None) -> None:
        step, stages = self._place.step, self._place.stages
        question = None if step is None else step.question
        if question is None or stages.is_running or stages.epoch:
            return
        answer = None
        if guess is not None:
            answer = Answer(question.ask, guess, question.words(guess), when=self._time())
        self._place.keep_answer(self._place.at, answer)
        self._screen.question.set_guess(guess)
        stages.take_guess(guess, question)
        self.changed.emit()

    @Slot(int)
    def choose_node(self, node: int) -> None:
        """Answer by a click in the graph."""
        field = self._screen.question.field
        if isinstance(field, NodePicker) and self._screen.question.isVisible():
            field.choose(node)

    @Slot(str, int)
    def _on_view_bar_pressed(self, run: str, number: int) -> None:
        """Answer by a click on a bar in the card of the run that the question is about."""
        step, stage = self._place.step, self._place.stages.stage
        question = None if step is None else step.question
        if not isinstance(question, PointQuestion) or not isinstance(stage, RunStage) or question.run != run:
            return
        if BARS_OF.get(stage.show) == question.kind and number < len(question.keys):
            self._on_view_guessed(question.keys[number])

    @Slot()
    def _on_view_skip_wanted(self) -> None:
        step = self._place.step
        if step is not None and step.question is not None:
            self._place.keep_answer(self._place.at, Answer(step.question.ask, None, "", when=self._time()))
            self._screen.question.run_wanted.emit()

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")
