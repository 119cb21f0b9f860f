"""The slice of a lesson on screen: a point moves along a curve, by itself or by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from playground.controllers.lessons.stage_controller import StageController
from playground.models.lessons.lesson import Step
from playground.models.lessons.outcome import Valued
from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.formula_task import MoveTask
from playground.models.lessons.parts.number_question import NumberQuestion
from playground.models.lessons.progress import Answer
from playground.models.lessons.slopes import Slice
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.slice_stage import RATE, SliceStage
from playground.style.theme import apply_to_tree
from playground.style.words import number_text
from playground.views.lessons.formulas.slice_view import PRODUCT, SliceView
from playground.views.lessons.lesson_screen import LessonScreen
from playground.workers.background import Job

TICK_MS, SECONDS = 16, 0.7
PARTS, TOLD_EVERY = 100, 25
"""What is counted of the way while the point moves."""
HIDDEN = "?"
CHANGE, VALUE = "change", "value"


class SlicePlayer(StageController):
    """The curve is hidden until something is predicted; running moves the point by the step."""

    def __init__(self, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self.view = screen, SliceView()
        self._stage: SliceStage | None = None
        self._first: Slice | None = None
        self._cut: Slice | None = None
        self._place, self._share = 0.0, 0.0
        self._is_locked = self._has_ended = self._is_task = self._runs_when_measured = False
        self._kept: dict[tuple[SliceStage, int], tuple[Slice, float]] = {}
        self._step_number = 0
        self._guess: tuple[str, float] | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._job = Job("lesson", self)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self.refused)
        self.view.pad.place_wanted.connect(self._on_view_place_wanted)
        self.view.touch_wanted.connect(self._on_view_touch_wanted)

    @property
    def stage(self) -> SliceStage | None:
        return self._stage

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    @property
    def epoch(self) -> int:
        return PARTS if self._has_ended else math.ceil(PARTS * self._share)

    @property
    def epochs(self) -> int:
        return PARTS

    @property
    def counts(self) -> str:
        return ""

    @property
    def run_text(self) -> str:
        return "Take the step"

    @property
    def has_ended(self) -> bool:
        return self._has_ended and self._first is not None

    @property
    def outcomes(self) -> Mapping[str, Valued]:
        stage, cut = self._stage, self._cut
        if stage is None or cut is None or self._is_locked:
            return {}
        if self._is_task or self._first is None:
            return stage.outcomes_at(cut, self._place)
        return stage.outcomes_at(self._first, self._first.start + stage.step)

    def show(self, stage: Stage | None) -> None:
        if stage == self._stage:
            return
        assert stage is None or isinstance(stage, SliceStage)
        self.pause()
        self._stage, self._first, self._cut = stage, None, None
        self._has_ended, self._share = False, 0.0
        self._screen.show_board(None if stage is None else self.view)
        if stage is None:
            self._job.cancel()
            return
        apply_to_tree(self.view, self._screen.theme)
        names = ("Learning rate" if stage.moved == RATE else stage.moved, stage.height)
        self.view.pad.set_slice(None, names, stage.step, has_parabola=stage.has_parabola)
        self._job.order(stage.cut)

    @Slot(object)
    def _on_job_done(self, cut: Slice | None) -> None:
        stage = self._stage
        if cut is None or stage is None:
            return
        self._first = self._cut = cut
        self._place = cut.start
        names = ("Learning rate" if stage.moved == RATE else stage.moved, stage.height)
        self.view.pad.set_slice(cut, names, stage.step, has_parabola=stage.has_parabola)
        self._arrange()
        self._show()
        self.moved.emit()
        if self._has_ended:
            self.ended.emit()  # what is said about it has waited for this
        elif self._runs_when_measured:
            self._runs_when_measured = False
            self.run()

    def prepare(self, step: Step, at: int, question: Question | None, answer: Answer | None) -> None:
        self._timer.stop()
        self._runs_when_measured = False
        self._step_number, self._is_task = at, isinstance(step.part, MoveTask)
        self._is_locked = step.question is not None and answer is None
        if self._is_locked:
            self._has_ended, self._share = False, 0.0
        elif step.question is None:
            self._has_ended = True
        self._guess = self._guessed_height(step, question, answer)
        self._arrange()
        self._show()

    def _guessed_height(
        self, step: Step, question: Question | None, answer: Answer | None
    ) -> tuple[str, float] | None:
        """Return what was guessed about the height, ``change`` or ``value``, once it is held against it."""
        stage = self._stage
        is_number = isinstance(question, NumberQuestion) and answer is not None
        if stage is None or not is_number or step.question is not None or self._is_task:
            return None
        assert isinstance(question, NumberQuestion)
        assert answer is not None
        truth = question.truth
        is_drawn = truth.single_run == stage.height and truth.single_quantity in (CHANGE, VALUE)
        if not is_drawn or not isinstance(answer.guess, int | float):
            return None
        return truth.single_quantity, float(answer.guess)

    def _arrange(self) -> None:
        """Put the point where the step begins."""
        stage, first = self._stage, self._first
        if stage is None or first is None:
            return
        self._cut, self._place = first, first.start
        if self._is_task:
            self._cut, self._place = self._kept.get((stage, self._step_number), (first, first.start))
        elif self._has_ended:
            self._place = first.start + stage.step

    def take_guess(self, guess: Guess | None, question: Question) -> None:
        self._is_locked = guess is None

    def run(self, *, hurried: bool = False) -> None:
        self._is_locked = False
        if hurried:
            self._has_ended = True
            self._arrange()
            self._show()
            return
        if self._is_task:
            return
        if self._first is None:
            self._runs_when_measured = True
            return
        self._has_ended, self._share = False, 0.0
        self._clock.start()
        self._timer.start()
        self.moved.emit()

    def pause(self) -> None:
        was_running = self.is_running
        self._timer.stop()
        if was_running:
            self.moved.emit()

    @Slot()
    def _on_tick(self) -> None:
        stage, cut = self._stage, self._first
        if stage is None or cut is None:
            self._timer.stop()
            return
        before = self.epoch // TOLD_EVERY
        # By the clock: where drawing is slow, the point jumps rather than creeps.
        self._share = min(self._share + self._clock.restart() / max(1000.0 * SECONDS, 1.0), 1.0)
        self._place = cut.start + stage.step * self._share
        if self._share >= 1.0:
            self._timer.stop()
            self._has_ended = True
        self._show()
        # The card above is laid out anew each time it is told: a few times are enough.
        if self.epoch // TOLD_EVERY != before:
            self.moved.emit()
        if self._has_ended:
            self.ended.emit()

    @Slot(float)
    def _on_view_place_wanted(self, place: float) -> None:
        if self.view.pad.is_open:
            self._place = place
            self._keep()

    @Slot()
    def _on_view_touch_wanted(self) -> None:
        if self._cut is not None and self.view.pad.is_open:
            self._cut = self._cut.touching(self._place)
            self._keep()

    def _keep(self) -> None:
        if self._stage is not None and self._cut is not None and self._is_task:
            self._kept[self._stage, self._step_number] = self._cut, self._place
        self._show()
        self.moved.emit()

    @property
    def _guessed_place(self) -> tuple[float, float] | None:
        """Where the guess lies in the picture."""
        if self._guess is None or self._first is None or self._stage is None:
            return None
        quantity, number = self._guess
        height = number if quantity == VALUE else self._first.start_height + number
        return self._first.start + self._stage.step, height

    def _show(self) -> None:
        stage, cut, view = self._stage, self._cut, self.view
        if stage is None or cut is None:
            view.set_figures({})
            view.touch_button.hide()
            return
        is_seen = self._has_ended or self._share > 0.0
        is_open = self._has_ended and not self.is_running
        view.pad.set_point(cut, self._place, shows_curve=is_seen, is_open=is_open)
        view.pad.set_guess(self._guessed_place)
        view.touch_button.setVisible(is_open)
        # Before anything runs, the step that will be taken.
        step = self._place - cut.start if is_seen else stage.step
        real = cut.height(self._place) - cut.start_height
        guess = cut.slope * step
        digits = _decimals(guess, real)
        figures = {
            stage.moved: number_text(self._place),
            PRODUCT: (f"{number_text(cut.slope)} × {number_text(step)} = {_plain(guess, digits)}"),
        }
        seen = {"What really happens": real, "Missed": real - guess}
        if stage.has_parabola:
            seen = {"With curvature": guess + 0.5 * cut.curvature * step * step, **seen}
        figures |= {name: _plain(number, digits) if is_seen else HIDDEN for name, number in seen.items()}
        view.set_figures(figures)


def _decimals(*numbers: float) -> int:
    """Return how many decimals give the largest of some numbers four digits."""
    largest = max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)
    return min(max(3 - math.floor(math.log10(largest)), 0), 8) if largest else 0


def _plain(number: float, decimals: int) -> str:
    """Return a number with so many decimals, without zeros at its end."""
    return number_text(round(number, decimals)) if math.isfinite(number) else "–"
