"""A round: a number and a difficulty, and what follows from them on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playground.models.bugs.bug import Bug
from playground.models.bugs.catalogue import BUGS
from playground.models.bugs.trained_run import Case
from playground.models.experiment.experiment import Experiment

LARGEST_NUMBER = 9999


@dataclass(frozen=True)
class Problem:
    """What a run was meant to be."""

    experiment: Experiment
    epochs: int


@dataclass(frozen=True)
class Difficulty:
    """A set of bugs, the problems they are hidden in, and how many looks there are.

    Attributes
    ----------
    bugs
        Keys of all that can be hidden.
    """

    key: str
    title: str
    tip: str
    looks: int
    bugs: tuple[str, ...]
    problems: tuple[Problem, ...]


def _problem(epochs: int, **settings: Any) -> Problem:
    common = {"n_samples": 200, "optimizer": "sgd", "batch_size": 10, "learning_rate": 0.1, "rests": False}
    return Problem(Experiment(**{**common, **settings}), epochs)


def _problems(epochs: int, size: int, names: tuple[str, ...], dropout: float = 0.0) -> tuple[Problem, ...]:
    return tuple(_problem(epochs, hidden=(size, size), dropout=dropout, **_DATA[name]) for name in names)


_RELU = {"activation": "relu", "initializer": "he"}
_DATA: Mapping[str, Mapping[str, Any]] = {
    "circle": {"dataset": "circle", "noise": 0.1, **_RELU},
    "xor": {"dataset": "xor", "noise": 0.1},
    "moons": {"dataset": "moons", "noise": 0.1},
    "iris": {"dataset": "iris", "activation": "sigmoid", "learning_rate": 0.5},
    "digits": {"dataset": "digits", **_RELU},
    "wine": {"dataset": "wine", "learning_rate": 0.05, **_RELU},
}
_ALL = (
    Difficulty(
        "easy", "Easy", "Mistakes that one look at the right place shows", 6,
        (
            "nothing", "rate_high", "rate_low", "equal_weights", "no_hidden", "dead_relus", "large_weights",
            "few_points",
        ),
        _problems(60, 8, ("circle", "xor", "moons", "iris")),
    ),
    Difficulty(
        "medium", "Medium", "More mistakes, some of which look alike at first", 5,
        (
            "nothing", "rate_high", "rate_low", "equal_weights", "no_activation", "dead_relus",
            "large_weights", "strong_l2", "few_points", "frozen", "unscaled", "zero_grad", "shuffled",
        ),
        _problems(60, 8, ("circle", "xor", "iris", "wine")),
    ),
    Difficulty(
        "hard", "Hard", "Mistakes that train all the same, and stay unnoticed for long", 4,
        (
            "nothing", "no_activation", "strong_l2", "few_points", "frozen", "schedule", "zero_grad",
            "eval_forgotten", "softmax_twice", "unscaled", "shuffled", "off_by_one", "leaked", "viewed",
        ),
        (
            *_problems(60, 16, ("circle", "moons", "iris", "wine"), dropout=0.2),
            *_problems(12, 16, ("digits",), dropout=0.1),
        ),
    ),
)  # fmt: skip
DIFFICULTIES: Mapping[str, Difficulty] = {one.key: one for one in _ALL}


@dataclass(frozen=True)
class Round:
    """A run with a hidden bug; the same number and difficulty give the same one everywhere."""

    number: int
    difficulty: Difficulty

    @property
    def title(self) -> str:
        """What to call it."""
        return f"Round {self.number}, {self.difficulty.title.lower()}"

    @cached_property
    def problem(self) -> Problem:
        """What was meant."""
        problems = self.difficulty.problems
        problem = problems[self._draw("problem") % len(problems)]
        seed = self._draw("seed") % 10_000
        return Problem(problem.experiment.with_(seed=seed), problem.epochs)

    @cached_property
    def bugs(self) -> tuple[Bug, ...]:
        """All that can be wrong with this problem, in the order of the list."""
        experiment = self.problem.experiment
        return tuple(bug for key in self.difficulty.bugs if (bug := BUGS[key]).fits(experiment))

    @cached_property
    def bug(self) -> Bug:
        """What is wrong."""
        return self.bugs[self._draw("bug") % len(self.bugs)]

    def case(self, bug: Bug) -> Case:
        """Return the run with a bug."""
        problem = self.problem
        experiment = problem.experiment.with_(**bug.changes(problem.experiment))
        return Case(experiment, problem.epochs, bug.first_weights)

    def _draw(self, what: str) -> int:
        """Return a large number that only looks random."""
        text = f"{self.difficulty.key} {self.number} {what}"
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
