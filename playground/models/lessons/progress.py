"""What a learner predicted and how far he came, kept in a file; nothing is scored."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playground.models.experiment.atomic_file import write_whole
from playground.models.experiment.json_text import is_number, is_whole, read_json
from playground.models.experiment.regular_file import WRITING, explained, read_bytes

LARGEST_FILE = 5_000_000
MOST_LESSONS, MOST_STEPS, LONGEST_TEXT, MOST_HEIGHTS, LONGEST_KEY = 1000, 40, 2000, 200, 40
VERSION = 1


@dataclass(frozen=True)
class Answer:
    """A prediction, and what came out.

    Attributes
    ----------
    guess
        The place of the choice, the number, the heights of a sketch, or the key of what was pointed at.
    words
        The same as text; empty for a guess that was skipped.
    outcome
        What came out, as text; empty until the runs have ended.
    is_right
        None until then.
    when
        Date and time, ISO 8601.
    """

    question: str
    guess: int | float | tuple[float, ...] | str | None
    words: str
    outcome: str = ""
    is_right: bool | None = None
    when: str = ""

    @property
    def is_skipped(self) -> bool:
        """Whether the runs were started without a guess."""
        return self.guess is None


@dataclass(frozen=True)
class LessonProgress:
    """How far a learner came in one lesson.

    Attributes
    ----------
    step
        Where he is.
    answers
        By number of the step.
    reached
        Steps whose task was done.
    is_done
        Whether he came to the end once.
    """

    step: int = 0
    answers: Mapping[int, Answer] = field(default_factory=dict)
    reached: frozenset[int] = frozenset()
    is_done: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a learner came in every lesson, by the keys of the lessons."""

    lessons: Mapping[str, LessonProgress] = field(default_factory=dict)

    def of(self, key: str) -> LessonProgress:
        """Return the progress in a lesson."""
        return self.lessons.get(key, LessonProgress())

    def with_step(self, key: str, step: int) -> Progress:
        """Return the progress after going to a step."""
        return self._with(key, replace(self.of(key), step=step))

    def with_answer(self, key: str, step: int, answer: Answer | None) -> Progress:
        """Return the progress after a prediction; None forgets it."""
        answers = {number: known for number, known in self.of(key).answers.items() if number != step}
        if answer is not None:
            answers[step] = answer
        return self._with(key, replace(self.of(key), answers=answers))

    def with_reached(self, key: str, step: int) -> Progress:
        """Return the progress after the task of a step was done."""
        return self._with(key, replace(self.of(key), reached=self.of(key).reached | {step}))

    def with_done(self, key: str) -> Progress:
        """Return the progress after the end of a lesson."""
        return self._with(key, replace(self.of(key), is_done=True))

    def _with(self, key: str, lesson: LessonProgress) -> Progress:
        return Progress({**self.lessons, key: lesson})

    def save(self, path: Path) -> None:
        """Write the file.

        Raises
        ------
        OSError
            It cannot be written; the message is a sentence.
        """
        lessons = {
            key: {
                "step": lesson.step,
                "reached": sorted(lesson.reached),
                "is_done": lesson.is_done,
                "answers": {
                    str(step): {
                        "question": answer.question,
                        "guess": list(answer.guess) if isinstance(answer.guess, tuple) else answer.guess,
                        "words": answer.words,
                        "outcome": answer.outcome,
                        "is_right": answer.is_right,
                        "when": answer.when,
                    }
                    for step, answer in lesson.answers.items()
                },
            }
            for key, lesson in self.lessons.items()
        }
        text = json.dumps({"version": VERSION, "lessons": lessons}, ensure_ascii=False, allow_nan=False)
        with explained(path, WRITING):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8", "replace"))

    @classmethod
    def load(cls, path: Path) -> Progress:
        """Read the file; without one, nothing was done yet.

        Raises
        ------
        ValueError, OSError
            It is damaged, from a newer version, or cannot be read; the message says which.
        """
        if not path.exists():
            return cls()
        try:
            data = read_json(read_bytes(path, LARGEST_FILE).decode())
        except UnicodeDecodeError:
            raise ValueError("it is no text") from None
        if not isinstance(data, dict) or not isinstance(data.get("lessons"), dict):
            raise ValueError("it is no progress in lessons")
        if data.get("version") != VERSION:
            raise ValueError("it is from another version")
        if len(data["lessons"]) > MOST_LESSONS:
            raise ValueError("it has more lessons than there are")
        return cls({key: _lesson(value) for key, value in data["lessons"].items()})


def _lesson(data: Any) -> LessonProgress:
    match data:
        case {"step": step, "reached": list(reached), "is_done": bool(is_done), "answers": dict(answers)}:
            if is_whole(step) and 0 <= step < MOST_STEPS and all(map(is_whole, reached)):
                found = {
                    int(number): _answer(answer) for number, answer in answers.items() if number.isdigit()
                }
                return LessonProgress(step, found, frozenset(reached), is_done)
    raise ValueError("a lesson in it is damaged")


def _answer(data: Any) -> Answer:
    match data:
        case {
            "question": str(question), "guess": guess, "words": str(words), "outcome": str(outcome),
            "is_right": bool() | None as is_right, "when": str(when),
        } if max(map(len, (question, words, outcome, when))) <= LONGEST_TEXT:  # fmt: skip
            return Answer(question, _guess(guess), words, outcome, is_right, when)
    raise ValueError("an answer in it is damaged")


def _guess(value: Any) -> int | float | tuple[float, ...] | str | None:
    if isinstance(value, str) and len(value) <= LONGEST_KEY:
        return value
    if value is None or (is_number(value) and math.isfinite(value)):
        return value
    if (
        isinstance(value, list)
        and len(value) <= MOST_HEIGHTS
        and all(is_number(height) and math.isfinite(height) for height in value)
    ):
        return tuple(map(float, value))
    raise ValueError("a guess in it is damaged")
