"""Warns of runs with long epochs, and suggests what would make them faster."""

from __future__ import annotations

from engine.training.backends import BACKENDS
from playground.models.experiment.notice import Notice
from playground.models.network.network import Network
from playground.style.words import count_text

# After waiting this long without any change, a user begins to doubt that it works.
LONGEST_EPOCH_SECONDS = 8.0
FEWER_POINTS = 300


def slow_problem(network: Network, epochs_per_second: float) -> Notice | None:
    """Return a notice about a run with long epochs and what to do; None for other runs."""
    if epochs_per_second <= 0.0 or 1.0 / epochs_per_second < LONGEST_EPOCH_SECONDS:
        return None
    seconds = 1.0 / epochs_per_second
    name, engine = network.experiment.dataset_title, BACKENDS[network.backend].title.lower()
    text = f"{name}, {engine}: about {_duration(seconds)} an epoch."
    if network.backend != "compiled" and not network.compiler_problem:
        return Notice(text, "advice", "Use the compiled engine", {"backend": "compiled"})
    if network.backend == "interpreted":
        return Notice(text, "advice", "Use arrays", {"backend": "array"})
    if network.experiment.is_generated and network.experiment.n_samples > FEWER_POINTS:
        return Notice(text, "advice", f"Use {FEWER_POINTS} points", {"n_samples": FEWER_POINTS})
    return Notice(text, "advice", "Use a smaller network", {"hidden": (6, 6)})


def _duration(seconds: float) -> str:
    return f"{count_text(seconds)} s" if seconds < 120 else f"{count_text(seconds / 60)} min"
