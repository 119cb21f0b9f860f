"""A bug: what it changes, how it shows, and how it is mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.models.bugs.trained_run import FirstWeights
from playground.models.experiment.experiment import Experiment


def anywhere(_: Experiment) -> bool:
    """Say that a bug can be made in every problem."""
    return True


@dataclass(frozen=True)
class Bug:
    """A mistake that can be hidden in a run, or none.

    Attributes
    ----------
    sees
        What a learner sees, in a sentence.
    why
        What happens, in a sentence or two.
    wrong, right
        The mistake in PyTorch, and the fix; empty where nothing is wrong.
    tell
        The instrument and the reading that tell it from a healthy run; None where nothing is wrong.
    changes
        Settings that make the mistake, from those of the healthy run.
    first_weights
        Other first weights that make it.
    fits
        Whether it can be made in a problem.
    """

    key: str
    title: str
    sees: str
    why: str
    wrong: str
    right: str
    tell: tuple[str, str] | None
    changes: Callable[[Experiment], Mapping[str, Any]] = lambda _: {}
    first_weights: FirstWeights | None = None
    fits: Callable[[Experiment], bool] = anywhere
