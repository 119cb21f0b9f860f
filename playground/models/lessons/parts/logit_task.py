"""A step in which the learner moves logits until they do what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.models.lessons.language import Expression
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.part import Part
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry


@dataclass(frozen=True)
class LogitTask(Part):
    """A state of the logits that the learner is to produce.

    Attributes
    ----------
    goal
        In words.
    until
        Whether it is reached.
    hint
        From the beginning.
    """

    title = "Try"
    is_task = True
    goal: str
    until: Expression
    hint: str = ""

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        if self.until.holds(numbers):
            yield "the task is done before anybody has moved anything"


def read_logit_task(reader: BlockReader, line: int, entries: Sequence[Entry]) -> LogitTask | None:
    """Read a ``do`` block about logits."""
    found = reader.values(line, "do", entries, ("goal", "until"), ("hint",))
    if found is None:
        return None
    until = reader.condition(found["until"])
    hint = found["hint"].value if "hint" in found else ""
    return None if until is None else LogitTask(found["goal"].value, until, hint)
