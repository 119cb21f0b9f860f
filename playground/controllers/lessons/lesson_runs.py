"""The runs of a lesson on screen: trained in the background, and looked back at on a strip of their own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from playground.controllers.lessons.background_stage import BackgroundStage
from playground.controllers.lessons.run_bars import RunBars
from playground.controllers.timeline.history_player import HistoryPlayer
from playground.models.compare.comparison import UNKNOWN
from playground.models.lessons.lesson import Step
from playground.models.lessons.outcome import Outcome, how_it_goes
from playground.models.lessons.part import Question
from playground.models.lessons.progress import Answer
from playground.models.lessons.stage import Look, Stage
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.picture.timeline import Ghost, Timeline
from playground.style.theme import Theme, ThemeManager
from playground.style.words import counted
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.lessons.pointing.samples_pad import Samples
from playground.views.lessons.question_card import run_words
from playground.views.lessons.run_card import FIRST_INK, RunLook, Shown
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.workers.lesson_desk import LessonDesk, LessonFrame, RunFrame

SIDE = 340


class LessonRuns(BackgroundStage[LessonFrame]):
    """One stage at a time; its runs stay apart from the run of the window."""

    def __init__(
        self, screen: LessonScreen, strip: TimelineStrip, themes: ThemeManager, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._screen, self._strip, self._themes = screen, strip, themes
        self._desk = LessonDesk()
        self._stage: RunStage | None = None
        self._frame: LessonFrame | None = None
        self._last_epoch = 0
        self._has_ended = False
        self._bars = RunBars()
        self._conceals = False
        self._painted_in = themes.theme
        self._player = HistoryPlayer(strip, self)
        self._player.moved.connect(self._on_player_moved)
        strip.epoch_wanted.connect(self._on_view_epoch_wanted)
        strip.live_wanted.connect(self._on_view_live_wanted)
        strip.play_wanted.connect(self._on_view_play_wanted)
        themes.theme_changed.connect(self._on_theme_changed)

    @property
    def stage(self) -> RunStage | None:
        return self._stage

    @property
    def epoch(self) -> int:
        return self._last_epoch

    @property
    def epochs(self) -> int:
        return 0 if self._stage is None else self._stage.epochs

    @property
    def has_ended(self) -> bool:
        return self._has_ended

    @property
    def run_text(self) -> str:
        return run_words(0 if self._stage is None else len(self._stage.runs))

    @property
    def when(self) -> str:
        return f"After {counted(self.epochs, 'epoch')}."

    @property
    def outcomes(self) -> dict[str, Outcome]:
        return {} if self._frame is None else {run.key: run.outcome for run in self._frame.runs}

    def samples(self, run: str) -> Samples | None:
        frames = () if self._frame is None else self._frame.runs
        frame = next((one for one in frames if one.key == run), None)
        return None if frame is None else Samples(frame.pixels, frame.places, frame.y)

    def show(self, stage: Stage | None) -> None:
        assert stage is None or isinstance(stage, RunStage)
        if stage == self._stage:
            self._stage = stage  # it may show something else of the same runs
            return
        self.pause()
        self._bars.forget()
        self._stage, self._frame, self._last_epoch, self._has_ended = stage, None, 0, False
        self._screen.set_runs(stage.runs if stage is not None else ())
        self._show_strip(None)
        if stage is None:
            self._job.order(self._desk.clear)
        else:
            self._job.order(partial(self._desk.begin, stage, self._theme_now(), SIDE))

    def prepare(self, step: Step, at: int, question: Question | None, answer: Answer | None) -> None:
        """Show bars without their values while they are to be predicted."""
        self._conceals = step.question is not None
        if self._frame is not None:
            self._take(self._frame)

    def run(self, *, hurried: bool = False) -> None:
        if not self._has_ended:
            self._player.stop()
        super().run(hurried=hurried)

    def pause(self) -> None:
        self._player.stop()
        super().pause()

    def _order(self, *, hurried: bool) -> None:
        assert self._stage is not None
        self._job.order(partial(self._desk.go_on, self._stage, self._theme_now(), SIDE, hurried=hurried))

    def _on_paused(self) -> None:
        if self._painted_in is not self._themes.theme:
            self._look_at(self.epochs)  # the newest picture was painted before the theme changed

    def _take_last(self, frame: LessonFrame) -> None:
        self._has_ended = frame.is_finished
        self._take(frame)
        if self._painted_in is not self._themes.theme:
            self._look_at(frame.epoch)  # it was painted while the theme changed

    @Slot(object)
    def _on_theme_changed(self, _: object) -> None:
        if self._frame is not None and not self.is_running:
            self._look_at(self._frame.epoch)

    def _take(self, frame: LessonFrame) -> None:
        self._frame = frame
        self._last_epoch = max(self._last_epoch, *(run.outcome.epoch for run in frame.runs))
        assert self._stage is not None
        bars = self._bars.of(self._stage, frame.runs, told=self._is_told)
        for run in frame.runs:
            card = self._screen.cards.get(run.key)
            if card is not None:
                card.set_look(self._look(run, bars[run.key]))
        self._show_strip(frame)

    @property
    def _is_told(self) -> bool:
        """Whether figures and bars are shown: not before they were predicted."""
        return not self._conceals or self._last_epoch > 0

    def _look(self, run: RunFrame, bars: Shown | None) -> RunLook:
        state, is_good = "", None
        if self._has_ended or run.outcome.has_failed or not self._last_epoch:
            state, is_good = how_it_goes(run.outcome)
        assert self._stage is not None
        # Pictures that are painted several times are what a question about them asks for.
        is_veiled = not self._is_told and any(one.draw for one in self._stage.runs)
        figures = run.figures if self._is_told else UNKNOWN
        norm = run.insight.gradient_norm if self._is_told else None
        tone: Look = "plain" if is_good is None else "good" if is_good else "bad"
        return RunLook(
            run.pixels, run.places, run.y, figures.train_loss, figures.test_score, norm, bars,
            figures.test_loss,
            is_share=run.outcome.experiment.task == "classification", state=state, tone=tone,
            is_veiled=is_veiled,
        )  # fmt: skip

    # The strip.

    def _show_strip(self, frame: LessonFrame | None) -> None:
        stage = self._stage
        if frame is None or stage is None:
            self._strip.set_compared(())
            self._strip.set_timeline(Timeline.empty())
            return
        first, *others = frame.runs
        cursor = None if frame.epoch >= self._last_epoch else frame.epoch
        curves = first.outcome.curves
        self._strip.set_training(self.is_running)
        self._strip.set_compared(
            [_ghost(stage, run, number) for number, run in enumerate(others, FIRST_INK + 1)]
        )
        self._strip.set_timeline(Timeline(self._last_epoch, cursor, curves.epochs, curves.train))

    def _look_at(self, epoch: int) -> None:
        if self._frame is not None and not self.is_running:
            self._job.order(partial(self._desk.look_at, epoch, self._theme_now(), SIDE))

    def _theme_now(self) -> Theme:
        """Return the theme to paint in, and remember it."""
        self._painted_in = self._themes.theme
        return self._painted_in

    @Slot(int)
    def _on_view_epoch_wanted(self, epoch: int) -> None:
        self.pause()
        self._look_at(epoch)

    @Slot()
    def _on_view_live_wanted(self) -> None:
        self._player.stop()
        self._look_at(self._last_epoch)

    @Slot(int)
    def _on_view_play_wanted(self, direction: int) -> None:
        self.pause()
        self._player.play(direction)

    @Slot(object)
    def _on_player_moved(self, epoch: int | None) -> None:
        if epoch is None:
            self._look_at(self._last_epoch)
        elif not self._job.is_busy:  # else the picture of the epoch before is still being painted
            self._look_at(epoch)


def _ghost(stage: RunStage, run: RunFrame, number: int) -> Ghost:
    named = stage.run(run.key)
    curves = run.outcome.curves
    name = run.key if named is None else named.name
    words = f"epochs 0 to {run.outcome.epoch:,}"
    return Ghost(number, name, 0, run.outcome.epoch, curves.epochs, curves.train, words, number)
