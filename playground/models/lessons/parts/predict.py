"""Reads a ``predict`` block: the line that names its kind says who reads the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from playground.models.lessons.part import Question
from playground.models.lessons.parts.cells_question import read_cells
from playground.models.lessons.parts.choice_question import read_choices
from playground.models.lessons.parts.next_question import read_next
from playground.models.lessons.parts.number_question import read_number_question
from playground.models.lessons.parts.point_question import read_point
from playground.models.lessons.parts.sketch_question import read_sketch
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Entry

QUESTIONS: Mapping[str, Callable[[BlockReader, int, Sequence[Entry]], Question | None]] = {
    "cells": read_cells,
    "choice": read_choices,
    "number": read_number_question,
    "sketch": read_sketch,
    "point": read_point,
    "next": read_next,
}


def read_question(reader: BlockReader, line: int, entries: Sequence[Entry]) -> Question | None:
    """Read a question of any kind."""
    keys = {entry.key for entry in entries}
    kinds = [kind for kind in QUESTIONS if kind in keys]
    if len(kinds) != 1:
        reader.fault(
            line, f"predict is of one kind: it has lines {', or '.join(f'{kind}:' for kind in QUESTIONS)}"
        )
        return None
    return QUESTIONS[kinds[0]](reader, line, entries)
