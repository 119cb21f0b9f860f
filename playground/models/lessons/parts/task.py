"""A step in which the learner changes a run until it does what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import Choice, Number, Switch, Whole, settings_of
from playground.models.lessons.language import Expression
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.part import Part
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.style.words import quoted

_GIVEN = Choice | Number | Whole | Switch
CONTROLS = (
    "hidden",
    *(
        name
        for name, declared in settings_of(Experiment).items()
        if isinstance(declared.kind, _GIVEN)
        and declared.is_of_run
        and (declared.place is not None or isinstance(declared.kind, Switch))
    ),
)
"""The settings that a learner can be given in a step; mistakes are switches without a place of their own."""


@dataclass(frozen=True)
class Task(Part):
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
        Names of the settings that can be changed; a task of the cursor may do without.
    hint
        After the first failure.
    """

    title = "Try"
    is_task = True
    goal: str
    until: Expression
    run: str
    controls: tuple[str, ...]
    hint: str = ""

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        if self.until.holds(numbers):
            yield "the task is done before anybody has changed anything"


def read_task(reader: BlockReader, line: int, entries: Sequence[Entry]) -> Task | None:
    """Read a ``do`` block."""
    found = reader.values(line, "do", entries, ("goal", "until", "run"), ("controls", "hint"))
    if found is None:
        return None
    until = reader.condition(found["until"])
    if "controls" not in found and until is not None and not until.follows_cursor:
        reader.fault(line, "do lacks controls, and its condition has no @cursor that could be moved instead")
        return None
    run, stage = found["run"], reader.stage
    if stage is None or stage.run(run.value) is None:
        reader.fault(run.line, f"run: there is no run {quoted(run.value)}")
        return None
    controls = (
        tuple(name.strip() for name in found["controls"].value.split(",")) if "controls" in found else ()
    )
    for name in controls:
        if name not in CONTROLS:
            reader.fault(
                found["controls"].line,
                f"controls: {quoted(name)} cannot be one: choose {', '.join(CONTROLS)}",
            )
    hint = found["hint"].value if "hint" in found else ""
    return None if until is None else Task(found["goal"].value, until, run.value, controls, hint)
