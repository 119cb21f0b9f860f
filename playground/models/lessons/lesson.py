"""A lesson and its steps."""

from __future__ import annotations

from dataclasses import dataclass

from playground.models.lessons.language import Expression
from playground.models.lessons.part import Part, Question
from playground.models.lessons.stage import Stage
from playground.models.lessons.text import Text


@dataclass(frozen=True)
class Check:
    """Something the texts rely on, checked by a test that runs the stage."""

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
        What there is to do.
    stage
        What is beside it, None for nothing.
    line
        Where it begins in the file.
    """

    text: Text
    part: Part
    stage: Stage | None
    line: int
    checks: tuple[Check, ...] = ()

    @property
    def question(self) -> Question | None:
        """What has to be predicted before the stage runs, if anything."""
        return self.part if isinstance(self.part, Question) else None

    @property
    def title(self) -> str:
        """One word for it."""
        return self.part.title


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
    workshop
        Its place in a short workshop, from 1; 0 if it has none.
    """

    key: str
    title: str
    question: str
    group: str
    order: float
    minutes: int
    steps: tuple[Step, ...]
    workshop: int = 0
