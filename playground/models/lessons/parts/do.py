"""Reads a ``do`` block: what there is to do depends on what is on the stage."""

from __future__ import annotations

from collections.abc import Sequence

from playground.models.lessons.part import Part
from playground.models.lessons.parts.formula_task import read_move_task, read_order_task
from playground.models.lessons.parts.logit_task import read_logit_task
from playground.models.lessons.parts.task import read_task
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry
from playground.models.lessons.stages.formula_stage import FormulaStage
from playground.models.lessons.stages.logit_stage import LogitStage
from playground.models.lessons.stages.slice_stage import SliceStage


def read_do(reader: BlockReader, line: int, entries: Sequence[Entry]) -> Part | None:
    """Read a task of any kind."""
    if isinstance(reader.stage, LogitStage):
        return read_logit_task(reader, line, entries)
    if not isinstance(reader.stage, FormulaStage | SliceStage):
        return read_task(reader, line, entries)
    if any(entry.key == "order" for entry in entries):
        return read_order_task(reader, line, entries)
    return read_move_task(reader, line, entries)
