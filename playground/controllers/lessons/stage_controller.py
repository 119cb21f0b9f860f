"""What the controllers of all kinds of stages have in common."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from playground.models.lessons.lesson import Step
from playground.models.lessons.outcome import Valued
from playground.models.lessons.part import Guess, Question
from playground.models.lessons.progress import Answer
from playground.models.lessons.stage import Stage
from playground.views.lessons.lesson_screen import LessonScreen
from playground.views.lessons.pointing.samples_pad import Samples


class StageController(QObject):
    """Shows one kind of stage, and runs it to its end.

    Signals
    -------
    moved
        It is further on, or has started or paused.
    ended
        It has come to its end.
    refused
        Why it cannot run.
    """

    moved = Signal()
    ended = Signal()
    refused = Signal(str)

    @property
    def stage(self) -> Stage | None:
        """What is on screen."""
        raise NotImplementedError

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return False

    @property
    def epoch(self) -> int:
        """How far it has come."""
        raise NotImplementedError

    @property
    def epochs(self) -> int:
        """How far it goes."""
        raise NotImplementedError

    @property
    def has_ended(self) -> bool:
        """Whether it has come to its end."""
        raise NotImplementedError

    @property
    def outcomes(self) -> Mapping[str, Valued]:
        """What has come out so far, by its names."""
        raise NotImplementedError

    def samples(self, run: str) -> Samples | None:
        """Return the samples of a run with its boundary; None where there are none to show."""
        return None

    @property
    def counts(self) -> str:
        """What is counted while it runs; empty where nothing is."""
        return "Epoch"

    @property
    def run_text(self) -> str:
        """What the button says that runs it."""
        return "Run"

    @property
    def when(self) -> str:
        """When an answer is looked at, as a sentence; empty where that needs no words."""
        return ""

    def show(self, stage: Stage | None) -> None:
        """Show another stage at its beginning; the same one stays as it is, None clears the place."""
        raise NotImplementedError

    def prepare(self, step: Step, at: int, question: Question | None, answer: Answer | None) -> None:
        """Show what a step allows, once its stage is there.

        Parameters
        ----------
        at
            Number of the step.
        question, answer
            What is asked about the stage, in this step or before, and what was answered so far.
        """

    def take_guess(self, guess: Guess | None, question: Question) -> None:
        """Open what a guess opens."""

    def run(self, *, hurried: bool = False) -> None:
        """Run on to the end; `hurried` at once."""
        raise NotImplementedError

    def pause(self) -> None:
        """Stop; `run` goes on from there."""

    def rewind(self) -> None:
        """Begin again."""
        stage = self.stage
        self.show(None)
        self.show(stage)

    def show_guess(self, question: Question, guess: Guess | None) -> None:
        """Show what was guessed beside what came out, where the stage has a place for it."""

    def let_go(self) -> None:
        """Forget what can be made again."""
        self.show(None)


class AtOnceStage(StageController):
    """Waits for nothing: it is told, or not yet. Running it shows the rest of what there is."""

    def __init__(self, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen = screen
        self._has_ended = False

    @property
    def epoch(self) -> int:
        return int(self._has_ended)

    @property
    def epochs(self) -> int:
        return 1

    @property
    def has_ended(self) -> bool:
        return self._has_ended

    @property
    def counts(self) -> str:
        return ""

    @property
    def run_text(self) -> str:
        return "Look"

    def run(self, *, hurried: bool = False) -> None:
        if self.stage is None or self._has_ended:
            return
        self._has_ended = True
        self._fill()
        self.moved.emit()
        self.ended.emit()

    def _fill(self) -> None:
        """Show what may be seen."""
        raise NotImplementedError
