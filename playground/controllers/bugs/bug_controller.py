"""Guess the bug: opens rounds, counts looks, takes guesses, and shows what told the bug."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Slot

from playground.controllers.bugs.bug_state import BugState
from playground.controllers.bugs.bug_words import task_words, verdict_words
from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.lesson_room import LessonRoom
from playground.models.bugs.bug import Bug
from playground.models.bugs.catalogue import BUGS
from playground.models.bugs.instruments.table import INSTRUMENTS
from playground.models.bugs.kept import PREFIX, TITLE, titles, with_named
from playground.models.bugs.rounds import DIFFICULTIES, LARGEST_NUMBER, Round
from playground.models.bugs.trained_run import WorkProgress
from playground.style.theme import Theme, ThemeManager
from playground.views.bugs.bug_room import BugRoom
from playground.views.bugs.finding_look import Boundary, FindingLook, RunColumn
from playground.views.bugs.instrument_tiles import TWIN
from playground.views.lessons.lesson_list import ListedLesson
from playground.views.lessons.room_view import RoomView
from playground.workers.background import Job
from playground.workers.bug_desk import BugDesk, Ended, Ready, Seen, SeenRun

KEY, GROUP = "guess-the-bug", "Practice"
QUESTION = "Which mistake is hidden in this run?"
CHOOSE, CHOOSE_TEXT = "Choose an instrument", "The run is trained. Number keys or a click look at it."
TRAINING, STOPPED = "Training the run", "The run is not trained."
UNMEASURED = "What tells the bug is not measured: train the run again for it."


def any_number() -> int:
    """Return the number of some round."""
    return random.randint(1, LARGEST_NUMBER)


class BugController(LessonRoom):
    """One round at a time; its runs stay apart from the run of the window.

    Parameters
    ----------
    now
        The time, for the answers.
    draw
        A number for a new round.
    """

    def __init__(
        self,
        place: LessonPlace,
        room: BugRoom,
        themes: ThemeManager,
        parent: QObject | None = None,
        now: Callable[[], datetime] = datetime.now,
        draw: Callable[[], int] = any_number,
    ) -> None:
        super().__init__(parent)
        self._place, self._room, self._themes, self._now, self._draw = place, room, themes, now, draw
        self.state: BugState | None = None
        self._recipe = ""
        # What is under way: what it looks at, and the names of the runs.
        self._wanted: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._is_shown = False
        self._painted_in = themes.theme
        self._desk = BugDesk()
        self._job = Job("guess the bug", self)
        self._job.progressed.connect(self._on_job_progressed)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_failed)
        self._job.crashed.connect(self._on_job_failed)
        themes.theme_changed.connect(self._on_theme_changed)
        room.page.round_wanted.connect(self._on_view_round_wanted)
        room.page.new_wanted.connect(self._on_view_new_wanted)
        room.instruments.wanted.connect(self._on_view_instrument_wanted)
        room.finding.cancel_wanted.connect(self._on_view_cancel_wanted)
        room.finding.train_wanted.connect(self._on_view_train_wanted)
        room.guess.chosen.connect(self._on_view_chosen)
        room.guess.name_wanted.connect(self._on_view_name_wanted)
        room.guess.give_up_wanted.connect(self._on_view_give_up_wanted)
        room.guess.again_wanted.connect(self._on_view_again_wanted)

    # A room of the Lessons mode.

    @property
    def view(self) -> RoomView:
        return self._room

    @property
    def entry(self) -> ListedLesson:
        is_begun = any(key.startswith(PREFIX) for key in self._place.progress.lessons)
        return ListedLesson(KEY, TITLE, QUESTION, GROUP, "begun" if is_begun else "new", is_counted=False)

    @property
    def titles(self) -> Mapping[str, str]:
        return titles(self._place.progress)

    def show(self) -> None:
        self._is_shown = True
        if self.state is None:
            self.open(self._draw(), next(iter(DIFFICULTIES)))
        else:
            self._train()

    def hide(self) -> None:
        self._is_shown = False
        self._job.order(self._desk.clear)

    def set_lessons(self, lessons: Sequence[tuple[str, str]], on_screen: str) -> None:
        self._room.page.set_lessons(lessons, on_screen)

    # Rounds.

    def open(self, number: int, difficulty: str) -> None:
        """Begin a round."""
        self.state = BugState(Round(number, DIFFICULTIES[difficulty]))
        self._recipe = ""
        self._room.page.set_round(number, difficulty)
        self._room.page.text.show_words(task_words(""))
        self._room.guess.set_bugs(self.state.round.bugs)
        self._room.guess.tag.set_state("", "plain")
        self._train()

    def _train(self) -> None:
        """Train the run of the round; what was on screen comes back after it."""
        state = self.state
        if state is None:
            return
        state.is_trained = False
        self._room.finding.set_text(TRAINING, "")
        self._order(partial(self._desk.begin, state.round))

    def _order(self, work: Callable[..., object], wanted: tuple[str, ...] = ()) -> None:
        """Begin some work; `wanted` is what it will have looked at."""
        self._wanted = wanted
        self._room.finding.set_busy(0.0)
        self._job.order(work)
        self._show_state()

    def _show_state(self) -> None:
        state = self.state
        if state is None:
            return
        is_ready = state.is_trained and not self._job.is_busy
        self._room.instruments.set_state(
            state.looks_left, state.opened, state.on_screen, is_ready=is_ready, is_over=state.is_over
        )
        found = state.round.bug.key if state.is_over else ""
        self._room.guess.set_state(
            state.chosen, [bug.key for bug in state.wrong], found,
            can_name=is_ready and bool(state.chosen), is_ready=is_ready,
        )  # fmt: skip

    @Slot(int, str)
    def _on_view_round_wanted(self, number: int, difficulty: str) -> None:
        self.open(number, difficulty)

    @Slot()
    def _on_view_new_wanted(self) -> None:
        self.open(self._draw(), self._room.page.difficulty.value())

    @Slot()
    def _on_view_again_wanted(self) -> None:
        if self.state is not None:
            self.open(self.state.round.number, self.state.round.difficulty.key)

    # Looks.

    @Slot(str)
    def _on_view_instrument_wanted(self, key: str) -> None:
        state = self.state
        if state is None or not state.is_trained or self._job.is_busy or not state.can_look(key):
            return
        instrument = state.on_screen if key == TWIN else key
        if not instrument:
            state.open(TWIN)
            self._show_state()
            return
        self._look(instrument, key)

    def _look(self, instrument: str, key: str) -> None:
        """Look at an instrument; `key` is what the look is counted for."""
        state = self.state
        assert state is not None
        bugs = self._runs(state, with_twin=key == TWIN)
        work = partial(self._desk.look, state.round, instrument, bugs, self._theme_now())
        self._order(work, (key,))

    def _runs(self, state: BugState, *, with_twin: bool = False) -> list[Bug]:
        """Return the runs to show side by side, and note their names."""
        columns = state.columns(with_twin=with_twin)
        self._names = tuple(columns)
        return list(columns.values())

    @Slot()
    def _on_view_cancel_wanted(self) -> None:
        self._job.cancel()
        self._stop(STOPPED if self.state is None or not self.state.is_trained else UNMEASURED)

    @Slot()
    def _on_view_train_wanted(self) -> None:
        self._train()

    @Slot(object)
    def _on_job_progressed(self, progress: WorkProgress) -> None:
        self._room.finding.set_busy(progress.done / max(progress.total, 1))

    @Slot(object)
    def _on_job_done(self, result: object) -> None:
        state = self.state
        if state is None:
            return
        match result:
            case Ready(recipe=recipe):
                self._recipe, state.is_trained = recipe, True
                self._go_on(state)
            case Seen():
                for key in self._wanted:
                    state.open(key)
                self._show(state, result)
            case Ended(verdict=verdict, seen=seen):
                state.verdict = verdict
                self._room.page.text.show_words(*verdict_words(verdict))
                state.open(seen.instrument)
                self._show(state, seen)
        self._show_state()
        self._repaint()

    def _go_on(self, state: BugState) -> None:
        """Show what was on screen when the room was left; in a new round that is nothing yet."""
        if state.is_over:
            self._end(state)
            return
        self._room.page.text.show_words(task_words(self._recipe))
        if state.on_screen:
            self._look(state.on_screen, state.on_screen)
        else:
            self._room.finding.set_text(CHOOSE, CHOOSE_TEXT)

    @Slot(str)
    def _on_job_failed(self, reason: str) -> None:
        last_line = reason.strip().rpartition("\n")[2]
        why = f"It cannot be done: {last_line}"
        self._stop(why)
        self._room.finding.tip.set_text(why)

    def _stop(self, why: str) -> None:
        """Show what was there before the work that ended without a result."""
        state, finding = self.state, self._room.finding
        if state is None:
            return
        if not state.is_trained or (state.is_over and state.verdict is None):
            finding.set_text("", why, can_train=True)
        elif finding.look is not None:
            finding.set_busy(None)
        else:
            finding.set_text(CHOOSE, CHOOSE_TEXT)
        self._show_state()

    @Slot(object)
    def _on_theme_changed(self, _: object) -> None:
        self._repaint()

    def _repaint(self) -> None:
        """Look once more at what is on screen, if that was painted before the theme changed."""
        state, is_seen = self.state, self._is_shown and self._room.finding.look is not None
        is_old = self._painted_in is not self._themes.theme
        if state is not None and is_seen and is_old and not self._job.is_busy:
            self._look(state.on_screen, state.on_screen)

    def _theme_now(self) -> Theme:
        """Return the theme to paint in, and remember it."""
        self._painted_in = self._themes.theme
        return self._painted_in

    def _show(self, state: BugState, seen: Seen) -> None:
        state.on_screen = seen.instrument
        instrument = INSTRUMENTS[seen.instrument]
        columns = tuple(_column(name, run) for name, run in zip(self._names, seen.runs, strict=True))
        evidence = None if state.verdict is None else state.verdict.evidence
        is_sign = evidence is not None and evidence.instrument == seen.instrument
        sign = evidence.here.name if evidence is not None and is_sign else ""
        self._room.finding.set_look(FindingLook(instrument.title, instrument.tip, columns, sign))

    # Guesses.

    @Slot(str)
    def _on_view_chosen(self, key: str) -> None:
        state = self.state
        if state is not None and not state.is_over and BUGS[key] not in state.wrong:
            state.chosen = key
            self._show_state()

    @Slot()
    def _on_view_name_wanted(self) -> None:
        state = self.state
        if state is None or state.is_over or not state.chosen or self._job.is_busy:
            return
        named, state.chosen = BUGS[state.chosen], ""
        state.named = named
        self._keep(state, named)
        if named is state.round.bug:
            self._room.guess.tag.set_state("That is it", "good")
            self._end(state)
        else:
            state.wrong.append(named)
            self._room.guess.tag.set_state("Not that", "bad")
            self._show_state()

    @Slot()
    def _on_view_give_up_wanted(self) -> None:
        state = self.state
        if state is not None and state.is_trained and not state.is_over and not self._job.is_busy:
            self._keep(state, None)
            state.chosen = ""
            self._room.guess.tag.set_state("", "plain")
            self._end(state)

    def _end(self, state: BugState) -> None:
        """End the round, and measure what tells its bug."""
        state.is_over = True
        state.open(TWIN)
        runs = self._runs(state)
        self._order(partial(self._desk.end, state.round, state.named, runs, self._theme_now()))

    def _keep(self, state: BugState, named: Bug | None) -> None:
        when = self._now().isoformat(timespec="seconds")
        self._place.keep(with_named(self._place.progress, state.round, named, state.looks, when))
        self.changed.emit()


def _column(name: str, run: SeenRun) -> RunColumn:
    painted = run.painted
    boundary = None if painted is None else Boundary(painted.pixels, painted.places, run.y)
    return RunColumn(name, run.finding, boundary)
