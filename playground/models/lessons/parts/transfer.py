"""The last step of a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.models.lessons.part import Part
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry

_SIGNS = {"wrong": "-", "right": "+", "same": " "}


@dataclass(frozen=True)
class Transfer(Part):
    """What to take away: a sentence, the same in code, wrong and right, and an invitation to break it."""

    title = "Take away"
    takeaway: str
    code: str
    break_it: str


def read_transfer(reader: BlockReader, line: int, entries: Sequence[Entry]) -> Transfer | None:
    """Read a ``transfer`` block."""
    code = [entry for entry in entries if entry.key in _SIGNS]
    rest = [entry for entry in entries if entry.key not in _SIGNS]
    found = reader.values(line, "transfer", rest, ("takeaway", "break_it"))
    if not {"wrong", "right"} <= {entry.key for entry in code}:
        reader.fault(line, "transfer lacks code: lines wrong:, right: and same:")
        return None
    if found is None:
        return None
    lines = [f"{_SIGNS[entry.key]} {entry.value}" for entry in code]
    return Transfer(found["takeaway"].value, "\n".join(lines), found["break_it"].value)
