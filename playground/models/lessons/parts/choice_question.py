"""A question with some answers to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from playground.models.lessons.language import Expression
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.part import Guess, Judged, Question
from playground.models.lessons.reading.block_reader import BlockReader, read_bounded
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.text import Text

MOST_CHOICES = 6
NOTHING = "none of these"


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
class ChoiceQuestion(Question):
    """Which of some answers is right; `of` is the loss that their curves sketch."""

    choices: tuple[Choice, ...]
    of: Expression | None = None

    @property
    def loss(self) -> Expression | None:
        return self.of

    def curve(self, guess: Guess, first: float) -> tuple[float, ...]:
        heights = self.choice(guess).curve
        return tuple(height * first / max(heights[0], 1e-9) for height in heights)

    def choice(self, guess: Guess) -> Choice:
        """Return the answer that a guess stands for."""
        assert isinstance(guess, int | float)
        return self.choices[min(max(int(guess), 0), len(self.choices) - 1)]

    def takes(self, guess: Guess) -> bool:
        return isinstance(guess, int | float)

    def words(self, guess: Guess) -> str:
        return self.choice(guess).title

    def judge(self, guess: Guess, numbers: Outcomes) -> Judged:
        choice = self.choice(guess)
        right = [other.title for other in self.choices if other.when.holds(numbers)]
        return Judged(choice.when.holds(numbers), " or ".join(right) or NOTHING, choice.answer)

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        count = sum(choice.when.holds(numbers) for choice in self.choices)
        if count != 1:
            yield f"{count} of the choices are what happens, and exactly one must be"


def read_choices(reader: BlockReader, line: int, entries: Sequence[Entry]) -> ChoiceQuestion | None:
    """Read ``choice:`` with ``because:``, ``when:``, ``answer:`` and ``curve:``, two times or more."""
    starts = [place for place, entry in enumerate(entries) if entry.key == "choice"]
    head = reader.values(line, "predict", entries[: starts[0]], ("ask",), ("of",))
    choices = []
    for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
        choice = _choice(reader, entries[start:end])
        if choice is not None:
            choices.append(choice)
    if not 2 <= len(starts) <= MOST_CHOICES:
        reader.fault(line, f"predict has 2 to {MOST_CHOICES} choices, not {len(starts)}")
    of = reader.loss(head["of"]) if head is not None and "of" in head else None
    if any(choice.curve for choice in choices) and of is None:
        reader.fault(line, "curves need a line `of: a.train_loss` that says which loss they sketch")
    if head is None or len(choices) != len(starts):
        return None
    return ChoiceQuestion(head["ask"].value, tuple(choices), of)


def _choice(reader: BlockReader, entries: Sequence[Entry]) -> Choice | None:
    first = entries[0]
    found = reader.values(
        first.line, "a choice", entries, ("choice", "because", "when", "answer"), ("curve",)
    )
    if found is None:
        return None
    when = reader.condition(found["when"])
    answer = reader.text(found["answer"].line, found["answer"].value)
    curve = reader.attempt(first.line, "curve:", partial(_curve, found))
    if when is None or curve is None:
        return None
    return Choice(found["choice"].value, found["because"].value, when, answer, curve)


def _curve(found: dict[str, Entry]) -> tuple[float, ...]:
    """Read a sketch: heights from 0 to 1."""
    if "curve" not in found:
        return ()
    heights = tuple(read_bounded(part, 0.0, 1.0) for part in found["curve"].value.split())
    if len(heights) < 2:
        raise ValueError("takes two heights or more, from 0 to 1")
    return heights
