"""Lines runs up: at the same epoch, after the same updates or the same time, or each at its best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.compare.comparison import ComparedRun, best_epoch
from playground.style.words import capitalized, count_text, number_text

WAYS = {
    "epoch": "Same epoch",
    "updates": "Same updates",
    "time": "Same training time",
    "best": "Each at its best",
}


@dataclass(frozen=True)
class Alignment:
    """Where each run is looked at.

    Attributes
    ----------
    epochs
        By the key of the run.
    words
        Such as ``at epoch 120``, for the end of a sentence.
    noun
        What a fair comparison has the same of.
    is_fair
        Whether every run has come that far.
    ended
        Keys of the runs that have not, and are looked at where they end.
    """

    epochs: Mapping[int, int]
    words: str
    noun: str
    is_fair: bool
    ended: frozenset[int] = frozenset()

    @property
    def title(self) -> str:
        """The words as a title."""
        return capitalized(self.words)

    def ending(self, sentence: str) -> str:
        """Return a sentence that ends with the words."""
        return f"{sentence}, {self.words}" if self.words.startswith("each") else f"{sentence} {self.words}"

    def caveat(self, run: ComparedRun) -> str:
        """Return a sentence on a run that has not come that far; empty of the others."""
        if run.key not in self.ended:
            return ""
        return f"{run.name} ends at epoch {self.epochs[run.key]:,}: what counts is its last result."


def align(runs: Sequence[ComparedRun], live: ComparedRun, epoch: int, way: str) -> Alignment:
    """Line runs up with an epoch of the live one, in a way of `WAYS`."""
    if way == "best":
        epochs = {run.key: _best(run) for run in runs}
        return Alignment(epochs, "each at its best", "epochs", len(set(epochs.values())) < 2)
    if way == "epoch":
        epochs = {run.key: min(epoch, run.last_epoch) for run in runs}
        ended = frozenset(run.key for run in runs if run.last_epoch < epoch)
        return Alignment(epochs, f"at epoch {epoch:,}", "epochs", not ended, ended)
    wanted = _amount(live, way, epoch)
    reached = {run.key: _epoch_with(run, way, wanted) for run in runs}
    text = f"after {count_text(wanted)} updates"
    if way == "time":
        text = f"after {number_text(wanted, 3)} s of training"
    ended = frozenset(run.key for run in runs if reached[run.key] > run.last_epoch)
    return Alignment(
        {run.key: min(max(reached[run.key], 0), run.last_epoch) for run in runs}, text,
        "updates" if way == "updates" else "training time", not ended, ended,
    )  # fmt: skip


def _best(run: ComparedRun) -> int:
    best = best_epoch(run.curves)
    return run.last_epoch if best is None else best


def _course(run: ComparedRun, way: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return epochs, from 0, and what was spent until then."""
    spent = run.curves.updates if way == "updates" else run.curves.seconds
    known = np.zeros(0) if spent is None else spent
    is_known = np.isfinite(known)
    return (
        np.concatenate(([0.0], run.curves.epochs[: len(known)][is_known])),
        np.concatenate(([0.0], known[is_known])),
    )


def _amount(run: ComparedRun, way: str, epoch: int) -> float:
    """Return what a run has spent at an epoch; beyond its last one as fast as on average."""
    epochs, spent = _course(run, way)
    if epoch > epochs[-1] > 0:
        return float(spent[-1] * epoch / epochs[-1])
    return float(np.interp(epoch, epochs, spent))


def _epoch_with(run: ComparedRun, way: str, wanted: float) -> int:
    """Return the epoch at which a run has spent an amount; one beyond its last where it never did."""
    epochs, spent = _course(run, way)
    if wanted > spent[-1] * (1.0 + 1e-9):
        return run.last_epoch + 1
    return round(float(np.interp(wanted, spent, epochs)))
