"""Reads the networks of a block: settings of all of them, then ``run a: Its name`` with its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.layer_sizes import read_sizes
from playground.models.experiment.settings import Marks, Number, Own, Setting, Switch, Whole, settings_of
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block, Entry
from playground.models.lessons.stage import LessonRun, Look
from playground.style.words import quoted, read_number

MOST_RUNS = 4
_LOOKS: dict[str, Look] = {"plain": "plain", "bad": "bad", "good": "good"}
_KEY = re.compile(r"[a-z]\w{0,15}", re.ASCII)


def read_named_runs(
    reader: BlockReader, block: Block, entries: Sequence[Entry], of_stage: Sequence[str]
) -> tuple[Mapping[str, Entry], tuple[LessonRun, ...]] | None:
    """Return the entries that are about the whole stage, by key, and the networks; None after a fault."""
    starts = [place for place, entry in enumerate(entries) if entry.key.startswith("run ")]
    if not 1 <= len(starts) <= MOST_RUNS:
        reader.fault(block.line, f"{block.kind} has 1 to {MOST_RUNS} runs: lines such as `run a: Its name`")
        return None
    common = [entry for entry in entries[: starts[0]] if entry.key not in of_stage]
    head = {entry.key: entry for entry in entries[: starts[0]] if entry.key in of_stage}
    runs = []
    for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
        run = _run(reader, entries[start], common, entries[start + 1 : end])
        if run is not None:
            runs.append(run)
    if len({run.key for run in runs}) < len(runs):
        reader.fault(block.line, "two runs have the same letter")
    return (head, tuple(runs)) if len(runs) == len(starts) else None


def _run(reader: BlockReader, head: Entry, common: Sequence[Entry], own: Sequence[Entry]) -> LessonRun | None:
    key, look = head.key.removeprefix("run "), "plain"
    values: dict[str, Any] = {"rests": False}
    draw = 0
    before = reader.n_faults
    for entry in (*common, *own):
        if entry.key == "draw":
            draw = reader.attempt(entry.line, "draw:", partial(read_whole, entry.value)) or 0
            continue
        if entry.key == "look":
            look = entry.value
            if look not in _LOOKS:
                reader.fault(entry.line, f"look: is {', '.join(_LOOKS)}, not {quoted(look)}")
            continue
        declared = settings_of(Experiment).get(entry.key)
        if declared is None or (isinstance(declared.kind, Own) and entry.key != "hidden"):
            reader.fault(entry.line, f"{entry.key!r} is no setting that a lesson can choose")
            continue
        values[entry.key] = reader.attempt(entry.line, f"{entry.key}:", partial(_setting, entry, declared))
    if not _KEY.fullmatch(key) or not head.value:
        reader.fault(head.line, "a run has a letter and a name: `run a: Its name`")
    if reader.n_faults > before:
        return None
    experiment = reader.attempt(head.line, "", partial(Experiment, **values))
    return None if experiment is None else LessonRun(key, head.value, experiment, _LOOKS[look], draw)


def _setting(entry: Entry, declared: Setting) -> object:
    """Read the value of a setting."""
    text, kind = entry.value, declared.kind
    if entry.key == "hidden":
        return () if text == "none" else read_sizes(text)
    value: object = text
    if isinstance(kind, Marks):
        marks = [_yes_or_no(part.strip()) for part in text.split(",")]
        value = tuple(marks * kind.most if len(marks) == 1 else marks)
    elif isinstance(kind, Switch):
        value = _yes_or_no(text)
    elif isinstance(kind, Whole):
        value = kind.high if kind.high_is_full and text == "full" else read_whole(text)
    elif isinstance(kind, Number):
        value = read_number(text)
    kind.check(declared.label.lower(), value)
    return value


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"is yes or no, not {quoted(text)}")
    return text == "yes"


def read_whole(text: str) -> int:
    """Read a whole number that is not negative, or raise a ValueError."""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueError(f"is a whole number, not {quoted(text)}")
    return int(text)
