"""Takes predictions, and holds them against what came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.models.lessons.judging import Guess, guess_words, judge
from playground.models.lessons.lesson import (
    ChoiceQuestion,
    NumberQuestion,
    Question,
    Reveal,
    SketchQuestion,
    Stage,
)
from playground.models.lessons.outcome import curve_of
from playground.models.lessons.progress import Answer
from playground.style.words import counted
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.lessons.outcome_card import OutcomeCurve
from playground.views.lessons.question_card import run_words

Array = NDArray[np.float64]
LOSS_TITLES = {"train_loss": "Training loss", "test_loss": "Test loss"}


class GuessController(QObject):
    """The card that asks, and the one that shows guess and outcome.

    Signals
    -------
    changed
        There is a guess, or another one, or none any more.
    again_wanted
        Number of the step that is to ask anew.
    """

    changed = Signal()
    again_wanted = Signal(int)

    def __init__(
        self,
        place: LessonPlace,
        screen: LessonScreen,
        parent: QObject | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent)
        self._place, self._screen, self._now = place, screen, now
        screen.question.guessed.connect(self._on_view_guessed)
        screen.question.skip_wanted.connect(self._on_view_skip_wanted)
        screen.outcome.again_wanted.connect(self._on_view_again_wanted)

    def ask(self, question: Question, stage: Stage) -> None:
        """Show the question of the step on screen."""
        tip = f"After {counted(stage.epochs, 'epoch')}. {_keys(question)}"
        self._screen.question.set_question(
            question,
            tip,
            run_words([run.name for run in stage.runs]),
            self._first_loss(question),
            stage.epochs,
        )
        answer = self._place.answer
        self._screen.question.set_guess(None if answer is None else answer.guess)

    def _first_loss(self, question: Question) -> float:
        """Return the loss that a sketch begins with."""
        if not isinstance(question, SketchQuestion):
            return 1.0
        outcome = self._place.runs.outcomes.get(question.of.single_run)
        if outcome is None:
            return 1.0
        # A training loss is measured while training only: before, guessing has one.
        first = outcome.newest.test_loss if question.of.single_quantity == "test_loss" else outcome.guesser
        return first if first is not None and np.isfinite(first) else 1.0

    def follow(self, question: Question, stage: Stage) -> None:
        """Show how far the runs are; a sketch begins at the loss of the first weights."""
        runs = self._place.runs
        if not runs.epoch and self._place.answer is None:
            self._screen.question.pad.set_first(self._first_loss(question))
        self._screen.question.set_running(runs.is_running, runs.epoch, stage.epochs)

    @Slot(object)
    def _on_view_guessed(self, guess: Guess) -> None:
        step, runs = self._place.step, self._place.runs
        question = None if step is None else step.question
        if question is None or runs.is_running or runs.epoch:
            return
        self._place.keep_answer(
            self._place.at, Answer(question.ask, guess, guess_words(question, guess), when=self._time())
        )
        self._screen.question.set_guess(guess)
        self.changed.emit()

    @Slot()
    def _on_view_skip_wanted(self) -> None:
        step = self._place.step
        if step is not None and step.question is not None:
            self._place.keep_answer(self._place.at, Answer(step.question.ask, None, "", when=self._time()))
            self._screen.question.run_wanted.emit()

    @Slot()
    def _on_view_again_wanted(self) -> None:
        asked = self._place.asked
        if asked is not None:
            self._place.keep_answer(asked[0], None)
            self._place.runs.rewind()
            self.again_wanted.emit(asked[0])

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    # The outcome.

    def note_outcome(self) -> None:
        """Write what came out beside the prediction of the step on screen."""
        place, answer, asked = self._place, self._place.answer, self._place.asked
        if answer is None or answer.guess is None or asked is None:
            return
        judged = judge(asked[1], answer.guess, place.numbers, place.runs.outcomes)
        place.keep_answer(place.at, replace(answer, outcome=judged.outcome, is_right=judged.is_right))

    def show_verdict(self) -> str:
        """Say whether it came as guessed; return what to tell whoever guessed so."""
        place, asked = self._place, self._place.asked
        self._screen.outcome.set_verdict("", "plain")
        answer = None if asked is None else place.known.answers.get(asked[0])
        if asked is None or answer is None or answer.guess is None:
            return ""
        judged = judge(asked[1], answer.guess, place.numbers, place.runs.outcomes)
        if judged.is_right:
            self._screen.outcome.set_verdict("As you guessed", "good")
        else:
            self._screen.outcome.set_verdict("Not as you guessed", "bad")
        return place.numbers.words(judged.answer)

    def show_outcome(self, reveal: Reveal, stage: Stage) -> None:
        """Draw the losses, and the guess under them."""
        outcomes = self._place.runs.outcomes
        if not outcomes:
            return
        curves = []
        for run in stage.runs:
            known = outcomes[run.key].curves
            losses = known.train if reveal.of == "train_loss" else known.test
            curves.append(OutcomeCurve(run.name, run.look, known.epochs, losses))
        guess, guessed = self._guess_as_curve(stage)
        title = LOSS_TITLES[reveal.of] + (": guess and outcome" if guess is not None else "")
        self._screen.outcome.set_outcome(title, curves, guess, guessed, stage.epochs)

    def _guess_as_curve(self, stage: Stage) -> tuple[tuple[Array, Array] | None, str]:
        """Return the guess as a curve, scaled to the real first loss, and the name of the run it is about."""
        asked = self._place.asked
        answer = None if asked is None else self._place.known.answers.get(asked[0])
        if asked is None or answer is None or answer.guess is None:
            return None, ""
        question, guess = asked[1], answer.guess
        if isinstance(question, NumberQuestion) or question.of is None:
            return None, ""
        run = stage.run(question.of.single_run)
        _, losses = curve_of(question.of, self._place.runs.outcomes)
        if run is None or not len(losses):
            return None, ""
        if isinstance(question, SketchQuestion):
            heights = np.array(guess, np.float64)
        else:
            assert not isinstance(guess, tuple)
            curve = np.array(question.choices[int(guess)].curve, np.float64)
            if not len(curve):
                return None, ""
            heights = curve * float(losses[0]) / max(float(curve[0]), 1e-9)
        return (np.linspace(0.0, stage.epochs, len(heights)), heights), run.name


def _keys(question: Question) -> str:
    if isinstance(question, ChoiceQuestion):
        numbers = [str(number) for number in range(1, len(question.choices) + 1)]
        return f"Press {', '.join(numbers[:-1])} or {numbers[-1]}."
    return "Draw with the pointer or the arrow keys." if isinstance(question, SketchQuestion) else ""
