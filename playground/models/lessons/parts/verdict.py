"""A step that sets the guess beside what came out, where no loss is to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.models.lessons.part import Part
from playground.models.lessons.parts.reveal import Reveal, read_reveal
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.stages.formula_stage import FormulaStage
from playground.models.lessons.stages.logit_stage import LogitStage
from playground.models.lessons.stages.slice_stage import SliceStage
from playground.style.words import quoted


@dataclass(frozen=True)
class Verdict(Part):
    """The guess and the outcome.

    Attributes
    ----------
    paths
        Name of the node whose paths to the output are lit and multiplied out; empty for none.
    """

    title = "Explain"
    follows_question = True
    paths: str = ""


def read_reveal_or_verdict(
    reader: BlockReader, line: int, entries: Sequence[Entry]
) -> Reveal | Verdict | None:
    """Read a ``reveal`` block."""
    stage = reader.stage
    if not isinstance(stage, FormulaStage | LogitStage | SliceStage):
        return read_reveal(reader, line, entries)
    is_formula = isinstance(stage, FormulaStage)
    found = reader.values(line, "reveal", entries, (), ("paths",) if is_formula else ())
    if found is None:
        return None
    paths = found["paths"].value if "paths" in found else ""
    if isinstance(stage, FormulaStage) and paths and paths not in stage.names:
        reader.fault(found["paths"].line, f"paths: is one of {', '.join(stage.names)}, not {quoted(paths)}")
        return None
    return Verdict(paths)
