"""Reads a lesson from Markdown: front matter, texts, and blocks that open the steps.

``docs/writing-lessons.md`` describes the format. Every fault is found with its line; nothing in a lesson is
ever executed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from playground.models.experiment.regular_file import read_bytes
from playground.models.lessons.kinds import NEED_NO_STAGE, PARTS, STAGES
from playground.models.lessons.lesson import Check, Lesson, Step
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block, Entry, Fault, LessonError, LessonSource
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.run_stage import RunStage, read_show
from playground.models.lessons.text import Text

LARGEST_FILE = 200_000
MOST_STEPS, MOST_FAULTS = 40, 100


def read_lesson_file(path: Path) -> Lesson:
    """Read a lesson.

    Raises
    ------
    LessonError
        With every fault of its content.
    OSError, ValueError
        The file cannot be read, or is no text.
    """
    data = read_bytes(path, LARGEST_FILE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError([Fault(line, "is no UTF-8 text")]) from None
    return read_lesson(text, path.stem)


def read_lesson(text: str, key: str = "lesson") -> Lesson:
    """Read a lesson from its text.

    Raises
    ------
    LessonError
        With every fault.
    """
    if len(text) > LARGEST_FILE:
        raise LessonError([Fault(1, f"the lesson is longer than {LARGEST_FILE:,} characters")])
    source = LessonSource(text)
    front, start = source.front()
    reader = BlockReader(source)
    steps = _steps(source, reader, start)
    order = _front_number(reader, front, "order", 0.0, 1000.0)
    minutes = _front_number(reader, front, "minutes", 1.0, 60.0)
    workshop = _front_number(reader, front, "workshop", 0.0, 99.0)
    if not steps and not source.faults:
        source.fault(start, f"the lesson has no step: a block {', '.join(PARTS)} opens one")
    if source.faults:
        raise LessonError(source.faults[:MOST_FAULTS])
    title, question, group = (front[name].value for name in ("title", "question", "group"))
    return Lesson(key, title, question, group, order, round(minutes), tuple(steps), round(workshop))


def _front_number(reader: BlockReader, front: dict[str, Entry], key: str, low: float, high: float) -> float:
    entry = front.get(key)
    found = None if entry is None or not entry.value else reader.bounded(entry, low, high)
    return low if found is None else found


def _steps(source: LessonSource, reader: BlockReader, start: int) -> list[Step]:
    """Return the steps: a block opens one, and the text after it belongs to it.

    A text at the beginning, or after a stage, belongs to the step that comes.
    """
    steps: list[Step] = []
    waiting = Text()
    is_before, is_broken = True, False
    for block in source.blocks(start, (*STAGES, *PARTS)):
        if block.kind in STAGES:
            reader.stage, is_before = STAGES[block.kind](reader, block), True
            is_broken = reader.stage is None
        elif is_broken:
            pass  # whatever is wrong with it may come from the stage
        elif block.kind:
            step, is_before = _step(source, reader, block), False
            if step is not None:
                steps.append(replace(step, text=waiting))
            waiting = Text()
        else:
            text = reader.text(block.line, "\n".join(block.lines))
            if is_before or not steps:
                waiting = waiting.followed_by(text)
            else:
                steps[-1] = replace(steps[-1], text=steps[-1].text.followed_by(text))
        if len(steps) > MOST_STEPS:
            source.fault(block.line, f"a lesson has at most {MOST_STEPS} steps")
            break
    return steps


def _step(source: LessonSource, reader: BlockReader, block: Block) -> Step | None:
    entries = reader.entries(block.lines, block.line + 1)
    checks = tuple(
        Check(entry.line, condition)
        for entry in entries
        if entry.key == "check" and (condition := reader.condition(entry)) is not None
    )
    show = next((entry for entry in entries if entry.key == "show"), None)
    entries = [entry for entry in entries if entry.key not in ("check", "show")]
    if reader.stage is None and block.kind not in NEED_NO_STAGE:
        source.fault(
            block.line, f"{block.kind} needs something that runs: a block {', '.join(STAGES)} before it"
        )
        return None
    part = PARTS[block.kind](reader, block.line, entries)
    stage = reader.stage
    if show is not None:
        stage = _shown(reader, show)
    return None if part is None else Step(Text(), part, stage, block.line, checks)


def _shown(reader: BlockReader, show: Entry) -> Stage | None:
    """Return the runs of a step that shows something else of them than the steps around it."""
    if isinstance(reader.stage, RunStage):
        return read_show(reader, show, reader.stage)
    reader.fault(show.line, "show: says what the runs of an experiment show, and there is none")
    return reader.stage
