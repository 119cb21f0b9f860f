"""A question answered by drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.models.lessons.language import Expression
from playground.models.lessons.outcome import Outcomes, curve_of, sketch_error
from playground.models.lessons.part import Guess, Judged, Question
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.text import Text
from playground.style.words import number_text, percent_text

LARGEST_TOLERANCE = 10.0


@dataclass(frozen=True)
class SketchQuestion(Question):
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

    of: Expression
    tolerance: float
    right: Text
    wrong: Text

    @property
    def loss(self) -> Expression:
        return self.of

    def curve(self, guess: Guess, first: float) -> tuple[float, ...]:
        assert isinstance(guess, tuple)
        return guess

    def takes(self, guess: Guess) -> bool:
        return isinstance(guess, tuple) and len(guess) > 1

    def words(self, guess: Guess) -> str:
        assert isinstance(guess, tuple)
        return f"from {number_text(guess[0], 3)} to {number_text(guess[-1], 3)}"

    def judge(self, guess: Guess, numbers: Outcomes) -> Judged:
        assert isinstance(guess, tuple)
        error = sketch_error(*curve_of(self.of, numbers.known), np.array(guess))
        is_right = error <= self.tolerance
        words = f"{percent_text(error, 0)} of the first loss away" if math.isfinite(error) else "no loss"
        return Judged(is_right, words, self.right if is_right else self.wrong)


def read_sketch(reader: BlockReader, line: int, entries: Sequence[Entry]) -> SketchQuestion | None:
    """Read ``sketch:`` with ``tolerance:``, ``right:`` and ``wrong:``."""
    found = reader.values(line, "predict", entries, ("ask", "sketch", "tolerance", "right", "wrong"))
    if found is None:
        return None
    of = reader.loss(found["sketch"])
    tolerance = reader.bounded(found["tolerance"], 0.0, LARGEST_TOLERANCE)
    right, wrong = (reader.text(found[key].line, found[key].value) for key in ("right", "wrong"))
    if of is None or tolerance is None:
        return None
    return SketchQuestion(found["ask"].value, of, tolerance, right, wrong)
