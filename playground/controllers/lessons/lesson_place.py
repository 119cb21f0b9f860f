"""Where in the lessons one is, and what is known there: shared by the controllers of the mode."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from playground.controllers.lessons.stage_controller import StageController
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.lessons.lesson import Lesson, Step
from playground.models.lessons.outcome import Outcomes, Valued
from playground.models.lessons.part import Question
from playground.models.lessons.parts.task import Task
from playground.models.lessons.progress import Answer, LessonProgress, Progress
from playground.models.lessons.stage import Stage
from playground.models.ticket import Ticket
from playground.workbench import Workbench
from playground.workers.background import Job

YOURS = "Your network"


class LessonPlace(QObject):
    """The lesson and the step on screen, the progress, and the outcomes of runs.

    Parameters
    ----------
    path
        The file of the progress; None keeps it in memory.

    Attributes
    ----------
    lesson
        None while there is none, or a broken one on screen.
    at
        Number of the step.
    changed
        The runs of tasks as the learner left them, by lesson and step.
    """

    def __init__(
        self, workbench: Workbench, stages: StageController, path: Path | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._path = workbench, path
        self._writing = Job("progress in lessons", self, finishes=True)
        self._writing.refused.connect(self._on_writing_refused)
        self.stages = stages
        self.progress = Progress()
        self.lesson: Lesson | None = None
        self.at = 0
        self.changed: dict[tuple[str, int], Experiment] = {}
        # By the first step of their stage: on another stage the same names stand for something else.
        self._known: dict[int, dict[str, Valued]] = {}

    @property
    def step(self) -> Step | None:
        """The step on screen."""
        return None if self.lesson is None else self.lesson.steps[self.at]

    @property
    def known(self) -> LessonProgress:
        """The progress in the lesson on screen."""
        return LessonProgress() if self.lesson is None else self.progress.of(self.lesson.key)

    @property
    def answer(self) -> Answer | None:
        """The prediction of the step on screen."""
        return self.answer_of(self.at)

    def answer_of(self, at: int) -> Answer | None:
        """Return the prediction of a step; one that fits another kind of question is none."""
        answer = self.known.answers.get(at)
        question = None if self.lesson is None else self.lesson.steps[at].question
        if answer is None or question is None or answer.guess is None:
            return answer
        return answer if question.takes(answer.guess) else None

    @property
    def asked(self) -> tuple[int, Question] | None:
        """The question about the runs on screen: that of the step, or the last one before it."""
        step = self.step
        if self.lesson is None or step is None:
            return None
        for at in range(self.at, -1, -1):
            before = self.lesson.steps[at]
            if before.question is not None and before.stage == step.stage:
                return at, before.question
        return None

    @property
    def furthest(self) -> int:
        """The furthest step that was reached."""
        if self.lesson is None:
            return 0
        if self.known.is_done:
            return len(self.lesson.steps) - 1
        return max(self.known.step, *self.known.answers, *(step + 1 for step in self.known.reached), 0)

    @property
    def numbers(self) -> Outcomes:
        """All numbers that texts and conditions can have: earlier ones of this stage, and those on screen."""
        return Outcomes({**self._known.get(self._first_of_stage, {}), **self.stages.outcomes})

    @property
    def _first_of_stage(self) -> int:
        """The first step with the stage of the one on screen."""
        if self.lesson is None:
            return 0
        stage = self.lesson.steps[self.at].stage
        return next(at for at, step in enumerate(self.lesson.steps) if step.stage == stage)

    def open(self, lesson: Lesson | None) -> None:
        """Go to another lesson."""
        self.lesson, self.at = lesson, 0
        self._known = {}

    def note_outcomes(self) -> None:
        """Remember the runs on screen for the steps that follow."""
        self._known[self._first_of_stage] = {**self.numbers.known}

    def stage_of(self, step: Step) -> Stage | None:
        """Return the stage of a step: a task has one run only, as the learner changed it."""
        stage, part = step.stage, step.part
        if stage is None or self.lesson is None or not isinstance(part, Task):
            return stage
        run = stage.run(part.run)
        assert run is not None
        experiment = self.changed.get((self.lesson.key, self.at), run.experiment)
        return stage.with_runs((replace(run, name=YOURS, experiment=experiment, look="plain"),))

    def load(self) -> None:
        """Read the progress; a damaged file is told, and stays until something new is kept."""
        if self._path is None:
            return
        try:
            self.progress = Progress.load(self._path)
        except (OSError, ValueError) as error:
            self._workbench.say(
                Notice(f"What you did in lessons before cannot be read: {error}. It begins anew.", "problem")
            )

    def keep(self, progress: Progress) -> None:
        """Take over other progress, and write it."""
        if progress == self.progress:
            return
        self.progress = progress
        if self._path is not None:
            self._writing.order(partial(_write, progress, self._path))

    @Slot(str)
    def _on_writing_refused(self, reason: str) -> None:
        self._workbench.say(Notice(f"What you do in lessons is not kept: {reason}.", "problem"))

    def keep_answer(self, at: int, answer: Answer | None) -> None:
        """Keep a prediction of the lesson on screen; None forgets it."""
        if self.lesson is not None:
            self.keep(self.progress.with_answer(self.lesson.key, at, answer))


def _write(progress: Progress, path: Path, _: Ticket) -> None:
    progress.save(path)
