"""A stage of networks that train side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from playground.models.lessons.bar_chart import MOST_ROWS
from playground.models.lessons.inner_quantities import KnownRun
from playground.models.lessons.language import Place, Type, When
from playground.models.lessons.outcome import Outcome, outcome_of, type_of_quantity
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block, Entry
from playground.models.lessons.reading.named_runs import read_named_runs, read_whole
from playground.models.lessons.stage import LessonRun, Stage
from playground.models.run.session import Session
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import quoted

Show = Literal["boundary", "gradients", "neurons", "outputs", "pictures"]
SHOWS: Mapping[str, Show] = {
    "boundary": "boundary", "gradients": "gradients", "neurons": "neurons", "outputs": "outputs",
    "pictures": "pictures",
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


def read_runs(reader: BlockReader, block: Block) -> RunStage | None:
    """Read an ``experiment`` block."""
    entries = reader.entries(block.lines, block.line + 1)
    found = read_named_runs(reader, block, entries, _OF_STAGE)
    if found is None:
        return None
    head, runs = found
    if "epochs" not in head:
        reader.fault(block.line, "an experiment lacks epochs: how long its runs train")
        return None
    epochs = reader.bounded(head["epochs"], 1, 100_000)
    seconds = reader.bounded(head["seconds"], 1, 60) if "seconds" in head else 4.0
    samples = _samples(reader, head["samples"]) if "samples" in head else ()
    if epochs is None or seconds is None or samples is None:
        return None
    stage = RunStage(runs, round(epochs), seconds, samples=samples)
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
    if show == "pictures" and not run.experiment.has_pictures:
        return f"pictures needs data that are pictures, and those of run {run.key} are not"
    if show == "outputs" and not stage.samples:
        return "outputs needs a line `samples:` with the number of a sample"
    return ""


def _samples(reader: BlockReader, entry: Entry) -> tuple[int, ...] | None:
    """Read the numbers of samples."""
    numbers = reader.attempt(
        entry.line, "samples:", lambda: tuple(read_whole(one.strip()) for one in entry.value.split(","))
    )
    if numbers is not None and not (all(numbers) and 1 <= len({*numbers}) == len(numbers) <= MOST_SAMPLES):
        reader.fault(entry.line, f"samples: are up to {MOST_SAMPLES} different numbers from 1")
        return None
    return numbers
