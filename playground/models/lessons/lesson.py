"""A lesson: its steps, the runs that each of them shows, and what it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.models.experiment.experiment import Experiment
from playground.models.lessons.language import Expression

Look = Literal["plain", "bad", "good"]
MOST_RUNS = 4


@dataclass(frozen=True)
class LessonRun:
    """One of the runs side by side.

    Attributes
    ----------
    key
        How expressions call it: "a".
    look
        Whether it is shown as the one with the mistake, as the healthy one, or as neither.
    """

    key: str
    name: str
    experiment: Experiment
    look: Look = "plain"


@dataclass(frozen=True)
class Stage:
    """The runs of some steps, with the same data, and how long they train.

    Attributes
    ----------
    epochs
        They are trained up to there.
    seconds
        How long that takes on screen, at least.
    """

    runs: tuple[LessonRun, ...]
    epochs: int
    seconds: float = 4.0

    def run(self, key: str) -> LessonRun | None:
        """Return a run by its key."""
        return next((run for run in self.runs if run.key == key), None)


@dataclass(frozen=True)
class Text:
    """A text with numbers of the runs in it: between the parts stand the expressions.

    There is one part more than there are expressions.
    """

    parts: tuple[str, ...] = ("",)
    expressions: tuple[Expression, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not self.expressions and not "".join(self.parts).strip()


@dataclass(frozen=True)
class Choice:
    """An answer to choose.

    Attributes
    ----------
    because
        Why somebody expects it, in a sentence.
    when
        Whether it is what happens.
    answer
        What to tell whoever chose it.
    curve
        A sketch of the loss from 0 to 1 at even steps, without numbers; empty for none.
    """

    title: str
    because: str
    when: Expression
    answer: Text
    curve: tuple[float, ...] = ()


@dataclass(frozen=True)
class ChoiceQuestion:
    """Which of some answers is right; `of` is the loss that their curves sketch."""

    ask: str
    choices: tuple[Choice, ...]
    of: Expression | None = None


@dataclass(frozen=True)
class NumberQuestion:
    """Which number something will be.

    Attributes
    ----------
    truth
        The number that comes out.
    tolerance
        A guess this near to it is right.
    is_share
        Whether it is read and typed in percent.
    low, right, high
        What to tell after a guess that was too low, right, or too high.
    """

    ask: str
    truth: Expression
    tolerance: float
    low: Text
    right: Text
    high: Text
    is_share: bool = False


@dataclass(frozen=True)
class SketchQuestion:
    """How a loss will go on, drawn by hand.

    Attributes
    ----------
    of
        The training or test loss of a run.
    tolerance
        A sketch is right if it lies this near on average, as a share of the first loss.
    right, wrong
        What to tell then.
    """

    ask: str
    of: Expression
    tolerance: float
    right: Text
    wrong: Text


Question = ChoiceQuestion | NumberQuestion | SketchQuestion


@dataclass(frozen=True)
class Task:
    """A state that the learner is to produce.

    Attributes
    ----------
    goal
        In words.
    until
        Whether it is reached.
    run
        The run that the learner changes.
    controls
        Names of the settings that can be changed.
    hint
        After the first failure.
    """

    goal: str
    until: Expression
    run: str
    controls: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True)
class Reveal:
    """The outcome beside what was predicted.

    Attributes
    ----------
    of
        The loss that the chart shows, of all runs.
    """

    of: Literal["train_loss", "test_loss"] = "train_loss"


@dataclass(frozen=True)
class Transfer:
    """What to take away: a sentence, the same in code, wrong and right, and an invitation to break it."""

    takeaway: str
    code: str
    break_it: str


Part = Question | Task | Reveal | Transfer


@dataclass(frozen=True)
class Check:
    """Something the texts rely on, checked by a test that runs the experiment."""

    line: int
    condition: Expression


@dataclass(frozen=True)
class Step:
    """A step of a lesson.

    Attributes
    ----------
    text
        Markdown.
    part
        What there is to do, None for just reading.
    stage
        The runs beside it, None for none.
    line
        Where it begins in the file.
    """

    text: Text
    part: Part | None
    stage: Stage | None
    line: int
    checks: tuple[Check, ...] = ()

    @property
    def question(self) -> Question | None:
        """What has to be predicted before the runs start, if anything."""
        part = self.part
        return part if isinstance(part, ChoiceQuestion | NumberQuestion | SketchQuestion) else None

    @property
    def title(self) -> str:
        """One word for it."""
        match self.part:
            case None:
                return "Read"
            case Task():
                return "Try"
            case Reveal():
                return "Explain"
            case Transfer():
                return "Take away"
        return "Predict"


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes
    ----------
    key
        Name of its file without ending; progress is kept by it.
    question
        The one question it answers.
    group
        Its heading in the list.
    """

    key: str
    title: str
    question: str
    group: str
    order: float
    minutes: int
    steps: tuple[Step, ...]
