"""A step that shows what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from playground.models.lessons.outcome import LOSSES
from playground.models.lessons.part import Part
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.style.words import quoted


@dataclass(frozen=True)
class Reveal(Part):
    """The outcome beside what was predicted.

    Attributes
    ----------
    of
        The loss that the chart shows, of all runs.
    """

    title = "Explain"
    follows_question = True
    of: Literal["train_loss", "test_loss"] = "train_loss"


def read_reveal(reader: BlockReader, line: int, entries: Sequence[Entry]) -> Reveal | None:
    """Read a ``reveal`` block."""
    found = reader.values(line, "reveal", entries, (), ("of",))
    if found is None:
        return None
    of = found["of"].value if "of" in found else "train_loss"
    if of not in LOSSES:
        reader.fault(found["of"].line, f"of: is train_loss or test_loss, not {quoted(of)}")
        return None
    return Reveal("test_loss" if of == "test_loss" else "train_loss")
