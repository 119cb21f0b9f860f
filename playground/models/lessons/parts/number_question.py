"""A question whose answer is a number."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.models.lessons.language import Expression
from playground.models.lessons.outcome import SHARES, Outcomes, value_words
from playground.models.lessons.part import Guess, Judged, Question
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.text import Text
from playground.style.words import number_text, percent_text

LARGEST_TOLERANCE = 1e6


@dataclass(frozen=True)
class NumberQuestion(Question):
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

    truth: Expression
    tolerance: float
    low: Text
    right: Text
    high: Text
    is_share: bool = False

    def takes(self, guess: Guess) -> bool:
        return isinstance(guess, int | float)

    def words(self, guess: Guess) -> str:
        assert isinstance(guess, int | float)
        return percent_text(guess, None) if self.is_share else number_text(guess)

    def judge(self, guess: Guess, numbers: Outcomes) -> Judged:
        assert isinstance(guess, int | float)
        truth = self.truth.value(numbers)
        assert isinstance(truth, float)
        is_right = math.isfinite(truth) and abs(guess - truth) <= self.tolerance
        answer = self.right if is_right else self.low if guess < truth else self.high
        return Judged(is_right, value_words(self.truth, truth), answer)

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        if not math.isfinite(float(self.truth.value(numbers))):
            yield f"has no value: {self.truth.text}"


def read_number_question(reader: BlockReader, line: int, entries: Sequence[Entry]) -> NumberQuestion | None:
    """Read ``number:`` with ``tolerance:``, ``low:``, ``right:`` and ``high:``."""
    found = reader.values(line, "predict", entries, ("ask", "number", "tolerance", "low", "right", "high"))
    if found is None:
        return None
    truth = reader.number(found["number"])
    tolerance = reader.bounded(found["tolerance"], 0.0, LARGEST_TOLERANCE)
    low, right, high = (reader.text(found[key].line, found[key].value) for key in ("low", "right", "high"))
    if truth is None or tolerance is None:
        return None
    is_share = truth.single_quantity in SHARES
    return NumberQuestion(found["ask"].value, truth, tolerance, low, right, high, is_share)
