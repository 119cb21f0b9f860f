"""Holds a guess against what came out: right or not, both in words, and what to tell the learner."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.models.lessons.lesson import (
    ChoiceQuestion,
    NumberQuestion,
    Question,
    SketchQuestion,
    Text,
)
from playground.models.lessons.outcome import Outcome, Outcomes, curve_of, sketch_error, value_words
from playground.style.words import number_text, percent_text

Guess = float | tuple[float, ...]
NOTHING = "none of these"
# The loss falls to so much, or stays this near, in shares of the loss of guessing, or of the first one.
LEARNED, STUCK = 0.3, 0.9


@dataclass(frozen=True)
class Judged:
    """What a guess was worth.

    Attributes
    ----------
    outcome
        What came out, in words.
    answer
        What to tell whoever guessed so.
    """

    is_right: bool
    outcome: str
    answer: Text


def guess_words(question: Question, guess: Guess) -> str:
    """Return a guess in words."""
    match question:
        case ChoiceQuestion():
            return question.choices[_place(question, guess)].title
        case NumberQuestion():
            assert not isinstance(guess, tuple)
            return percent_text(guess, None) if question.is_share else number_text(guess)
        case SketchQuestion():
            assert isinstance(guess, tuple)
            return f"from {number_text(guess[0], 3)} to {number_text(guess[-1], 3)}"


def judge(question: Question, guess: Guess, numbers: Outcomes, outcomes: Mapping[str, Outcome]) -> Judged:
    """Hold a guess against the runs."""
    match question:
        case ChoiceQuestion():
            choice = question.choices[_place(question, guess)]
            right = [other.title for other in question.choices if other.when.holds(numbers)]
            return Judged(choice.when.holds(numbers), " or ".join(right) or NOTHING, choice.answer)
        case NumberQuestion():
            assert not isinstance(guess, tuple)
            truth = question.truth.value(numbers)
            assert isinstance(truth, float)
            is_right = math.isfinite(truth) and abs(guess - truth) <= question.tolerance
            answer = question.right if is_right else question.low if guess < truth else question.high
            return Judged(is_right, value_words(question.truth, truth), answer)
        case SketchQuestion():
            assert isinstance(guess, tuple)
            error = sketch_error(*curve_of(question.of, outcomes), np.array(guess))
            is_right = error <= question.tolerance
            words = f"{percent_text(error, 0)} of the first loss away" if math.isfinite(error) else "no loss"
            return Judged(is_right, words, question.right if is_right else question.wrong)


def how_it_goes(outcome: Outcome) -> tuple[str, bool | None]:
    """Return in a word how a run has done, and whether that is good, bad, or neither."""
    known = outcome.curves.train[np.isfinite(outcome.curves.train)]
    if outcome.has_failed:
        return "Ran away", False
    if not len(known):
        return "Not run yet", None
    share = float(known[-1]) / max(outcome.guesser or float(known[0]), 1e-300)
    if share <= LEARNED:
        return "Learned", True
    return ("Not learning", False) if share >= STUCK else ("Learned a little", None)


def _place(question: ChoiceQuestion, guess: Guess) -> int:
    assert not isinstance(guess, tuple)
    return min(max(int(guess), 0), len(question.choices) - 1)
