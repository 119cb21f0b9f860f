"""Runs whose epochs take so long that one should know, and what would make them faster."""

from __future__ import annotations

from engine.training.backends import BACKENDS
from playground.models.experiment.problem import Problem
from playground.models.run.run import RunInfo
from playground.style.words import count_text

# A person who waits this long for anything to move begins to doubt that it works.
LONGEST_EPOCH_SECONDS = 8.0
FEWER_POINTS = 300


def slow_problem(info: RunInfo, epochs_per_second: float) -> Problem | None:
    """Return a sentence on a run with long epochs, and the way out; None for the others."""
    if epochs_per_second <= 0.0 or 1.0 / epochs_per_second < LONGEST_EPOCH_SECONDS:
        return None
    seconds = 1.0 / epochs_per_second
    name, engine = info.experiment.dataset_title, BACKENDS[info.backend].title.lower()
    text = f"{name}, {engine}: about {_duration(seconds)} an epoch."
    if info.backend == "interpreted":
        if info.compiler_problem:
            return Problem(text, "Use arrays", {"backend": "array"})
        return Problem(text, "Use the compiled engine", {"backend": "compiled"})
    if info.backend == "array" and not info.compiler_problem:
        return Problem(text, "Use the compiled engine", {"backend": "compiled"})
    if info.experiment.is_generated and info.experiment.n_samples > FEWER_POINTS:
        return Problem(text, f"Use {FEWER_POINTS} points", {"n_samples": FEWER_POINTS})
    return Problem(text, "Use a smaller network", {"hidden": (6, 6)})


def _duration(seconds: float) -> str:
    return f"{count_text(seconds)} s" if seconds < 120 else f"{count_text(seconds / 60)} min"
