"""A task: the learner changes a run until it does what was asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.part_controller import PartController
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.layer_sizes import read_sizes
from playground.models.lessons.lesson import Step
from playground.models.lessons.parts.task import Task
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.lessons.task_card import NO_LAYERS


class TaskController(PartController):
    """The card with the controls that a task gives.

    Signals
    -------
    changed
        The run is another one, or was judged.
    """

    changed = Signal()

    def __init__(self, place: LessonPlace, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(place, screen, parent)
        self.card = self._card = screen.task
        self._card.setting_edited.connect(self._on_view_setting_edited)
        self._card.sizes_typed.connect(self._on_view_sizes_typed)

    @property
    def experiment(self) -> Experiment | None:
        """The settings of the last run on screen."""
        stage = self._place.stages.stage
        return None if stage is None or not stage.runs else stage.runs[-1].experiment

    def show(self, step: Step) -> None:
        if self.experiment is not None and isinstance(step.part, Task):
            self._card.set_task(step.part.goal, step.part.controls, self.experiment)
            if self._place.at in self._place.known.reached:
                self._card.tag.set_state("Reached", "good")

    def follow(self, step: Step) -> None:
        stages = self._place.stages
        self._card.set_running(stages.is_running, stages.epoch, stages.epochs, stages.counts)
        part = step.part
        if (
            isinstance(part, Task)
            and part.until.follows_cursor
            and stages.has_ended
            and not stages.is_running
        ):
            self._judge(part)

    def note_end(self, step: Step) -> None:
        """Say whether the run does what was asked."""
        if isinstance(step.part, Task):
            self._judge(step.part)

    def _judge(self, task: Task) -> None:
        place = self._place
        if place.lesson is None:
            return
        was_reached = place.at in place.known.reached
        if task.until.holds(place.numbers) or (task.until.follows_cursor and was_reached):
            place.keep(place.progress.with_reached(place.lesson.key, place.at))
            self._card.tag.set_state("Reached", "good")
            self._card.set_note("", is_problem=False)
        else:
            self._card.tag.set_state("Not yet", "bad")
            self._card.set_note(task.hint, is_problem=False)
        if was_reached != (place.at in place.known.reached):
            self.changed.emit()

    def refuse(self, reason: str) -> None:
        self._card.set_note(f"It cannot be trained: {reason}.", is_problem=True)

    @Slot(str, object)
    def _on_view_setting_edited(self, name: str, value: object) -> None:
        self._change({name: value})

    @Slot(str)
    def _on_view_sizes_typed(self, text: str) -> None:
        try:
            sizes = () if text.strip().lower() in (NO_LAYERS, "", "0") else read_sizes(text)
        except ValueError as error:
            self._stay(f"Hidden layers stay as they were: {error}.")
            return
        self._change({"hidden": sizes})

    def _change(self, changes: dict[str, Any]) -> None:
        """Change the run, which begins again."""
        place, step, experiment = self._place, self._place.step, self.experiment
        if place.lesson is None or step is None or not isinstance(step.part, Task) or experiment is None:
            return
        try:
            changed = experiment.with_(**changes)
        except ValueError as error:
            self._stay(f"The settings stay as they were: {error}.")
            return
        place.changed[place.lesson.key, place.at] = changed
        self._card.set_note("", is_problem=False)
        self._card.tag.set_state("", "plain")
        place.stages.show(place.stage_of(step))
        self._card.set_experiment(changed)
        self.changed.emit()

    def _stay(self, why: str) -> None:
        self._card.set_note(why, is_problem=True)
        if self.experiment is not None:
            self._card.set_experiment(self.experiment)
