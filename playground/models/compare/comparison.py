"""Compares runs: the settings that differ, the results at an epoch, and whether the comparison is fair."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from playground.models.compare.naming import brief_text, differing, value_text
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import differ, settings_of
from playground.models.run.history import Curves
from playground.models.run.training import Training
from playground.style.words import capitalized, number_text


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """A run in a comparison.

    Attributes
    ----------
    key
        Identifies it.
    number
        From 1; it and the run's colour never change.
    curves
        Its losses and scores.
    is_live
        Whether it is the one in the window.
    is_training
        Whether it is trained on beside the live one.
    """

    key: int
    number: int
    name: str
    experiment: Experiment
    curves: Curves
    last_epoch: int
    n_parameters: int
    is_live: bool = False
    is_pinned: bool = False
    is_shown: bool = True
    is_training: bool = False


@dataclass(frozen=True)
class Figures:
    """Results of a run at an epoch; None for what is not known."""

    epoch: int = 0
    train_loss: float | None = None
    test_loss: float | None = None
    train_score: float | None = None
    test_score: float | None = None


UNKNOWN = Figures()


@dataclass(frozen=True)
class Difference:
    """A setting in which runs differ: its name, each run's value, and which values differ from the first."""

    label: str
    values: tuple[str, ...]
    others: tuple[bool, ...]


def differences(experiments: Sequence[Experiment]) -> list[Difference]:
    """Return the settings in which experiments are not all the same."""
    found = []
    for name in differing(experiments):
        declared = settings_of(Experiment)[name]
        values = [getattr(experiment, name) for experiment in experiments]
        texts = tuple(brief_text(experiment, name) for experiment in experiments)
        others = tuple(value != values[0] for value in values)
        found.append(Difference(declared.brief or declared.label, texts, others))
    return found


def alike(experiments: Sequence[Experiment]) -> str:
    """Return a sentence on what all runs have in common."""
    first = experiments[0]
    same_data = all(_have_same_data(experiment, first) for experiment in experiments)
    told = [first.dataset_title] if same_data else []
    for name, noun in (("batch_size", "batch size"), ("seed", "seed"), ("learning_rate", "learning rate")):
        if all(getattr(experiment, name) == getattr(first, name) for experiment in experiments):
            told.append(f"{noun} {value_text(first, name)}")
    if not told:
        return ""
    if not differences(experiments):
        return "The same settings."
    return f"All else is the same: {', '.join(told)}."


def figures_at(curves: Curves, epoch: int) -> Figures:
    """Return losses and scores at the last known epoch up to `epoch`."""
    place = int(np.searchsorted(curves.epochs, epoch, side="right")) - 1
    if place < 0:
        return UNKNOWN
    return Figures(
        int(curves.epochs[place]),
        *(
            _known(values[place])
            for values in (curves.train, curves.test, curves.train_score, curves.test_score)
        ),
    )


@np.errstate(over="ignore", invalid="ignore")  # just before a run away
def figures_of(training: Training) -> Figures:
    """Measure a training where it stands: curves know some figures at a few of the epochs only."""
    trainer = training.trainer
    return Figures(trainer.epoch, _known(trainer.last_train_loss), trainer.test_loss(), *training.scores())


def best_epoch(curves: Curves) -> int | None:
    """Return the epoch of the lowest test loss, or None if none was measured."""
    if not np.isfinite(curves.test).any():
        return None
    return int(curves.epochs[int(np.nanargmin(np.where(np.isfinite(curves.test), curves.test, np.nan)))])


def best_of(shown: Sequence[ComparedRun], figures: Mapping[int, Figures]) -> int | None:
    """Return the key of the run with the best test score, then the lowest test loss; None of a single run."""

    def rank(key: int) -> tuple[float, float]:
        score, loss = figures[key].test_score, figures[key].test_loss
        return -math.inf if score is None else score, -math.inf if loss is None else -loss

    known = [run.key for run in shown if rank(run.key) != (-math.inf, -math.inf)]
    return max(known, key=rank) if known and len(shown) > 1 else None


def verdict(
    first: ComparedRun,
    second: ComparedRun,
    a: Figures,
    b: Figures,
    ending: Callable[[str], str],
    *,
    among_more: bool = False,
) -> str:
    """Return a sentence on which of two runs has the lower test loss, and what is the same.

    Parameters
    ----------
    a, b
        Their results.
    ending
        Adds where these were taken.
    among_more
        Whether others are on screen too, so that both have to be named.
    """
    if a.test_loss is None or b.test_loss is None:
        return f"{ending('No test loss is known')}."
    gap = a.test_loss - b.test_loss
    shared = _shared(first.experiment, second.experiment)
    if abs(gap) < 5e-4 * max(a.test_loss, b.test_loss, 1e-12):
        return f"{ending(f'{first.name} and {second.name} have the same test loss')}{shared}."
    better, other = (second, first) if gap > 0 else (first, second)
    than = f" than {other.name}" if among_more else ""
    return f"{ending(f'{better.name} has {number_text(abs(gap), 2)} less test loss{than}')}{shared}."


@dataclass(frozen=True)
class Fairness:
    """The conditions of a fair comparison, and whether all runs meet them."""

    same_data: bool
    same_first_weights: bool
    has_come_far: bool
    noun: str = "epochs"

    @property
    def words(self) -> str:
        """One line for the screen."""
        parts = (
            ("same data", self.same_data),
            ("same first weights", self.same_first_weights),
            (f"same {self.noun}", self.has_come_far),
        )
        line = " · ".join(f"{text}: {'yes' if holds else 'no'}" for text, holds in parts)
        return capitalized(line)


def fairness(runs: Sequence[ComparedRun], *, has_come_far: bool, noun: str = "epochs") -> Fairness:
    """Check whether runs can be compared fairly.

    Parameters
    ----------
    has_come_far, noun
        Whether all have trained for the same of something, and of what.
    """
    first = runs[0].experiment
    return Fairness(
        all(_have_same_data(run.experiment, first) for run in runs),
        all(_have_same_first_weights(run.experiment, first) for run in runs),
        has_come_far, noun,
    )  # fmt: skip


def _have_same_data(first: Experiment, second: Experiment) -> bool:
    return not differ(first, second, "samples", "split")


def _have_same_first_weights(first: Experiment, second: Experiment) -> bool:
    return _shape(first) == _shape(second) and not differ(first, second, "first weights")


def _shape(experiment: Experiment) -> tuple[object, ...]:
    loss = experiment.loss if experiment.task == "classification" else ""
    return experiment.hidden, experiment.features, loss


def _shared(first: Experiment, second: Experiment) -> str:
    told = []
    if _have_same_data(first, second):
        told.append("same data")
    if _have_same_first_weights(first, second):
        told.append("same first weights")
    return f"; {', '.join(told)}" if told else ""


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
