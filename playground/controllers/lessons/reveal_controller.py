"""Draws predictions over what came out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.outcome_controller import OutcomeController
from playground.controllers.lessons.run_bars import LAYERS, NEURONS, layer_bars, neuron_bars
from playground.models.lessons.bar_chart import BarChart, LogScale
from playground.models.lessons.lesson import Step
from playground.models.lessons.outcome import Outcome, curve_of
from playground.models.lessons.parts.point_question import PointQuestion
from playground.models.lessons.parts.reveal import Reveal
from playground.models.lessons.stages.run_stage import RunStage
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.lessons.outcome_card import OutcomeCurve

Array = NDArray[np.float64]
LOSS_TITLES = {"train_loss": "Training loss", "test_loss": "Test loss"}
GUESS_AND_OUTCOME = "Guess and outcome"
TRAINING = "The networks are being trained…"


class RevealController(OutcomeController):
    """The card that draws guess and outcome."""

    def __init__(self, place: LessonPlace, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(screen.outcome, place, screen, parent)

    def show(self, step: Step) -> None:
        self._screen.outcome.set_plain(GUESS_AND_OUTCOME)
        self._screen.outcome.set_words("", "")
        asked = self._place.asked
        if asked is not None:
            answer = self._place.answer_of(asked[0])
            self._place.stages.show_guess(asked[1], None if answer is None else answer.guess)
        self.follow(step)

    def words(self, words: str) -> tuple[str, str]:
        if not self._place.stages.has_ended:
            return TRAINING, ""
        return f"{self.verdict()}\n\n{words}", ""

    def follow(self, step: Step) -> None:
        """Draw the losses, and the guess under them."""
        outcomes, stage = self._place.stages.outcomes, self._place.stages.stage
        if not outcomes or not isinstance(stage, RunStage) or not isinstance(step.part, Reveal):
            return
        asked = self._place.asked
        if asked is not None and isinstance(asked[1], PointQuestion):
            self._screen.outcome.set_words("", "")
            self._show_pointed(asked[0], asked[1])
            return
        of = step.part.of
        curves = []
        for run in stage.runs:
            outcome = outcomes[run.key]
            assert isinstance(outcome, Outcome)
            known = outcome.curves
            losses = known.train if of == "train_loss" else known.test
            curves.append(OutcomeCurve(run.name, run.look, known.epochs, losses))
        guess, guessed = self._guess_as_curve(stage)
        title = LOSS_TITLES[of] + (": guess and outcome" if guess is not None else "")
        self._screen.outcome.set_outcome(title, curves, guess, guessed, stage.epochs)
        answered = self.answered if guess is None and self._place.stages.has_ended else None
        if answered is None:
            self._screen.outcome.set_words("", "")
        else:
            self._screen.outcome.set_words(answered[1].words, answered[2].outcome)

    def _show_pointed(self, at: int, question: PointQuestion) -> None:
        """Show all targets, what was pointed at ringed, and the right one marked."""
        place = self._place
        answer, outcome = place.answer_of(at), place.stages.outcomes.get(question.run)
        guess = answer.guess if answer is not None and isinstance(answer.guess, str) else None
        if not isinstance(outcome, Outcome) or outcome.epoch not in outcome.insights:
            return
        tags = dict.fromkeys(question.best(place.numbers), "Highest" if question.wants_highest else "Lowest")
        stage = place.stages.stage
        run = None if stage is None else stage.run(question.run)
        name = "" if run is None else f", {run.name}"
        if question.kind == "sample":
            samples = place.stages.samples(question.run)
            if samples is not None:
                losses = question.values(place.numbers)
                self._screen.outcome.set_samples(f"Loss of each point{name}", samples, guess, tags, losses)
            return
        insight = outcome.insights[outcome.epoch]
        bars = layer_bars(insight) if question.kind == "layer" else neuron_bars(insight)
        chart = BarChart("", bars, LogScale.over(bar.value for bar in bars))
        what = LAYERS if question.kind == "layer" else NEURONS
        self._screen.outcome.set_bars(f"{what}{name}", chart, question.keys, guess, tags)

    def _guess_as_curve(self, stage: RunStage) -> tuple[tuple[Array, Array] | None, str]:
        """Return the guess as a curve, scaled to the real first loss, and the name of the run it is about."""
        asked = self._place.asked
        answer = None if asked is None else self._place.answer_of(asked[0])
        if asked is None or answer is None or answer.guess is None:
            return None, ""
        question, guess = asked[1], answer.guess
        if question.loss is None:
            return None, ""
        run = stage.run(question.loss.single_run)
        _, losses = curve_of(question.loss, self._place.stages.outcomes)
        if run is None or not len(losses):
            return None, ""
        heights = np.array(question.curve(guess, float(losses[0])))
        if not len(heights):
            return None, ""
        return (np.linspace(0.0, stage.epochs, len(heights)), heights), run.name
