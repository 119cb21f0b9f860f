"""A stage of networks that train side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.layer_sizes import read_sizes
from playground.models.experiment.settings import Number, Own, Setting, Switch, Whole, settings_of
from playground.models.lessons.bar_chart import MOST_ROWS
from playground.models.lessons.inner_quantities import KnownRun
from playground.models.lessons.language import Place, Type, When
from playground.models.lessons.outcome import Outcome, outcome_of, type_of_quantity
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block, Entry
from playground.models.lessons.stage import LessonRun, Look, Stage
from playground.models.run.session import Session
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import quoted, read_number

MOST_RUNS = 4
_LOOKS: dict[str, Look] = {"plain": "plain", "bad": "bad", "good": "good"}
_KEY = re.compile(r"[a-z]\w{0,15}", re.ASCII)
Show = Literal["boundary", "gradients", "neurons", "outputs"]
SHOWS: Mapping[str, Show] = {
    "boundary": "boundary", "gradients": "gradients", "neurons": "neurons", "outputs": "outputs",
}  # fmt: skip
MOST_SAMPLES = 20
_OF_STAGE = ("epochs", "seconds", "show", "samples")


@dataclass(frozen=True)
class RunStage(Stage):
    """The runs of some steps, with the same data, and how long they train.

    Attributes
    ----------
    epochs
        They are trained up to there.
    seconds
        How long that takes on screen, at least.
    show
        What the cards of the runs show; stages that differ in it only are the same runs.
    samples
        Numbers, from 1, of the samples that are looked at in detail; the first of them is shown.
    """

    epochs: int = 1
    seconds: float = 4.0
    show: Show = field(default="boundary", compare=False)
    samples: tuple[int, ...] = ()

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        run = self.run(name)
        if run is None:
            known = ", ".join(run.key for run in self.runs)
            raise ValueError(f"speaks of a run {name!r}; runs here: {known}")
        return type_of_quantity(quantity, KnownRun(run.experiment.hidden, self.samples), places, when)

    def outcomes(self, ticket: Ticket = UNWATCHED) -> dict[str, Outcome]:
        return {
            run.key: outcome_of(Session(run.experiment), self.epochs, ticket, self.samples)
            for run in self.runs
        }


def read_runs(reader: BlockReader, block: Block, entries: Sequence[Entry]) -> RunStage | None:
    """Read an ``experiment`` block."""
    starts = [place for place, entry in enumerate(entries) if entry.key.startswith("run ")]
    if not 1 <= len(starts) <= MOST_RUNS:
        reader.fault(block.line, f"an experiment has 1 to {MOST_RUNS} runs: lines such as `run a: Its name`")
        return None
    common = [entry for entry in entries[: starts[0]] if entry.key not in _OF_STAGE]
    head = {entry.key: entry for entry in entries[: starts[0]] if entry.key in _OF_STAGE}
    if "epochs" not in head:
        reader.fault(block.line, "an experiment lacks epochs: how long its runs train")
        return None
    epochs = reader.bounded(head["epochs"], 1, 100_000)
    seconds = reader.bounded(head["seconds"], 1, 60) if "seconds" in head else 4.0
    samples = _samples(reader, head["samples"]) if "samples" in head else ()
    runs = []
    for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
        run = _run(reader, entries[start], common, entries[start + 1 : end])
        if run is not None:
            runs.append(run)
    if len({run.key for run in runs}) < len(runs):
        reader.fault(block.line, "two runs have the same letter")
    if epochs is None or seconds is None or samples is None or len(runs) < len(starts):
        return None
    stage = RunStage(tuple(runs), round(epochs), seconds, samples=samples)
    return read_show(reader, head["show"], stage) if "show" in head else stage


def read_show(reader: BlockReader, entry: Entry, stage: RunStage) -> RunStage | None:
    """Read what the cards of runs show; None with a fault if they cannot."""
    show = SHOWS.get(entry.value)
    if show is None:
        reader.fault(entry.line, f"show: is {', '.join(SHOWS)}, not {quoted(entry.value)}")
        return None
    for run in stage.runs:
        reason = _why_not(show, run, stage)
        if reason:
            reader.fault(entry.line, f"show: {reason}")
            return None
    return replace(stage, show=show)


def _why_not(show: Show, run: LessonRun, stage: RunStage) -> str:
    """Return why a run cannot show something, else empty."""
    n_hidden = sum(run.experiment.hidden)
    if show == "neurons" and not 1 <= n_hidden <= MOST_ROWS:
        return f"neurons needs 1 to {MOST_ROWS} hidden neurons, and run {run.key} has {n_hidden}"
    if show == "gradients" and len(run.experiment.hidden) >= MOST_ROWS:
        return f"gradients has room for {MOST_ROWS} layers, and run {run.key} has more"
    if show == "outputs" and not stage.samples:
        return "outputs needs a line `samples:` with the number of a sample"
    return ""


def _samples(reader: BlockReader, entry: Entry) -> tuple[int, ...] | None:
    """Read the numbers of samples."""
    numbers = reader.attempt(
        entry.line, "samples:", lambda: tuple(_whole(one.strip()) for one in entry.value.split(","))
    )
    if numbers is not None and not (all(numbers) and 1 <= len({*numbers}) == len(numbers) <= MOST_SAMPLES):
        reader.fault(entry.line, f"samples: are up to {MOST_SAMPLES} different numbers from 1")
        return None
    return numbers


def _run(reader: BlockReader, head: Entry, common: Sequence[Entry], own: Sequence[Entry]) -> LessonRun | None:
    key, look = head.key.removeprefix("run "), "plain"
    values: dict[str, Any] = {"rests": False}
    before = reader.n_faults
    for entry in (*common, *own):
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
    return None if experiment is None else LessonRun(key, head.value, experiment, _LOOKS[look])


def _setting(entry: Entry, declared: Setting) -> object:
    """Read the value of a setting."""
    text, kind = entry.value, declared.kind
    if entry.key == "hidden":
        return () if text == "none" else read_sizes(text)
    value: object = text
    if isinstance(kind, Switch):
        if text not in ("yes", "no"):
            raise ValueError(f"is yes or no, not {quoted(text)}")
        value = text == "yes"
    elif isinstance(kind, Whole):
        value = kind.high if kind.high_is_full and text == "full" else _whole(text)
    elif isinstance(kind, Number):
        value = read_number(text)
    kind.check(declared.label.lower(), value)
    return value


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueError(f"is a whole number, not {quoted(text)}")
    return int(text)
