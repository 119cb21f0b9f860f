"""The Lessons mode: which lesson and step is on screen, and the way through them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.lessons.formulas.formula_player import FormulaPlayer
from playground.controllers.lessons.formulas.formula_task_controller import FormulaTaskController
from playground.controllers.lessons.formulas.slice_player import SlicePlayer
from playground.controllers.lessons.lesson_logits import LessonLogits
from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.lesson_room import LessonRoom
from playground.controllers.lessons.lesson_runs import LessonRuns
from playground.controllers.lessons.lesson_sanity import LessonSanity
from playground.controllers.lessons.lesson_stages import LessonStages
from playground.controllers.lessons.lesson_tables import LessonTables
from playground.controllers.lessons.part_controller import PartController
from playground.controllers.lessons.question_controller import QuestionController
from playground.controllers.lessons.reveal_controller import RevealController
from playground.controllers.lessons.shelf_controller import ShelfController
from playground.controllers.lessons.stage_controller import StageController
from playground.controllers.lessons.task_controller import TaskController
from playground.controllers.lessons.transfer_controller import TransferController
from playground.controllers.lessons.verdict_controller import VerdictController
from playground.models.experiment.notice import Notice
from playground.models.lessons.lesson import Lesson, Step
from playground.models.lessons.part import Part, Question
from playground.models.lessons.parts.formula_task import MoveTask, OrderTask
from playground.models.lessons.parts.logit_task import LogitTask
from playground.models.lessons.parts.reveal import Reveal
from playground.models.lessons.parts.task import Task
from playground.models.lessons.parts.transfer import Transfer
from playground.models.lessons.parts.verdict import Verdict
from playground.models.lessons.shelf import BrokenLesson
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.formula_stage import FormulaStage
from playground.models.lessons.stages.logit_stage import LogitStage
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.lessons.stages.sanity_stage import SanityStage
from playground.models.lessons.stages.slice_stage import SliceStage
from playground.models.lessons.stages.table_stage import TableStage
from playground.style.theme import ThemeManager
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.workbench import Workbench

IN_TRAIN = "The lesson's settings are in Train. Undo brings yours back."


class LessonController(QObject):
    """Opens lessons and steps; the run of the window waits meanwhile, untouched.

    Parameters
    ----------
    path
        The file of the learner's progress; None keeps it in memory.
    now
        The time, for the answers.

    Signals
    -------
    left
        Escape: back to what was on screen before.
    formula_wanted
        Formulas are wanted in Graph.
    train_wanted
        Settings are in Train now.
    """

    left = Signal()
    formula_wanted = Signal(str)
    train_wanted = Signal()

    def __init__(
        self,
        workbench: Workbench,
        screen: LessonScreen,
        strip: TimelineStrip,
        themes: ThemeManager,
        path: Path | None = None,
        parent: QObject | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._strip = workbench, screen, strip
        self._room: LessonRoom | None = None
        self._was_playing = self._is_read = False
        self.runs = LessonRuns(screen, strip, themes, self)
        self.tables = LessonTables(screen, self)
        self.sanity = LessonSanity(screen, self)
        self.formula = FormulaPlayer(screen, self)
        self.slice = SlicePlayer(screen, self)
        self.logits = LessonLogits(screen, self)
        kinds: dict[type[Stage], StageController] = {
            RunStage: self.runs,
            TableStage: self.tables,
            SanityStage: self.sanity,
            FormulaStage: self.formula,
            SliceStage: self.slice,
            LogitStage: self.logits,
        }
        self.stages = LessonStages(kinds, self)
        self.place = LessonPlace(workbench, self.stages, path, self)
        self.shelf = ShelfController(workbench, self.place, screen, self)
        questions = QuestionController(self.place, screen, self, now)
        reveals = RevealController(self.place, screen, self)
        verdicts = VerdictController(self.place, screen, self)
        tasks = TaskController(self.place, screen, self)
        formula_tasks = FormulaTaskController(self.place, screen, self.formula, self)
        self._parts: Mapping[type[Part], PartController] = {
            Question: questions,
            Task: tasks,
            MoveTask: formula_tasks,
            OrderTask: formula_tasks,
            LogitTask: formula_tasks,
            Reveal: reveals,
            Verdict: verdicts,
            Transfer: TransferController(self.place, screen, self),
        }
        self.stages.moved.connect(self._on_stage_moved)
        self.stages.ended.connect(self._on_stage_ended)
        self.stages.refused.connect(self._on_stage_refused)
        self.shelf.picked.connect(self.open)
        questions.changed.connect(self._show_list)
        reveals.again_wanted.connect(self._go_to)
        verdicts.again_wanted.connect(self._go_to)
        formula_tasks.changed.connect(self._on_task_reached)
        self.formula.node_pressed.connect(questions.choose_node)
        self.formula.node_pressed.connect(formula_tasks.choose_node)
        tasks.changed.connect(self._show_list)
        tasks.changed.connect(self._on_stage_moved)
        tasks.changed.connect(self._show_ways)
        screen.left.connect(self.left)
        screen.run_wanted.connect(self.run)
        screen.question.run_wanted.connect(self.run)
        screen.task.run_wanted.connect(self.run)
        screen.task.open_wanted.connect(self._on_view_open_wanted)
        screen.break_card.open_wanted.connect(self._on_view_open_wanted)
        screen.formula_task.open_wanted.connect(self._on_view_open_wanted)
        screen.page.step_picked.connect(self._go_to)
        screen.page.previous_wanted.connect(self._on_view_previous_wanted)
        screen.page.next_wanted.connect(self._on_view_next_wanted)

    def add_room(self, room: LessonRoom) -> None:
        """Put something that is no lesson below the lessons of the list."""
        self.shelf.rooms[room.entry.key] = room
        room.changed.connect(self._on_room_changed)

    def show(self) -> None:
        """Pause the run of the window, and open the lesson where it was left."""
        self._was_playing = self._workbench.is_playing
        self._workbench.set_playing(False)
        if not self._is_read:
            self._is_read = True
            self.place.load()
            self.shelf.read()
            lessons = self.shelf.lessons
            wanted = (one for one in lessons if not self.place.progress.of(one.key).is_done)
            first = next(wanted, next(iter(lessons), None))
            self.open(first.key if first is not None else "")
        elif self._room is not None:
            self._strip.hide()
            self._room.show()
        else:
            self._go_to(self.place.at)
        self.shelf.catch_up()

    def hide(self) -> None:
        """Leave everything as it was before."""
        self.stages.let_go()
        if self._room is not None:
            self._room.hide()
        if self._was_playing:
            self._was_playing = False
            self._workbench.set_playing(True)

    @Slot()
    def run(self) -> None:
        """Run what is on screen, or pause it; locked until something is predicted."""
        step = self.place.step
        if self.stages.is_running:
            self.stages.pause()
        elif step is not None and (step.question is None or self.place.answer is not None):
            if isinstance(step.part, Task) and self.stages.has_ended:
                self.stages.rewind()
            self.stages.run()

    @Slot(str)
    def open(self, key: str) -> None:
        """Open a lesson where it was left, or a room."""
        lesson = self.shelf.find(key)
        self._enter(self.shelf.rooms.get(key))
        if isinstance(lesson, BrokenLesson):
            self._show_broken(lesson)
        elif lesson is not None:
            self.place.open(lesson)
            self._go_to(min(self.place.known.step, len(lesson.steps) - 1))
        self.shelf.show_list(key)

    def _enter(self, room: LessonRoom | None) -> None:
        """Go to a room, or with None from there back to lessons."""
        if room is self._room:
            return
        if self._room is not None:
            self._room.hide()
        self._room = room
        self._screen.show_room(None if room is None else room.view)
        self._strip.setVisible(room is None)
        if room is not None:
            self.place.open(None)
            self.stages.show(None)
            room.show()

    @Slot()
    def _on_room_changed(self) -> None:
        if self._room is not None:
            self.shelf.show_list(self._room.entry.key)

    def _show_broken(self, lesson: BrokenLesson) -> None:
        self.place.open(None)
        self.stages.show(None)
        self._screen.show_card(None)
        page = self._screen.page
        page.set_head(lesson.path.name, "This lesson cannot be read")
        page.stepper.set_steps((), 0, 0)
        page.set_text("Mend the file; the lesson opens as soon as it is right.")
        page.set_ways("Next", can_go_back=False, can_go_on=False, is_main=False)
        self._screen.set_problem("\n".join(map(str, lesson.faults)))

    @Slot()
    def _on_task_reached(self) -> None:
        self._show_list()
        self._show_ways()

    # Steps.

    def _controller_of(self, step: Step) -> PartController:
        return next(one for kind, one in self._parts.items() if isinstance(step.part, kind))

    @Slot(int)
    def _go_to(self, at: int) -> None:
        place, lesson = self.place, self.place.lesson
        if lesson is None:
            return
        place.at = at
        step = lesson.steps[at]
        self._screen.set_problem("")  # that of the step before
        place.keep(place.progress.with_step(lesson.key, at))
        self.stages.show(place.stage_of(step))
        asked = place.asked
        number, question = asked if asked is not None else (at, None)
        self.stages.prepare(step, at, question, place.answer_of(number))
        if self._controller_of(step).runs_hurried and not self.stages.has_ended:
            # The runs are made again where one comes back to this step: they are always the same.
            self.stages.run(hurried=True)
        self._show_list()
        self._show_step()

    @Slot()
    def _show_list(self) -> None:
        if self.place.lesson is not None:
            self.shelf.show_list(self.place.lesson.key)

    def _show_step(self) -> None:
        lesson, step = self.place.lesson, self.place.step
        if lesson is None or step is None:
            return
        lessons, screen = self.shelf.lessons, self._screen
        number = lessons.index(lesson) + 1
        screen.page.set_head(f"{lesson.group}, lesson {number} of {len(lessons)}", lesson.title)
        titles = [one.title for one in lesson.steps]
        screen.page.stepper.set_steps(titles, self.place.at, self.place.furthest)
        controller = self._controller_of(step)
        controller.show(step)
        screen.show_card(controller.card)
        self._on_stage_moved()
        self._show_text()

    def _show_text(self) -> None:
        step = self.place.step
        if step is None:
            return
        words, code = self._controller_of(step).words(self.place.numbers.words(step.text))
        self._screen.page.set_text(words, code)
        self._show_ways()

    @Slot()
    def _show_ways(self) -> None:
        place, step, lesson = self.place, self.place.step, self.place.lesson
        if step is None or lesson is None:
            return
        is_open_task = step.part.is_task and place.at not in place.known.reached
        following, text = self._following, "Next"
        if place.at == len(lesson.steps) - 1:
            text = "Done" if following is None else f"Next: {following.title}"
        elif is_open_task:
            text = "Go on without"
        can_go_on = step.question is None or self.stages.has_ended
        self._screen.page.set_ways(
            text, can_go_back=place.at > 0, can_go_on=can_go_on, is_main=can_go_on and not is_open_task
        )

    @property
    def _following(self) -> Lesson | None:
        """The lesson after this one."""
        lessons, lesson = self.shelf.lessons, self.place.lesson
        place = lessons.index(lesson) + 1 if lesson in lessons else 0
        return lessons[place] if place < len(lessons) else None

    @Slot()
    def _on_view_previous_wanted(self) -> None:
        if self.place.at:
            self._go_to(self.place.at - 1)

    @Slot()
    def _on_view_next_wanted(self) -> None:
        place, lesson, following = self.place, self.place.lesson, self._following
        if lesson is None:
            return
        place.note_outcomes()
        if place.at + 1 < len(lesson.steps):
            self._go_to(place.at + 1)
            return
        place.keep(place.progress.with_done(lesson.key).with_step(lesson.key, 0))
        self.open(lesson.key if following is None else following.key)

    @Slot()
    def _on_view_open_wanted(self) -> None:
        """Take the last run into Train, or the formula into Graph, as one step that can be undone."""
        stage = self.stages.stage
        if stage is not None and stage.formula:
            self.formula_wanted.emit(stage.formula)
            return
        if stage is None or not stage.runs:
            return
        experiment = stage.runs[-1].experiment
        self.stages.pause()
        self._was_playing = False
        # What a teacher has hidden stays so.
        kept = {"name": "", "hidden_controls": self._workbench.experiment.hidden_controls}
        if self._workbench.change(**{**vars(experiment), **kept}):
            self._workbench.say(Notice(IN_TRAIN))
            self.train_wanted.emit()

    # The stage.

    @Slot()
    def _on_stage_moved(self) -> None:
        step = self.place.step
        if step is not None and self.stages.stage is not None:
            self._controller_of(step).follow(step)

    @Slot()
    def _on_stage_ended(self) -> None:
        place, step, lesson = self.place, self.place.step, self.place.lesson
        if lesson is None or step is None:
            return
        place.note_outcomes()
        self._controller_of(step).note_end(step)
        is_asked = step.question is not None and place.at + 1 < len(lesson.steps)
        if is_asked and lesson.steps[place.at + 1].part.follows_question:
            self._go_to(place.at + 1)
        else:
            self._show_text()

    @Slot(str)
    def _on_stage_refused(self, reason: str) -> None:
        step = self.place.step
        if step is not None:
            self._controller_of(step).refuse(reason)
