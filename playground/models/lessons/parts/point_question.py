"""A question that is answered by pointing: at a layer, a neuron or a sample."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from playground.models.lessons.bar_chart import MOST_ROWS
from playground.models.lessons.outcome import Outcome, Outcomes
from playground.models.lessons.part import Guess, Judged, Question
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.lessons.targets import (
    TARGET_KINDS,
    TargetKind,
    layer_keys,
    neuron_keys,
    places_of,
    sample_keys,
    target_name,
)
from playground.models.lessons.text import Text
from playground.style.words import number_text, quoted

QUANTITIES: Mapping[TargetKind, str] = {
    "layer": "gradient_norm", "neuron": "gradient_norm", "sample": "sample_loss",
}  # fmt: skip
"""What the targets of each kind are compared by."""
_OF = re.compile(r"([a-z]\w*) *\. *([a-z]\w*)", re.ASCII)
_SAME = 1e-9


@dataclass(frozen=True)
class PointQuestion(Question):
    """Where something is largest or smallest.

    Attributes
    ----------
    kind, run
        What is pointed at, and in which run.
    wants_highest
        Whether the largest is right, and not the smallest.
    hidden
        Hidden layers of the run.
    right, wrong
        What to tell.
    others
        What to tell those who pointed at one of some targets that are wrong, by their keys.
    """

    kind: TargetKind
    run: str
    wants_highest: bool
    hidden: tuple[int, ...]
    right: Text
    wrong: Text
    others: Mapping[str, Text]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all targets; none for samples, whose number is known when the run is there."""
        return {"layer": layer_keys, "neuron": neuron_keys}.get(self.kind, lambda _: ())(self.hidden)

    def takes(self, guess: Guess) -> bool:
        if not isinstance(guess, str):
            return False
        return guess in self.keys if self.keys else guess.isascii() and guess.isdigit()

    def words(self, guess: Guess) -> str:
        assert isinstance(guess, str)
        return target_name(self.kind, guess)

    def values(self, numbers: Outcomes) -> dict[str, float]:
        """Return the quantity of each target, by key; only those that are known."""
        outcome = numbers.known.get(self.run)
        keys = self.keys
        if self.kind == "sample" and isinstance(outcome, Outcome) and outcome.insights:
            keys = sample_keys(len(outcome.insights[outcome.epoch].losses))
        found = {key: numbers.value_of(self.run, QUANTITIES[self.kind], places_of(key)) for key in keys}
        return {
            key: value for key, value in found.items() if isinstance(value, float) and math.isfinite(value)
        }

    def best(self, numbers: Outcomes) -> tuple[str, ...]:
        """Return the keys that are right: one, or several that are equal."""
        values = self.values(numbers)
        if not values:
            return ()
        best = max(values.values()) if self.wants_highest else min(values.values())
        return tuple(key for key, value in values.items() if math.isclose(value, best, rel_tol=_SAME))

    def judge(self, guess: Guess, numbers: Outcomes) -> Judged:
        assert isinstance(guess, str)
        best = self.best(numbers)
        is_right = guess in best
        values = self.values(numbers)
        outcome = " or ".join(target_name(self.kind, key) for key in best)
        if best:
            outcome = f"{outcome}: {number_text(values[best[0]], 3)}"
        return Judged(is_right, outcome, self.right if is_right else self.others.get(guess, self.wrong))

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        best = self.best(numbers)
        if not best:
            yield f"no {self.kind} of run {self.run} has a value to point at"
        elif len(best) == len(self.values(numbers)):
            yield f"every {self.kind} of run {self.run} is right: all have the same value"
        for key in self.others:
            if key in best:
                yield f"wrong {key}: is right"


def read_point(reader: BlockReader, line: int, entries: Sequence[Entry]) -> PointQuestion | None:
    """Read ``point:`` with ``highest:`` or ``lowest:``, ``right:`` and ``wrong:``; ``wrong 2:`` is of one."""
    others = [entry for entry in entries if entry.key.startswith("wrong ")]
    rest = [entry for entry in entries if entry not in others]
    rule = "highest" if any(entry.key == "highest" for entry in rest) else "lowest"
    found = reader.values(line, "predict", rest, ("ask", "point", rule, "right", "wrong"))
    if found is None:
        return None
    kind = next((one for one in TARGET_KINDS if one == found["point"].value), None)
    if kind is None:
        known = ", ".join(TARGET_KINDS)
        reader.fault(found["point"].line, f"point: is {known}, not {quoted(found['point'].value)}")
        return None
    if not isinstance(reader.stage, RunStage):
        reader.fault(found["point"].line, "point: needs runs that train: a block experiment before it")
        return None
    of = _OF.fullmatch(found[rule].value)
    run = None if of is None else reader.stage.run(of[1])
    if of is None or run is None or of[2] != QUANTITIES[kind]:
        known = ", ".join(f"{one.key}.{QUANTITIES[kind]}" for one in reader.stage.runs)
        reader.fault(found[rule].line, f"{rule}: of a {kind} is {known}, not {quoted(found[rule].value)}")
        return None
    right, wrong = (reader.text(found[key].line, found[key].value) for key in ("right", "wrong"))
    texts = {entry.key.removeprefix("wrong "): reader.text(entry.line, entry.value) for entry in others}
    question = PointQuestion(
        found["ask"].value, kind, run.key, rule == "highest", run.experiment.hidden, right, wrong, texts
    )
    if len(texts) < len(others):
        reader.fault(line, "two lines are about the same wrong answer")
    for entry in others:
        key = entry.key.removeprefix("wrong ")
        if (question.keys and key not in question.keys) or (kind == "sample" and not key.isdigit()):
            reader.fault(entry.line, f"{entry.key}: there is no such {kind}")
    if kind == "neuron" and not 1 < len(question.keys) <= MOST_ROWS:
        reader.fault(
            found["point"].line, f"point: takes 2 to {MOST_ROWS} hidden neurons, not {len(question.keys)}"
        )
        return None
    if kind == "layer" and not 1 < len(question.keys) <= MOST_ROWS:
        reader.fault(found["point"].line, f"point: takes 2 to {MOST_ROWS} layers, not {len(question.keys)}")
        return None
    return question
