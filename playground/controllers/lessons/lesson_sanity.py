"""A stage of sanity tests: networks that have to learn a few points by heart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.controllers.lessons.background_stage import BackgroundStage
from playground.models.diagnosis import overfit
from playground.models.lessons.stage import LessonRun, Stage
from playground.models.lessons.stages.sanity_stage import SanityOutcome, SanityStage
from playground.style.theme import apply_to_tree
from playground.views.diagnosis.overfit_curve import OverfitCurve
from playground.views.diagnosis.overfit_verdict import OverfitVerdict
from playground.views.lessons.lesson_screen import GAP, LessonScreen
from playground.views.lessons.question_card import run_words
from playground.views.lessons.sanity_card import SanityCard
from playground.workers.sanity_desk import SanityDesk, SanityFrame, SanityRun


class _Test:
    """The card of one network, with the views of its test."""

    def __init__(self, run: LessonRun) -> None:
        self.curve = OverfitCurve(has_classes=run.experiment.task == "classification")
        self.verdict = OverfitVerdict(is_small=True)
        self.card = SanityCard(run.name, self.curve, self.verdict)
        self.card.brief_wanted.connect(self.verdict.set_brief)
        self.show(None)

    def show(self, run: SanityRun | None) -> None:
        """Show how the test is getting on."""
        losses = () if run is None else run.losses
        result = None if run is None else run.result
        self.curve.set_losses(losses)
        if result is not None:
            self.verdict.set_result(result)
            self.card.set_state(result.word, has_passed=result.passed)
        else:
            word = "Running" if losses else "Not run yet"
            self.verdict.set_progress(word, f"Update {len(losses) - 1:,}." if losses else "")
            self.card.set_state(word, has_passed=None)


class LessonSanity(BackgroundStage[SanityFrame]):
    """One stage at a time."""

    def __init__(self, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = screen
        self._desk = SanityDesk()
        self._stage: SanityStage | None = None
        self._frame: SanityFrame | None = None
        self.board: QWidget | None = None
        self.tests: dict[str, _Test] = {}

    @property
    def stage(self) -> SanityStage | None:
        return self._stage

    @property
    def epoch(self) -> int:
        return 0 if self._frame is None else self._frame.update

    @property
    def epochs(self) -> int:
        return overfit.MOST_UPDATES

    @property
    def has_ended(self) -> bool:
        return self._frame is not None and self._frame.is_finished

    @property
    def outcomes(self) -> dict[str, SanityOutcome]:
        return {} if self._frame is None else {run.key: run.outcome for run in self._frame.runs}

    @property
    def counts(self) -> str:
        return "Update"

    @property
    def run_text(self) -> str:
        return run_words(0 if self._stage is None else len(self._stage.runs)).replace("Run", "Test")

    @property
    def when(self) -> str:
        return f"After {overfit.MOST_UPDATES:,} updates at most."

    def show(self, stage: Stage | None) -> None:
        if stage == self._stage:
            return
        assert stage is None or isinstance(stage, SanityStage)
        self.pause()
        self._stage, self._frame = stage, None
        self._make_board()
        if stage is None:
            self._job.order(self._desk.clear)
        else:
            self._job.order(partial(self._desk.begin, stage))

    def _order(self, *, hurried: bool) -> None:
        assert self._stage is not None
        self._job.order(partial(self._desk.go_on, self._stage, hurried=hurried))

    def _make_board(self) -> None:
        """Make a card for each network: four in two rows."""
        self._screen.show_board(None)
        if self.board is not None:
            self.board.deleteLater()
        self.board, self.tests = None, {}
        if self._stage is None:
            return
        self.board = QWidget()
        grid = QGridLayout(self.board)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for place, run in enumerate(self._stage.runs):
            test = self.tests[run.key] = _Test(run)
            grid.addWidget(test.card, place // 2, place % 2)
            grid.setRowStretch(place // 2, 1)
        apply_to_tree(self.board, self._screen.theme)
        self._screen.show_board(self.board)

    def _take(self, frame: SanityFrame) -> None:
        self._frame = frame
        for run in frame.runs:
            if run.key in self.tests:
                self.tests[run.key].show(run)
