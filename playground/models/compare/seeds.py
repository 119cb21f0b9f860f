"""How much of a run is luck: the same settings with other random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.compare.comparison import figures_at
from playground.models.experiment.choices import MAX_SEED
from playground.models.experiment.experiment import Experiment
from playground.models.run.history import Curves
from playground.models.run.session import Session

Array = NDArray[np.float64]

SLICE_SECONDS = 0.05
POINTS = 200


@dataclass(frozen=True, eq=False)
class SeedRun:
    """The result of one seed; its curves end early if the run diverged."""

    seed: int
    curves: Curves
    score: float | None


def other_seeds(seed: int, known: Sequence[int], count: int) -> list[int]:
    """Return the next seeds after one that have not been run yet."""
    found: list[int] = []
    candidate = seed
    while len(found) < count:
        candidate = (candidate + 1) % (MAX_SEED + 1)
        if candidate not in known:
            found.append(candidate)
    return found


def run_seed(experiment: Experiment, seed: int, epochs: int, check: Callable[[], None]) -> SeedRun:
    """Train an experiment with another seed for that many epochs.

    Parameters
    ----------
    check
        Called many times a second; what it raises ends the training.
    """
    session = Session(
        experiment.with_(seed=seed, stop_epoch=0, stop_loss=0.0, stop_accuracy=0.0, stop_patience=0)
    )
    session.train_up_to(epochs, check, SLICE_SECONDS)  # the curve of a run that diverged ends there
    has_come = session.training.trainer.epoch >= epochs
    return SeedRun(seed, session.run.history.curves(), session.training.scores()[1] if has_come else None)


@dataclass(frozen=True, eq=False)
class Spread:
    """Minimum, median and maximum test loss of several runs at some epochs."""

    epochs: Array
    low: Array
    median: Array
    high: Array


def spread_of(runs: Sequence[Curves]) -> Spread:
    """Return the spread of runs up to the end of the shortest."""
    last = min((float(curves.epochs[-1]) for curves in runs if len(curves.epochs)), default=0.0)
    if last < 1:
        return Spread(*(np.empty(0),) * 4)
    epochs = np.unique(np.geomspace(1.0, last, POINTS).round())
    losses = np.array(
        [np.interp(epochs, curves.epochs, curves.test) for curves in runs if len(curves.epochs)]
    )
    return Spread(epochs, losses.min(axis=0), np.median(losses, axis=0), losses.max(axis=0))


def scores_of(live: Curves, epoch: int, runs: Sequence[SeedRun]) -> list[float]:
    """Return the test scores at an epoch: the run's own first, then those of its seeds that got there."""
    scores = [figures_at(live, epoch).test_score, *(_score_at(run, epoch) for run in runs)]
    return [score for score in scores if score is not None]


def _score_at(run: SeedRun, epoch: int) -> float | None:
    epochs = run.curves.epochs
    if len(epochs) and epoch < epochs[-1]:
        return figures_at(run.curves, epoch).test_score
    return run.score  # measured at its end
