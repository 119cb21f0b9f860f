"""Steps in which the learner works on a formula: moves leaves, or finds the order of the backward pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playground.models.lessons.language import Expression
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.part import Part
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.stages.formula_stage import FormulaStage
from playground.style.words import quoted


@dataclass(frozen=True)
class MoveTask(Part):
    """Leaves are to be moved until a condition holds.

    Attributes
    ----------
    leaves
        Names of those that can be moved.
    hint
        Shown from the beginning on: nothing here has to be run before it is wrong.
    """

    title = "Try"
    is_task = True
    goal: str
    until: Expression
    leaves: tuple[str, ...]
    hint: str = ""

    def faults(self, numbers: Outcomes) -> Iterator[str]:
        if self.until.holds(numbers):
            yield "the task is done before anybody has changed anything"


@dataclass(frozen=True)
class OrderTask(Part):
    """All nodes are to be sent off in an order in which each has its whole gradient."""

    title = "Try"
    is_task = True
    goal: str
    hint: str = ""


def read_move_task(reader: BlockReader, line: int, entries: Sequence[Entry]) -> MoveTask | None:
    """Read ``goal:``, ``until:``, ``controls:`` and ``hint:``."""
    found = reader.values(line, "do", entries, ("goal", "until", "controls"), ("hint",))
    stage = reader.stage
    if found is None or stage is None:
        return None
    until = reader.condition(found["until"])
    names = tuple(name.strip() for name in found["controls"].value.split(","))
    movable = stage.movable
    for name in names:
        if name not in movable:
            reader.fault(
                found["controls"].line,
                f"controls: {quoted(name)} cannot be moved: choose {', '.join(movable)}",
            )
    hint = found["hint"].value if "hint" in found else ""
    return None if until is None else MoveTask(found["goal"].value, until, names, hint)


def read_order_task(reader: BlockReader, line: int, entries: Sequence[Entry]) -> OrderTask | None:
    """Read ``goal:``, ``order: backward`` and ``hint:``."""
    found = reader.values(line, "do", entries, ("goal", "order"), ("hint",))
    if found is None:
        return None
    if found["order"].value != "backward":
        reader.fault(found["order"].line, f"order: is backward, not {quoted(found['order'].value)}")
        return None
    if not isinstance(reader.stage, FormulaStage):
        reader.fault(found["order"].line, "order: needs formulas: a block formula before it")
        return None
    return OrderTask(found["goal"].value, found["hint"].value if "hint" in found else "")
