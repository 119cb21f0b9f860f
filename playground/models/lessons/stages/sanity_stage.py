"""A stage of networks that have to learn a few points by heart: the sanity test "Overfit one batch"."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.models.diagnosis.overfit import OverfitResult, run_overfit_test
from playground.models.experiment.experiment import Experiment
from playground.models.lessons.language import Place, Type, Value, When
from playground.models.lessons.outcome import type_of_setting, value_of_setting
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block
from playground.models.lessons.reading.named_runs import read_named_runs
from playground.models.lessons.stage import Stage
from playground.models.network.network import Network
from playground.models.ticket import UNWATCHED, Ticket

QUANTITIES: Mapping[str, Type] = {
    "passes": "truth", "cause": "text", "reason": "text", "updates": "number", "first_loss": "number",
    "last_loss": "number", "layers": "number",
}  # fmt: skip
"""What expressions can say about a test; the cause of a pass is empty."""


@dataclass(frozen=True)
class SanityOutcome:
    """What a test has come to; the result is None until it has ended."""

    experiment: Experiment
    result: OverfitResult | None

    def value_of(self, quantity: str, places: Sequence[Place], when: When) -> Value:
        """Return a quantity of the test, or a setting; NaN where it is not known."""
        if quantity not in QUANTITIES:
            return value_of_setting(quantity, self.experiment)
        result = self.result
        if quantity == "layers":
            return float(len(self.experiment.hidden))
        if result is None:
            return math.nan
        values: dict[str, Value] = {
            "passes": result.passed,
            "cause": result.diagnosis,
            "reason": result.reason,
            "updates": float(len(result.losses) - 1),
            "first_loss": result.losses[0] if result.losses else math.nan,
            "last_loss": result.losses[-1] if result.losses else math.nan,
        }
        return values[quantity]


@dataclass(frozen=True)
class SanityStage(Stage):
    """Networks that are tested side by side.

    Attributes
    ----------
    seconds
        How long a test that fails takes on screen, at least.
    """

    seconds: float = 4.0

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        if self.run(name) is None:
            known = ", ".join(run.key for run in self.runs)
            raise ValueError(f"speaks of a run {name!r}; runs here: {known}")
        if places or when is not None:
            raise ValueError(f"{quantity} takes no brackets and no epoch")
        return QUANTITIES[quantity] if quantity in QUANTITIES else type_of_setting(quantity, [*QUANTITIES])

    def outcomes(self, ticket: Ticket = UNWATCHED) -> dict[str, SanityOutcome]:
        return {
            run.key: SanityOutcome(run.experiment, run_overfit_test(Network.of(run.experiment), ticket))
            for run in self.runs
        }


def read_sanity(reader: BlockReader, block: Block) -> SanityStage | None:
    """Read a ``sanity`` block: runs as in an experiment, without epochs."""
    entries = reader.entries(block.lines, block.line + 1)
    found = read_named_runs(reader, block, entries, ("seconds",))
    if found is None:
        return None
    head, runs = found
    seconds = reader.bounded(head["seconds"], 1, 60) if "seconds" in head else 4.0
    return None if seconds is None else SanityStage(runs, seconds)
