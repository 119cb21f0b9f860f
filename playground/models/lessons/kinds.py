"""All kinds of blocks, and who reads each: a new kind is a module of its own and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playground.models.lessons.part import Part
from playground.models.lessons.parts.do import read_do
from playground.models.lessons.parts.predict import read_question
from playground.models.lessons.parts.transfer import read_transfer
from playground.models.lessons.parts.verdict import read_reveal_or_verdict
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block, Entry
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.formula_stage import read_formula_stage
from playground.models.lessons.stages.logit_stage import read_logits
from playground.models.lessons.stages.run_stage import read_runs
from playground.models.lessons.stages.sanity_stage import read_sanity
from playground.models.lessons.stages.slice_stage import read_slice
from playground.models.lessons.stages.table_stage import read_tables

STAGES: Mapping[str, Callable[[BlockReader, Block], Stage | None]] = {
    "experiment": read_runs,
    "sanity": read_sanity,
    "table": read_tables,
    "formula": read_formula_stage,
    "slice": read_slice,
    "logits": read_logits,
}
"""Blocks that say what the steps after them show."""
PARTS: Mapping[str, Callable[[BlockReader, int, Sequence[Entry]], Part | None]] = {
    "predict": read_question,
    "do": read_do,
    "reveal": read_reveal_or_verdict,
    "transfer": read_transfer,
}
"""Blocks that open a step."""
NEED_NO_STAGE = ("transfer",)
